/**
 * What can be seen of a point near the surface, and where a ray meets the surface: a ray is marched over the height
 * field. Pure functions. Points, eyes and rays are in the units of the data, heights in those of the field.
 */

const STRIDE = 0.5; // cells along a march
const SLACK = 0.012; // of the field's height: nearer than this to the surface counts as on it

/** @typedef {import("./field.js").Field} Field */

/** The height of the surface at a place in cells of the grid. */
export function heightAt({ z, nx, ny }, gx, gy) {
  const i = Math.min(Math.max(Math.floor(gx), 0), nx - 2);
  const j = Math.min(Math.max(Math.floor(gy), 0), ny - 2);
  const [u, v] = [gx - i, gy - j];
  const k = j * nx + i;
  return (z[k] * (1 - u) + z[k + 1] * u) * (1 - v) + (z[k + nx] * (1 - u) + z[k + nx + 1] * u) * v;
}

/**
 * Whether the surface stands between a point and the eye. The straight line between them is followed; once it was
 * clearly on one side of the surface and then clearly on the other, it has gone through.
 * @param {Field} field
 * @param {ArrayLike<number>} eye x, y, z
 */
export function hidden(field, x, y, z, eye) {
  const { z: heights, nx, ny, low, high } = field;
  const slack = SLACK * (high - low || 1);
  const gx = (x - field.x0) / field.dx;
  const gy = (y - field.y0) / field.dy;
  const ux = (eye[0] - field.x0) / field.dx - gx;
  const uy = (eye[1] - field.y0) / field.dy - gy;
  const uz = eye[2] - z;
  let from = Math.max(0, entry(gx, ux, nx - 1), entry(gy, uy, ny - 1));
  let to = Math.min(1, exit(gx, ux, nx - 1), exit(gy, uy, ny - 1));
  if (uz > 0) to = Math.min(to, (high + 2 * slack - z) / uz); // above all peaks nothing more can happen
  else if (uz < 0) to = Math.min(to, (low - 2 * slack - z) / uz);
  if (!(to > from)) return false;
  const cells = Math.max(Math.abs(ux), Math.abs(uy)) * (to - from);
  const count = Math.max(2, Math.ceil(cells / STRIDE));
  const step = (to - from) / count;
  let side = 0;
  for (let n = 0; n <= count; n++) {
    const t = from + n * step;
    const px = gx + t * ux;
    const py = gy + t * uy;
    const i = Math.min(Math.max(Math.floor(px), 0), nx - 2);
    const j = Math.min(Math.max(Math.floor(py), 0), ny - 2);
    const k = j * nx + i; // heightAt, written out: this line runs a million times a camera move
    const near = heights[k] + (px - i) * (heights[k + 1] - heights[k]);
    const far = heights[k + nx] + (px - i) * (heights[k + nx + 1] - heights[k + nx]);
    const above = z + t * uz - near - (py - j) * (far - near);
    if (above > slack) {
      if (side < 0) return true;
      side = 1;
    } else if (above < -slack) {
      if (side > 0) return true;
      side = -1;
    } else if (Number.isNaN(above)) side = 0; // through a hole
  }
  return false;
}

/** When g + t u comes between 0 and `last`; never is Infinity. */
function entry(g, u, last) {
  if (u === 0) return g < 0 || g > last ? Infinity : 0;
  return Math.min(-g / u, (last - g) / u);
}

function exit(g, u, last) {
  return u === 0 ? Infinity : Math.max(-g / u, (last - g) / u);
}

/**
 * Where a ray first meets the surface: x, y in the data, or null.
 * @param {Field} field
 * @param {ArrayLike<number>} origin x, y, z
 * @param {ArrayLike<number>} direction
 */
export function hit(field, origin, direction) {
  const { nx, ny, x0, y0, dx, dy } = field;
  const [gx, gy, gz] = [(origin[0] - x0) / dx, (origin[1] - y0) / dy, origin[2]];
  const [ux, uy, uz] = [direction[0] / dx, direction[1] / dy, direction[2]];
  let from = Math.max(0, entry(gx, ux, nx - 1), entry(gy, uy, ny - 1));
  let to = Math.min(exit(gx, ux, nx - 1), exit(gy, uy, ny - 1));
  const [a, b] = [(field.low - gz) / uz, (field.high - gz) / uz];
  if (uz !== 0) {
    const margin = 1e-9 + 0.01 * Math.abs(b - a);
    from = Math.max(from, Math.min(a, b) - margin);
    to = Math.min(to, Math.max(a, b) + margin);
  }
  if (!(to > from) || to === Infinity) return null;
  const above = (t) => gz + t * uz - heightAt(field, gx + t * ux, gy + t * uy);
  const count = Math.max(8, Math.ceil((Math.max(Math.abs(ux), Math.abs(uy)) * (to - from)) / STRIDE));
  let [left, side] = [from, Math.sign(above(from))];
  for (let n = 1; n <= count; n++) {
    const t = from + ((to - from) * n) / count;
    const now = Math.sign(above(t));
    if ((now !== side || now === 0) && !Number.isNaN(now + side)) { // NaN: through a hole
      const root = bisect(above, left, t, side);
      return [x0 + (gx + root * ux) * dx, y0 + (gy + root * uy) * dy];
    }
    [left, side] = [t, now];
  }
  return null;
}

function bisect(above, left, right, side) {
  for (let n = 0; n < 40; n++) {
    const middle = (left + right) / 2;
    if (Math.sign(above(middle)) === side) left = middle;
    else right = middle;
  }
  return (left + right) / 2;
}
