// What makes a drawing better with a script: whoever is pointed at or focused stands out with its neighbours, and the
// drawing can be enlarged and moved, with buttons, with + − 0 and arrows, with wheel (and Ctrl) and pointer.

const STEP = 1.4, LARGEST = 8;

function neighbours(svg) {
  const ties = [...svg.querySelectorAll("[data-ends]")].map((tie) => [tie, tie.dataset.ends.split(" ")]);
  const nodes = [...svg.querySelectorAll("[data-number]")];
  const show = (chosen) => {
    const near = new Set(chosen);
    for (const [, ends] of ties) if (chosen.length === 1 && ends.includes(chosen[0])) ends.forEach((end) => near.add(end));
    for (const node of nodes) {
      node.classList.toggle("dim", chosen.length > 0 && !near.has(node.dataset.number));
      node.classList.toggle("near", chosen.length > 0 && near.has(node.dataset.number));
    }
    for (const [tie, ends] of ties) tie.classList.toggle("dim", chosen.length > 0 && !(chosen.length === 1 ? ends.includes(chosen[0]) : ends.join() === chosen.join()));
  };
  for (const element of [...nodes, ...ties.map(([tie]) => tie)]) {
    const chosen = element.dataset.number === undefined ? element.dataset.ends.split(" ") : [element.dataset.number];
    for (const event of ["pointerenter", "focus"]) element.addEventListener(event, () => show(chosen));
    for (const event of ["pointerleave", "blur"]) element.addEventListener(event, () => show([]));
  }
}

function zooming(svg, tools) {
  const whole = svg.viewBox.baseVal, [width, height] = [whole.width, whole.height];
  let [x, y, scale] = [0, 0, 1];
  const show = () => {
    x = Math.min(Math.max(0, x), width - width / scale);
    y = Math.min(Math.max(0, y), height - height / scale);
    svg.setAttribute("viewBox", `${x} ${y} ${width / scale} ${height / scale}`);
  };
  const zoom = (factor, [atX, atY] = [0.5, 0.5]) => {
    const before = scale;
    scale = Math.min(LARGEST, Math.max(1, scale * factor));
    x += atX * (width / before - width / scale);
    y += atY * (height / before - height / scale);
    show();
  };
  const actions = { in: () => zoom(STEP), out: () => zoom(1 / STEP), whole: () => zoom(0) };
  for (const button of tools.querySelectorAll("[data-zoom]")) button.addEventListener("click", actions[button.dataset.zoom]);
  const keys = { "+": "in", "=": "in", "-": "out", 0: "whole" };
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  svg.parentElement.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (keys[event.key]) actions[keys[event.key]]();
    else if (ways[event.key] && scale > 1) {
      x += ways[event.key][0] * 0.1 * width / scale;
      y += ways[event.key][1] * 0.1 * height / scale;
      show();
    } else return;
    event.preventDefault();
  });
  const at = (event) => {
    const box = svg.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? STEP : 1 / STEP, at(event));
  }, { passive: false });
  let held = null, moved = false;
  svg.addEventListener("pointerdown", (event) => { held = scale > 1 ? at(event) : null; moved = false; });
  svg.addEventListener("pointermove", (event) => {
    if (!held || !event.buttons) return;
    const now = at(event), far = [now[0] - held[0], now[1] - held[1]];
    if (!moved && Math.hypot(...far) < 0.01) return;
    moved = true;
    x -= far[0] * width / scale;
    y -= far[1] * height / scale;
    held = now;
    show();
  });
  svg.addEventListener("click", (event) => { if (moved) event.preventDefault(); moved = false; }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  tools.hidden = false;
}

export default function (figure) {
  const svg = figure.querySelector("svg");
  neighbours(svg);
  const tools = figure.querySelector("[data-tools]");
  if (tools) zooming(svg, tools);
}
