/** The surface as a height field: tone and height of any loss, and the map's own grid read as heights. */

const BEYOND = 1; // as on the map: tones saturate so far below 0 and above 1

/**
 * @typedef {{base: number, scale: number, top: number}} Tone see `figures/map.py`
 * @typedef {Object} Field heights on an even grid over the bounds, rows along y; NaN where the loss has no value
 * @property {Float32Array} z
 * @property {number} nx
 * @property {number} ny
 * @property {number} x0 @property {number} y0 of the first point
 * @property {number} dx @property {number} dy between points
 * @property {number} low @property {number} high least and largest height
 */

/** The tone of a loss; what has no value has none: NaN. */
export function toneOf({ base, scale, top }, loss) {
  const d = loss - base;
  const size = Math.log(Math.abs(d)) - Math.log(scale);
  const tone = (Math.sign(d) * (size > 30 ? size : Math.log1p(Math.exp(size)))) / top;
  return Math.min(Math.max(tone, -BEYOND), 1 + BEYOND);
}

/** The height of a tone on a linear scale: 0 at the lowest loss within the bounds, 1 at the highest. */
export function linear({ top }, tone) {
  const size = Math.abs(tone) * top;
  const share = top < 700 ? Math.expm1(size) / Math.expm1(top) : Math.exp(size - top);
  return Math.sign(tone) * share;
}

/** The loss of a tone from 0 to 1. */
export function lossOf({ base, scale, top }, tone) {
  const e = tone * top;
  return base + (e < 700 ? scale * Math.expm1(e) : Math.exp(e + Math.log(scale)));
}

/** Height of a loss on the vertical scale "tone" (as the map's colours) or "linear". */
export function heightOf(tone, loss, scale) {
  const t = toneOf(tone, loss);
  return scale === "linear" ? linear(tone, t) : t;
}

/** The part of the map's grid within the bounds, as tones. */
export function tones(ground) {
  const { x, y, z } = ground.figure.data[0];
  const [xs, ys, all] = [numbers(x), numbers(y), numbers(z)];
  const [[x0, x1], [y0, y1]] = ground.bounds;
  const [i0, nx] = within(xs, x0, x1);
  const [j0, ny] = within(ys, y0, y1);
  const inner = new Float32Array(nx * ny);
  for (let j = 0; j < ny; j++) {
    const from = (j0 + j) * xs.length + i0;
    inner.set(all.subarray(from, from + nx), j * nx);
  }
  return field(inner, nx, ny, x0, y0, (x1 - x0) / (nx - 1), (y1 - y0) / (ny - 1));
}

/** The same field on another vertical scale. */
export function scaled(tones, tone, scale) {
  if (scale !== "linear") return tones;
  const { nx, ny, x0, y0, dx, dy } = tones;
  return field(tones.z.map((t) => linear(tone, t)), nx, ny, x0, y0, dx, dy);
}

/** Every so many-th row and column, so that no side has more than `most` cells. */
export function thinned({ z, nx, ny, x0, y0, dx, dy }, most) {
  const [sx, sy] = [stride(nx - 1, most), stride(ny - 1, most)];
  const [mx, my] = [(nx - 1) / sx + 1, (ny - 1) / sy + 1];
  const fewer = new Float32Array(mx * my);
  for (let j = 0; j < my; j++) for (let i = 0; i < mx; i++) fewer[j * mx + i] = z[j * sy * nx + i * sx];
  return field(fewer, mx, my, x0, y0, dx * sx, dy * sy);
}

function stride(cells, most) {
  let step = 1;
  while (cells / step > most || cells % step) step += 1;
  return step;
}

/** @returns {Field} */
function field(z, nx, ny, x0, y0, dx, dy) {
  let [low, high] = [Infinity, -Infinity];
  for (const height of z) {
    if (height < low) low = height;
    if (height > high) high = height;
  }
  if (low > high) [low, high] = [0, 1]; // no value anywhere
  return { z, nx, ny, x0, y0, dx, dy, low, high };
}

function within(values, low, high) {
  const slack = 1e-9 * (high - low);
  const first = values.findIndex((v) => v >= low - slack);
  return [first, values.findLastIndex((v) => v <= high + slack) - first + 1];
}

const KINDS = { f4: Float32Array, f8: Float64Array };

/** An array as plotly.py sends it. */
export function numbers({ dtype, bdata }) {
  return new KINDS[dtype](Uint8Array.from(atob(bdata), (c) => c.charCodeAt(0)).buffer);
}
