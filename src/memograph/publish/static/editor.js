// The form of /sparql becomes YASGUI (vendor/yasgui.min.js): the site's own endpoint, prefixes, classes and properties, and
// nothing that would ask another host. What it is told stands in data-told on the page (publish/query/form.py).

export default async function edit(place) {
  const told = JSON.parse(place.dataset.told);
  await loaded(told.script);
  const { Yasgui } = window;
  const site = new Site(told);
  completeOurTerms(Yasgui.Yasqe, site);
  askHereOnly(Yasgui, site);
  const form = place.querySelector("form");
  const written = form.elements.query.value;
  const hint = element("p", { id: "keys", className: "note" }, told.words.keys);
  const frame = element("div", { className: "editor" });
  const cite = element("p", { className: "how", hidden: true });
  form.replaceWith(hint, frame, cite);
  let yasgui;
  Yasgui.Yasr.defaults.errorRenderers = [
    async (error) => {
      cite.hidden = true;
      return problem(error, site, yasgui);
    },
  ];
  yasgui = new Yasgui(frame, settings(site, written));
  mend(frame, site, yasgui);
  if (new URLSearchParams(location.search).has("query")) show(yasgui, written, title(written));
  for (const tab of Object.values(yasgui._tabs)) tab.setEndpoint(site.endpoint);
  if (place.dataset.line) mark(yasgui, Number(place.dataset.line), Number(place.dataset.column));
  offerExamples(yasgui);
  yasgui.on("query", () => {
    cite.hidden = true;
    document.getElementById("answer").replaceChildren();
    document.querySelector("main > .problem")?.remove();
  });
  yasgui.on("queryResponse", (_, tab) => {
    cite.hidden = false;
    cite.replaceChildren(element("a", { href: site.citation(tab.getYasqe().getValue()) }, told.words.cite));
  });
}

class Site {
  constructor(told) {
    Object.assign(this, told);
    this.endpoint = new URL(told.endpoint, location.href).href;
  }

  // An address of this release, whatever host and port the page came from.
  local(iri) {
    if (!iri.startsWith(this.base)) return iri;
    const address = new URL(this.root + iri.slice(this.base.length), location.href);
    if (this.release) address.searchParams.set("release", this.release);
    return address.href;
  }

  asking(query) {
    const address = new URL(this.endpoint);
    address.searchParams.set("query", query);
    return address.href;
  }

  citation(query) {
    return `${this.cite}?${new URLSearchParams({ query, release: this.version })}`;
  }
}

function settings(site, written) {
  return {
    autofocus: false,
    populateFromUrl: false,
    corsProxy: undefined,
    persistenceId: `memograph${site.release ? `-${site.release}` : ""}`,
    tabName: site.words.query,
    endpointCatalogueOptions: { getData: () => [] },
    requestConfig: {
      endpoint: site.endpoint,
      method: "POST",
      acceptHeaderSelect: "application/sparql-results+json",
      acceptHeaderGraph: "text/turtle",
    },
    yasqe: {
      value: written,
      screenReaderLabel: site.words.query,
      extraKeys: { Tab: false, "Shift-Tab": false }, // the browser's: the focus goes on
      resizeable: false,
      viewportMargin: Infinity,
      createShortLink: undefined,
      prefixCcApi: null,
    },
    yasr: { prefixes: site.prefixes, maxPersistentResponseSize: 0 },
  };
}

function askHereOnly(Yasgui, site) {
  Yasgui.Tab.prototype.getShareableLink = function () {
    return site.asking(this.getYasqe().getValue());
  };
  Yasgui.Yasr.plugins.table.defaults.openIriInNewWindow = false;
  Yasgui.Yasqe.defaults.editorHeight = "auto"; // as high as the query: nothing in it has to be scrolled
  const { getDefaults } = Yasgui.Tab;
  Yasgui.Tab.getDefaults = (yasgui) => {
    const tab = getDefaults(yasgui);
    tab.yasr.settings.pluginsConfig = { table: { compact: true } }; // numbers and names as people write them
    return tab;
  };
}

// YASQE's own completers of these names ask prefix.cc and Linked Open Vocabularies, or know vocabularies that are not here.
function completeOurTerms(Yasqe, site) {
  let asked;
  const terms = () => (asked ??= fetch(site.terms).then((response) => response.json()));
  const { prefixes, class: classes, property } = Yasqe.Autocompleters;
  const bulk = { bulk: true, persistenceId: null };
  Yasqe.registerAutocompleter({
    ...prefixes, ...bulk, get: () => Object.entries(site.prefixes).map(([name, iri]) => `${name}: <${iri}>`),
  });
  Yasqe.registerAutocompleter({ ...classes, ...bulk, get: () => terms().then((all) => all.classes) });
  Yasqe.registerAutocompleter({ ...property, ...bulk, get: () => terms().then((all) => all.properties) });
}

