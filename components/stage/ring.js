/** The start on the surface: a ring that the hand can take, and arrow keys can move. */

import { placed } from "./names.js";
import { nudged } from "./nudge.js";

export class Ring {
  /**
   * @param {HTMLButtonElement} element
   * @param {import("./hub.js").Hub} hub
   * @param {(pixel: number[]) => number[]|null} at the point of the surface under a pixel of the view
   * @param {(x: number, y: number, settled: boolean) => void} place
   */
  constructor(element, hub, at, place, signal) {
    this.element = element;
    this.hub = hub;
    const on = (name, listener) => element.addEventListener(name, listener, { signal });
    on("pointerdown", (event) => {
      element.setPointerCapture(event.pointerId);
      hub.put("held", true);
    });
    on("pointermove", (event) => {
      if (!element.hasPointerCapture(event.pointerId)) return;
      const box = element.parentElement.getBoundingClientRect();
      const point = at([event.clientX - box.left, event.clientY - box.top]);
      if (point) place(...point, false);
    });
    const release = (event) => {
      if (!element.hasPointerCapture(event.pointerId)) return;
      element.releasePointerCapture(event.pointerId);
      place(...hub.start, true);
      hub.put("held", false);
    };
    on("pointerup", release);
    on("pointercancel", release);
    on("keydown", (event) => {
      const spans = hub.ground.bounds.map(([low, high]) => high - low);
      const point = nudged(event, hub.start, spans);
      if (point) place(...point, true);
    });
  }

  /** @param {number[]|null} pixel @param {boolean} behind whether the surface stands before it */
  put(pixel, behind = false) {
    const { element, hub } = this;
    element.hidden = !pixel || Number.isNaN(pixel[0]);
    if (element.hidden) return;
    element.style.transform = `translate(${pixel[0]}px, ${pixel[1]}px)`;
    element.classList.toggle("behind", behind);
    element.setAttribute("aria-label", `Start on the surface, ${placed(hub, hub.start)}. Arrow keys move it, with Shift finely.`);
  }
}
