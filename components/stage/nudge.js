/** A point moved by the arrow keys: a hundredth of what is shown, with Shift a thousandth. */

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * @param {KeyboardEvent} event taken, if it is an arrow key
 * @param {number[]} point
 * @param {number[]} spans how much is shown along x and y
 * @returns {number[]|null} the new point, or null for another key
 */
export function nudged(event, point, spans) {
  const arrow = ARROWS[event.key];
  if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return null;
  event.preventDefault();
  event.stopPropagation();
  const share = event.shiftKey ? 0.001 : 0.01;
  return point.map((value, i) => (arrow[i] ? rounded(value + arrow[i] * share * spans[i], share * spans[i]) : value));
}

/** A number with no more decimals than `unit` is worth. */
export function rounded(value, unit) {
  const decimals = Math.min(15, Math.max(0, -Math.floor(Math.log10(unit))));
  return Number(value.toFixed(decimals));
}
