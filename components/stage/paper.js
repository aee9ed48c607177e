/**
 * The page on paper. What was drawn in pixels keeps its pixels, and the printer shrinks the page; what the graphics
 * card drew is kept as a picture. After `beforeprint` nothing runs any more: no resize is told, no frame is drawn.
 */

const FIGURES = ".st-key-traced, .st-key-foreseen"; // of the panels

/**
 * @param {HTMLElement} stage
 * @param {import("./views.js").Views} views
 * @param {import("./hub.js").Hub} hub
 */
export function paper(stage, views, hub, signal) {
  const root = document.documentElement;
  let picture = null;
  window.addEventListener("beforeprint", () => {
    const { gridTemplateRows, gridTemplateColumns } = getComputedStyle(stage); // in pixels
    root.style.setProperty("--paper-width", `${stage.offsetWidth}px`);
    root.style.setProperty("--paper-grid", `${gridTemplateRows} / ${gridTemplateColumns}`);
    for (const figure of document.querySelectorAll(FIGURES)) figure.style.width = `${figure.offsetWidth}px`;
    root.dataset.paper = hub.theme;
    picture = views.space?.picture() ?? null;
    if (picture) stage.querySelector(".scene").append(picture);
  }, { signal });
  window.addEventListener("afterprint", () => {
    delete root.dataset.paper;
    for (const figure of document.querySelectorAll(FIGURES)) figure.style.width = "";
    picture?.remove();
  }, { signal });
}
