/** The stated scale of the slopes' arrows, as on a map: a bar and what it stands for; finer and coarser by hand. */

const LEAST = 2 ** -6;
const MOST = 2 ** 6;
const LONGEST = 90; // pixels of the bar

/** @param {HTMLElement} parent @param {import("../stage/hub.js").Hub} hub */
export function bar(parent, hub, signal) {
  const element = document.createElement("div");
  element.className = "arrow-scale";
  element.hidden = true;
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", "Scale of the arrows, the same for all racers");
  element.innerHTML = `
    <button type="button" value="0.5" aria-label="Shorter arrows" title="Shorter arrows">−</button>
    <span class="bar"></span><output></output>
    <button type="button" value="2" aria-label="Longer arrows" title="Longer arrows">+</button>`;
  parent.append(element);
  element.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) hub.put("arrows", Math.min(Math.max(hub.arrows * Number(button.value), LEAST), MOST));
  }, { signal });
  let shown = 0;
  return {
    /** Where it stands in a view, [x, y, width, height], for labels to keep off. */
    place: (view) => {
      if (element.hidden) return [];
      const [inner, outer] = [element.getBoundingClientRect(), view.getBoundingClientRect()];
      return [[inner.left - outer.left, inner.top - outer.top, inner.width, inner.height]];
    },
    hide: () => (element.hidden = true),
    /** @param {number} unit pixels of a slope of 1 */
    show(unit, { width, height }, { x, y }) {
      element.hidden = false;
      element.style.right = `${Math.round(width - x.offset - x.length + 8)}px`;
      element.style.bottom = `${Math.round(height - y.offset - y.length + 8)}px`;
      if (unit === shown) return;
      shown = unit;
      const most = LONGEST / unit;
      const power = 10 ** Math.floor(Math.log10(most));
      const value = power * [5, 2, 1].find((m) => m * power <= most);
      element.querySelector(".bar").style.width = `${value * unit}px`;
      element.querySelector("output").textContent = `slope ${Number(value.toPrecision(1))}`;
    },
  };
}
