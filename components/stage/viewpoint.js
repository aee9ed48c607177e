/**
 * A first look at a surface: the camera from which most of the descent can be seen, and as near as the box fits.
 * Pure functions in Plotly's camera units, in which the box is `aspect` wide, around the origin.
 */

import { hidden } from "./visibility.js";

const AZIMUTHS = Array.from({ length: 24 }, (_, i) => -60 + 15 * ((i % 2 ? 1 : -1) * Math.ceil(i / 2)));
const ELEVATIONS = [32, 42, 54, 66];
const TAN = Math.tan(Math.PI / 8); // of half of Plotly's vertical field of view
const ROOM = { beside: 44, above: 28 }; // pixels that the box leaves free on each side, for the axes' numbers
const MOST = 0.25; // of a small picture they take
const SQUARE = 20; // degrees: nearer than this to an axis the box shows one wall only

/** What the camera looks at unless the hand moves it: below the middle, as what is near reaches farther down. */
export const CENTRE = [0, 0, -0.09];

/**
 * @param {import("./field.js").Field} field
 * @param {number[][]} points x, y, height: what should be seen, the most important ones repeated
 * @param {{x: number, y: number, z: number}} aspect of the box
 * @param {{width: number, height: number}} picture
 * @returns {number[]} eye
 */
export function viewpoint(field, points, aspect, picture) {
  let best = { score: Number.NEGATIVE_INFINITY, eye: [1, -1, 1] };
  ELEVATIONS.forEach((elevation, rise) => {
    AZIMUTHS.forEach((azimuth, turn) => {
      const eye = from(azimuth, elevation, aspect, picture);
      const there = inData(eye, field, aspect);
      const seen = points.filter(([x, y, z]) => !hidden(field, x, y, z, there)).length;
      const square = Math.min(Math.abs(azimuth) % 90, 90 - (Math.abs(azimuth) % 90)) < SQUARE;
      const effort = 0.004 * turn + 0.04 * rise + (square ? 0.06 : 0);
      const score = (points.length ? seen / points.length : 0) - effort;
      if (score > best.score) best = { score, eye };
    });
  });
  return best.eye;
}

/** The eye in a direction given in degrees, as near as the whole box is in the picture. */
export function from(azimuth, elevation, aspect, picture) {
  const [a, e] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
  const direction = [Math.cos(e) * Math.cos(a), Math.cos(e) * Math.sin(a), Math.sin(e)];
  return fitted(direction.map((value, i) => CENTRE[i] + value), aspect, picture);
}

/** An eye in the same direction from CENTRE, as near as the whole box is in the picture. */
export function fitted(eye, aspect, { width, height }) {
  const shape = width / Math.max(height, 1);
  const free = (room, size) => 1 - 2 * Math.min(MOST, room / Math.max(size, 1));
  const [half, tall] = [TAN * shape * free(ROOM.beside, width), TAN * free(ROOM.above, height)];
  const toEye = eye.map((value, i) => value - CENTRE[i]);
  const long = Math.hypot(...toEye);
  const [x, y, z] = toEye.map((value) => value / long);
  const flat = Math.hypot(x, y) || 1e-9;
  const right = [-y / flat, x / flat, 0];
  const up = [(-z * x) / flat, (-z * y) / flat, flat];
  let distance = 0;
  for (let corner = 0; corner < 8; corner++) {
    const at = [aspect.x, aspect.y, aspect.z].map((size, i) => (corner & (1 << i) ? size / 2 : -size / 2) - CENTRE[i]);
    const along = (axis) => Math.abs(at[0] * axis[0] + at[1] * axis[1] + at[2] * axis[2]);
    const towards = at[0] * x + at[1] * y + at[2] * z;
    distance = Math.max(distance, towards + along(right) / half, towards + along(up) / tall);
  }
  return [x, y, z].map((value, i) => CENTRE[i] + value * distance);
}

/** An eye in the units of the data. The box's height holds the heights from 0 to 1 and a little more. */
function inData([x, y, z], { x0, y0, nx, ny, dx, dy }, aspect) {
  const [width, depth] = [(nx - 1) * dx, (ny - 1) * dy];
  return [x0 + width * (0.5 + x / aspect.x), y0 + depth * (0.5 + y / aspect.y), 0.5 + z / aspect.z];
}
