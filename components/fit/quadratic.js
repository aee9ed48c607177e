/** The contour lines of a least-squares loss, from the means that it is made of. */

const CORNERS = 96; // of an ellipse
const FLAT = 1e-9; // an eigenvalue this much smaller than the other is none: the lines are straight

/**
 * Lines as lists of points, each after its level. Of one sample the loss is a valley without ends, and its lines are parallel.
 * @param {ArrayLike<number>} means of uu, uv, vv, uz, vz
 * @param {number[]} through a point: the line of level 1 goes through it
 * @param {number[]} levels distances from the minimum, in that of the point
 * @param {number} reach how long straight lines are drawn, to both sides
 */
export function contours([uu, uv, vv, uz, vz], [x, y], levels, reach) {
  const middle = (uu + vv) / 2;
  const radius = Math.hypot((uu - vv) / 2, uv);
  const [high, low] = [middle + radius, middle - radius];
  const angle = Math.atan2(2 * uv, uu - vv) / 2; // of the steep direction
  const steep = [Math.cos(angle), Math.sin(angle)];
  const flat = [-steep[1], steep[0]];
  const slope = [uu * x + uv * y - uz, uv * x + vv * y - vz];
  const along = (direction) => slope[0] * direction[0] + slope[1] * direction[1];
  const p = along(steep) / high; // how far the point stands from the bottom, in both directions
  if (!(high > 0)) return [];
  if (low <= FLAT * high) {
    const at = (distance, side) => [0, 1].map((i) => [x, y][i] + distance * steep[i] + side * reach * flat[i]);
    const pair = (level) => (level ? [-level, level] : [0]).map((d) => [level, [at(d * p - p, -1), at(d * p - p, 1)]]);
    return levels.flatMap(pair);
  }
  const q = along(flat) / low;
  const bottom = [0, 1].map((i) => [x, y][i] - p * steep[i] - q * flat[i]);
  const size = Math.sqrt(high * p * p + low * q * q);
  const corner = (level, k) => {
    const turn = (2 * Math.PI * k) / CORNERS;
    const [a, b] = [(level * size * Math.cos(turn)) / Math.sqrt(high), (level * size * Math.sin(turn)) / Math.sqrt(low)];
    return [0, 1].map((i) => bottom[i] + a * steep[i] + b * flat[i]);
  };
  return levels.map((level) => [level, Array.from({ length: CORNERS + 1 }, (_, k) => corner(level, k))]);
}
