/** The names on stage: x, y and f, or those of a model's two weights and L, its loss. */

import { evaluate } from "./formula.js";
import { short } from "./numbers.js";

const USUAL = { x: "x", y: "y", f: "f" };

/** @param {import("./hub.js").Hub} hub @returns {{x: string, y: string, f: string}} */
export const namesOn = (hub) => hub.ground?.names ?? USUAL;

/** A text in x, y and f in the names on stage. */
export const named = (hub, text) => text.replace(/[xyf]/g, (letter) => namesOn(hub)[letter]);

/** Which surface a ground is of, whatever its parameters. */
export const surfaceOf = (ground) => ground.key.split(" ")[0];

/** Write everything below an element that has data-named, a text in x, y and f. */
export function rename(element, hub) {
  for (const one of element.querySelectorAll("[data-named]")) one.textContent = named(hub, one.dataset.named);
}

/** A point in words. @param {number[]} point */
export function placed(hub, [x, y]) {
  const names = namesOn(hub);
  return `${names.x} ${short(x)}, ${names.y} ${short(y)}`;
}

/** The true value at a point, in words. */
export function reading(hub, [x, y]) {
  const names = namesOn(hub);
  return `${names.x} ${short(x, 3)}   ${names.y} ${short(y, 3)}   ${names.f} ${short(evaluate(hub.ground.tree, x, y))}`;
}
