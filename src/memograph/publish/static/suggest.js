// Completes what is typed into a search box: <form data-module="suggest" data-suggest="/suggest"> with one input.
// A combobox with a list box, as the ARIA Authoring Practices Guide 1.2 has it ("Editable Combobox With List
// Autocomplete"). The form works without: Enter searches, unless one of the suggestions was chosen with the arrows.

const WAIT = 150; // milliseconds without a key, until the server is asked
const LEAST = 2; // letters

export default function suggest(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const said = document.createElement("span");
  const listId = `${input.id}-suggestions`;
  const known = new Map();
  let timer = 0;
  let asked = "";
  let active = -1;

  Object.entries({ id: listId, role: "listbox", "aria-label": input.labels[0].textContent }).forEach(set(list));
  Object.entries({ role: "status", class: "hidden" }).forEach(set(said));
  Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId,
  }).forEach(set(input));
  list.className = "suggestions";
  list.hidden = true;
  const box = document.createElement("span");
  box.className = "combobox";
  input.replaceWith(box);
  box.append(input, list, said);

  function close() {
    clearTimeout(timer);
    asked = "";
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(number) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = list.children[active];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function show(answer) {
    list.replaceChildren(...answer.suggestions.map(option));
    said.textContent = answer.said;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !answer.suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function option(it, number) {
    const element = document.createElement("li"); // no link in it: what is in an option is not told to screen readers
    const name = document.createElement("bdi");
    const kind = document.createElement("span");
    name.textContent = it.name;
    kind.textContent = it.variant ? `${it.variant} · ${it.kindName}` : it.kindName;
    Object.entries({ id: `${listId}-${number}`, role: "option", "aria-selected": "false" }).forEach(set(element));
    element.dataset.page = it.page;
    element.append(name, " ", kind);
    return element;
  }

  async function ask(typed) {
    asked = typed;
    if (!known.has(typed)) {
      const address = new URL(form.dataset.suggest, location.href);
      address.searchParams.set("q", typed);
      try {
        const response = await fetch(address, { headers: { Accept: "application/json" } });
        if (!response.ok) return;
        known.set(typed, await response.json());
      } catch {
        return; // no network: the form still searches
      }
    }
    if (asked === typed && document.activeElement === input) show(known.get(typed));
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    const typed = input.value.trim().replace(/\s+/g, " ");
    if (typed.length < LEAST) return close();
    timer = setTimeout(ask, WAIT, typed);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !list.hidden;
    const count = list.children.length;
    if (event.key === "ArrowDown" && !open && input.value.trim().length >= LEAST) {
      ask(input.value.trim());
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && open) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      visit(list.children[active]);
    } else if (event.key === "Escape" && open) {
      close();
    } else {
      if (event.key === "Tab") close();
      return;
    }
    event.preventDefault();
  });
  list.addEventListener("click", (event) => visit(event.target.closest("li")));
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
  input.addEventListener("blur", close);
}

function visit(option) {
  if (option) location.assign(new URL(option.dataset.page, location.href));
}

function set(element) {
  return ([name, value]) => element.setAttribute(name, value);
}
