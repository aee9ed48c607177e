/** The hand on the 3-D view: a click puts the start on the surface, the pointer reads the loss, drags and keys move the camera. */

import { reading } from "./names.js";
import { farther, orbit, turned } from "./orbit.js";

const CLICK = 5; // pixels: a pointer that moved less was a click
const TURN = 0.1; // radians a key press
const CLOSER = 1.15; // nearer or farther a key press

/** @param {import("./space.js").SpaceView} space */
export function spaceHand(space, signal) {
  const { element, plot } = space;
  const readout = element.querySelector(".value");
  const local = (event) => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  let pressed = null;
  element.addEventListener("pointerdown", (event) => {
    pressed = event.target.closest("button, label") ? null : { at: local(event), id: event.pointerId };
  }, { signal, capture: true });
  window.addEventListener("pointerup", (event) => {
    if (!pressed || event.pointerId !== pressed.id || event.button !== 0) return;
    const pixel = local(event);
    const moved = Math.hypot(pixel[0] - pressed.at[0], pixel[1] - pressed.at[1]);
    pressed = null;
    const point = moved < CLICK ? space.at(pixel) : null;
    if (point) space.place(...point, true, true);
  }, { signal, capture: true });
  window.addEventListener("pointercancel", () => (pressed = null), { signal });
  element.addEventListener("pointermove", (event) => {
    const point = event.buttons === 0 && !event.target.closest(".tools") ? space.at(local(event)) : null;
    readout.textContent = point ? reading(space.hub, point) : ""; // the surface's true value under the pointer
  }, { signal });
  element.addEventListener("pointerleave", () => (readout.textContent = ""), { signal });
  orbit(plot, () => space.where(), (camera) => space.put(camera), signal);
  plot.addEventListener("keydown", (event) => keys(event, space), { signal });
}

/** Arrow keys turn the camera, plus and minus bring it nearer and farther. */
function keys(event, space) {
  if (!space.ready || event.ctrlKey || event.metaKey || event.altKey) return;
  const turn = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
  const nearer = { "+": 1 / CLOSER, "=": 1 / CLOSER, "-": CLOSER, "−": CLOSER }[event.key] ?? 1;
  if (!turn[0] && !turn[1] && nearer === 1) return;
  event.preventDefault();
  event.stopPropagation();
  space.put(farther(turned(space.where(), turn[0] * TURN, turn[1] * TURN), nearer));
}
