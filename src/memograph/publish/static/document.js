// The page of a document: pointing at a sentence lights its words in the text, pointing at words lights what they prove.
// Without this, links do the same: "show the words" marks them (?at=), the number behind words leads to the sentence.

export default function followWords(article) {
  const ends = (number) => article.querySelectorAll(`.text .chip[href="#say-${number}"]`);
  const words = (number) => article.querySelectorAll(`[data-said~="${number}"]`);
  const sentences = (number) => article.querySelectorAll(`[data-says="${number}"]`);

  const light = (numbers) => {
    article.querySelectorAll(".lit").forEach((each) => each.classList.remove("lit"));
    for (const number of numbers) {
      [...words(number), ...sentences(number)].forEach((each) => each.classList.add("lit"));
    }
  };

  const numbersAt = (target) => {
    const said = target.closest("[data-said], [data-says], .chip[href]");
    if (!said || !article.contains(said)) return [];
    if (said.matches(".chip")) return [said.hash.replace("#say-", "")];
    return (said.dataset.said ?? said.dataset.says).split(" ");
  };

  // What is scrolled to under a pointer that rests is not pointed at.
  let resting = false;
  article.addEventListener("pointermove", (event) => {
    resting &&= !(event.movementX || event.movementY);
  });
  article.addEventListener("pointerover", ({ target }) => resting || light(numbersAt(target)));
  article.addEventListener("focusin", ({ target }) => light(numbersAt(target)));
  article.addEventListener("pointerleave", () => resting || light([]));

  // "Show the words" need not load the page again: the words are here.
  article.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-words]");
    const end = link && ends(link.dataset.words)[link.dataset.nth];
    if (!end || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    history.pushState({ words: link.dataset.words }, "", link.href);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    end.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    light([link.dataset.words]);
    resting = true;
    told.textContent = article.dataset.lit;
  });
  // Browsers send this for every way inside the page, such as to a note and back.
  window.addEventListener("popstate", ({ state }) => light(state?.words ? [state.words] : []));

  const told = document.createElement("p");
  told.className = "hidden";
  told.setAttribute("role", "status");
  article.append(told);

  remember(article.querySelector("[data-remember]"));
}

/** Keeps a checkbox as the reader left it, where the browser may keep anything. */
function remember(box) {
  if (!box) return;
  const name = `memograph-${box.dataset.remember}`;
  try {
    box.checked = localStorage.getItem(name) !== "off";
    box.addEventListener("change", () => localStorage.setItem(name, box.checked ? "on" : "off"));
  } catch {
    // Storage is switched off: the box works, and forgets.
  }
}
