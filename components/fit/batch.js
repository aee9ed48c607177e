/** On the map: contour lines of the loss over one batch, which is what the update under way descends. */

import { evaluate } from "../stage/formula.js";
import { contours as traced } from "../taylor/contours.js";
import { contours } from "./quadratic.js";

const LEVELS = [0, 0.5, 1, 1.5, 2]; // distances of the lines from the bottom of a parabola, in that of the ball
const PARTS = 4; // lines of another loss: as many between 0 and the ball,
const HIGHEST = 2; // and up to so many times its loss
const CELLS = 48; // along each side of the map

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{samples: Uint16Array, theta: number[], means?: Float64Array}} seen the batch and the ball
 * @param {{u: Float32Array, v: Float32Array, error: ?Array}} data
 * @param {import("../stage/map.js").MapView} map
 */
export function lines(context, seen, data, map) {
  const axes = map.axes();
  if (seen.means) parabola(context, seen, map, axes);
  else if (data.error) other(context, seen, data, axes);
}

/** Of least squares: ellipses, or for one sample straight lines. The bottom of the valley is the thick one. */
function parabola(context, { means, theta }, map, axes) {
  const reach = Math.hypot(...[axes.x, axes.y].map(({ range: [low, high] }) => high - low));
  for (const [level, line] of contours(means, theta, LEVELS, reach)) {
    context.lineWidth = level ? 1 : 2.5;
    context.beginPath();
    for (const [a, b] of line) context.lineTo(...map.toPixels(a, b, axes));
    context.stroke();
  }
}

/** Of any other loss: on a grid. One of the lines goes through the ball. */
function other(context, { samples, theta }, data, { x, y }) {
  const here = lossOf(data, samples, theta);
  const along = ({ range: [low, high] }, part) => low + part * (high - low);
  const values = new Float64Array((CELLS + 1) ** 2);
  for (let i = 0; i < values.length; i++) {
    const [right, down] = [i % (CELLS + 1), Math.floor(i / (CELLS + 1))];
    values[i] = lossOf(data, samples, [along(x, right / CELLS), along(y, 1 - down / CELLS)]);
  }
  const place = (i, j) => [x.offset + (i / CELLS) * x.length, y.offset + (j / CELLS) * y.length];
  const index = (value) => (value <= HIGHEST * here ? (PARTS * value) / here : Number.NaN);
  context.lineWidth = 1.25;
  context.beginPath();
  traced(context, values, CELLS + 1, CELLS + 1, place, index);
  context.stroke();
}

/** The mean loss of some samples. `data.error`: that of one, as a tree in its score x and its target y. */
export function lossOf({ u, v, error }, samples, [w, b]) {
  let sum = 0;
  for (const i of samples) sum += evaluate(error, w * u[i] + b, v[i]);
  return sum / samples.length;
}
