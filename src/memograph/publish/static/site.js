// Every page loads this, and no page needs it. An element that is better with a script names the module of ours that
// makes it so: <section data-module="network"> has network.js loaded, and its default function called with the element.

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(" ").filter((each) => /^[a-z-]+$/.test(each))) {
    import(new URL(`./${name}.js`, import.meta.url).href).then((module) => module.default(element));
  }
}
