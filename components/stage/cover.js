/**
 * Which parts of a trail stand behind something, and how to trace the one kind or the other. Hidden parts are drawn
 * faint and dotted, as in a technical drawing.
 */

export const PIECES = 8; // of each segment, equally long on the screen, one bit each

/**
 * @typedef {Object} Cover
 * @property {Uint8Array} segments bit i of entry k: piece i of the line from step k to k + 1 is hidden
 * @property {Uint8Array} points 1 where the dot of a step is hidden
 * @property {(time: number) => boolean} ball whether the ball is hidden at that time
 */

const ALL = 2 ** PIECES - 1;

/**
 * Trace the parts from step `from` to step `to` that are hidden, or those that are not.
 * @param {number} part how much of the last segment, from 0 to 1
 * @returns {boolean} whether there are any
 */
export function traceParts(context, { points, cover }, from, to, hidden, part = 1) {
  let any = false;
  let down = false; // whether the pen stands at the end of the segment before
  for (let k = from; k < to; k++) {
    const mask = hidden ? cover.segments[k] : ~cover.segments[k] & ALL;
    const [x0, y0, x1, y1] = [points[2 * k], points[2 * k + 1], points[2 * k + 2], points[2 * k + 3]];
    const end = k === to - 1 ? part : 1;
    if (mask === 0 || Number.isNaN(x0 + x1)) {
      down = false;
    } else if (mask === ALL && end === 1) {
      if (!down) context.moveTo(x0, y0);
      context.lineTo(x1, y1);
      any = down = true;
    } else {
      for (let i = 0; i < PIECES * end; i++) {
        if (!((mask >> i) & 1)) {
          down = false;
          continue;
        }
        const [a, b] = [i / PIECES, Math.min(end, (i + 1) / PIECES)];
        if (!down) context.moveTo(x0 + a * (x1 - x0), y0 + a * (y1 - y0));
        context.lineTo(x0 + b * (x1 - x0), y0 + b * (y1 - y0));
        any = down = true;
      }
    }
  }
  return any;
}
