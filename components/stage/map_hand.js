/** The hand on the map: a click or the handle puts the start somewhere, the pointer reads the loss, buttons zoom. */

import { reading } from "./names.js";
import { nudged } from "./nudge.js";

const CLICK = 5; // pixels: a pointer that moved less was a click
const ZOOM = 1.5;

/** @param {import("./map.js").MapView} map */
export function mapHand(map, signal) {
  const { element, handle, hub } = map;
  const readout = element.querySelector(".readout");
  const on = (target, names, listener, options = {}) => {
    for (const name of names.split(" ")) target.addEventListener(name, listener, { signal, ...options });
  };
  const local = (event) => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  let pressed = null;
  on(element, "pointerdown", (event) => {
    pressed = event.target.closest("button") ? null : { at: local(event), id: event.pointerId };
  }, { capture: true });
  on(window, "pointerup", (event) => {
    if (!pressed || event.pointerId !== pressed.id || !map.ready || event.button !== 0) return;
    const [px, py] = local(event);
    const moved = Math.hypot(px - pressed.at[0], py - pressed.at[1]);
    pressed = null;
    if (moved < CLICK && inside(map, [px, py])) map.place(...map.point(px, py), true, true);
  }, { capture: true });
  on(window, "pointercancel", () => (pressed = null));

  on(element, "pointermove", (event) => (readout.textContent = read(map, local(event))));
  on(element, "pointerleave", () => (readout.textContent = ""));

  on(handle, "pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    hub.put("held", true);
  });
  on(handle, "pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    map.place(...map.point(...local(event)), false);
  });
  on(handle, "pointerup pointercancel", (event) => {
    if (!hub.held) return;
    handle.releasePointerCapture(event.pointerId);
    map.place(...hub.start, true);
    hub.put("held", false);
  });
  on(handle, "keydown", (event) => {
    const { x, y } = map.axes();
    const point = nudged(event, hub.start, [span(x), span(y)]);
    if (point) map.place(...point, true);
  });
  on(element.querySelector(".zoom"), "click", (event) => {
    const button = event.target.closest("button");
    const factor = { in: ZOOM, out: 1 / ZOOM, all: null }[button?.value];
    if (factor !== undefined) map.zoom(factor);
  });
}

function inside(map, [px, py]) {
  const { x, y } = map.axes();
  return px >= x.offset && px <= x.offset + x.length && py >= y.offset && py <= y.offset + y.length;
}

/** The surface's true value under the pointer. */
const read = (map, point) => (map.ready && inside(map, point) ? reading(map.hub, map.toData(...point)) : "");

const span = ({ range }) => range[1] - range[0];