function show(yasgui, query, name) {
  const known = Object.values(yasgui._tabs).find((tab) => tab.getPersistedJson().yasqe.value.trim() === query.trim());
  if (known) yasgui.selectTabId(known.getId());
  else yasgui.addTab(true, { name, yasqe: { value: query } });
  return yasgui.getTab();
}

function title(query) {
  return query.match(/^\s*#\s*(.+)$/m)?.[1].slice(0, 40);
}

function offerExamples(yasgui) {
  document.getElementById("examples").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const query = new URL(link.href).searchParams.get("query");
    const tab = show(yasgui, query, link.textContent);
    yasgui.rootEl.scrollIntoView({ block: "start" });
    tab.getYasqe().focus();
    tab.query().catch(() => {}); // told where results are
  });
}

function problem(error, site, yasgui) {
  const box = element("div", { className: "problem", role: "alert" });
  let told;
  try {
    told = JSON.parse(error.text);
  } catch {
    const said = /abort/i.test(error.text) ? site.words.stopped : site.words.failed;
    box.append(element("p", {}, element("strong", {}, said)));
    return box;
  }
  const advice = site.advice[told.type.split(":").pop()];
  box.append(element("p", {}, element("strong", {}, told.detail)), ...(advice ? [element("p", {}, advice)] : []));
  if (told.line) {
    mark(yasgui, told.line, told.column);
    const goto = site.goto.replace("{line}", told.line).replace("{column}", told.column);
    const button = element("button", { type: "button" }, goto);
    button.addEventListener("click", () => mark(yasgui, told.line, told.column, true));
    box.append(element("p", {}, button));
  }
  return box;
}

// Lines and columns count from 1, columns in code points.
function mark(yasgui, line, column, go = false) {
  const yasqe = yasgui.getTab().getYasqe();
  const start = [...yasqe.getDoc().getLine(line - 1) ?? ""].slice(0, column - 1).join("").length;
  const from = { line: line - 1, ch: start }, to = yasqe.findWordAt(from).head;
  const end = to.ch > start ? to : { line: line - 1, ch: start + 1 };
  const marked = yasqe.getDoc().markText(from, end, { className: "mistake" });
  yasqe.addLineClass(line - 1, "background", "mistake-line");
  const forget = () => {
    marked.clear();
    yasqe.removeLineClass(line - 1, "background", "mistake-line");
    yasqe.off("change", forget);
  };
  yasqe.on("change", forget);
  if (go) {
    yasqe.getDoc().setCursor(from);
    yasqe.focus();
  }
}

// What YASGUI's markup leaves to be desired: names, roles, and links that lead out of the release.
function mend(frame, site, yasgui) {
  const list = frame.querySelector(".tabsList");
  const owner = element("div", { role: "tablist", ariaLabel: site.words.queries });
  list.removeAttribute("role");
  list.before(owner);
  const again = () => {
    owner.setAttribute("aria-owns", [...list.querySelectorAll("[role=tab]")].map((each) => each.id).join(" "));
    for (const link of frame.querySelectorAll("a.iri:not([title])")) {
      link.title = link.getAttribute("href");
      link.href = site.local(link.title);
      if (link.textContent.startsWith(site.base)) link.textContent = link.textContent.slice(site.base.length);
    }
    for (const head of frame.querySelectorAll("th.dt-orderable-none .dt-column-title:empty")) {
      head.append(element("span", { className: "hidden" }, site.words.row));
    }
    for (const select of frame.querySelectorAll(".tableSizer")) select.ariaLabel = site.words.size;
    for (const results of frame.querySelectorAll(".yasr_results:not([role])")) {
      Object.assign(results, { tabIndex: 0, role: "region", ariaLabel: site.words.results });
    }
    for (const field of frame.querySelectorAll(".yasqe textarea")) field.setAttribute("aria-describedby", "keys");
    for (const field of frame.querySelectorAll(".yasr textarea")) field.ariaLabel = site.words.results;
  };
  again();
  new MutationObserver(again).observe(frame, { childList: true, subtree: true });
}

function loaded(address) {
  return new Promise((resolve, reject) => {
    document.head.append(element("script", { src: address, onload: resolve, onerror: reject }));
  });
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
