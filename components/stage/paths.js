/**
 * A run as a path in space: its points projected, and what of it the surface hides. One object a run, no new ones as
 * the camera moves.
 */

import { PIECES } from "./cover.js";
import { heightOf } from "./field.js";
import { progress } from "./race.js";
import { hidden } from "./visibility.js";

const HEIGHTS = [-1, 3]; // heights beyond these are far outside the picture
const FAR = 1e5; // pixels, as on the map
const NEAR = 1; // pixels: a point as near as this to the last one looked at is seen as it is
const FINE = 24; // pixels: a longer segment is looked at in parts of about this length, up to PIECES
const FIRST = 2 ** (PIECES / 2) - 1; // half of a segment
const SECOND = FIRST << (PIECES / 2);

export class Path {
  /**
   * @param {import("./race.js").Run} run
   * @param {import("./trails.js").Track["look"]} look
   */
  constructor(run, look, tone, scale) {
    const { count } = run;
    this.theta = run.theta;
    this.z = heights(run, tone, scale);
    const cover = { segments: new Uint8Array(count), points: new Uint8Array(count), ball: (time) => this.#hides(time) };
    const [points, length, depth] = [2 * count, count, count].map((n) => new Float32Array(n));
    /** @type {import("./trails.js").Track} */
    this.track = { points, length, depth, count, look, cover, marks: run.events.map(([k]) => k), arrived: run.arrived };
  }

  /**
   * Project every point, and see what is hidden, from where the camera stands now.
   * @param {boolean} fine whether long segments are looked at in pieces, or only at their ends
   */
  fit(projection, field, fine = true) {
    this.projection = projection;
    this.field = field;
    const { theta, z, track } = this;
    const { points, length, depth, count, cover } = track;
    let [sx, sy] = [Number.NaN, Number.NaN]; // the last point looked at
    let covered = 0;
    this.long = 0; // how many segments want a finer look
    for (let k = 0; k < count; k++) {
      const at = 2 * k;
      depth[k] = projection.project(theta[at], theta[at + 1], z[k], points, at);
      const px = (points[at] = Math.min(Math.max(points[at], -FAR), FAR));
      const py = (points[at + 1] = Math.min(Math.max(points[at + 1], -FAR), FAR));
      if (!(Math.abs(px - sx) < NEAR && Math.abs(py - sy) < NEAR)) {
        covered = hidden(field, theta[at], theta[at + 1], z[k], projection.eye) ? 1 : 0;
        [sx, sy] = [px, py];
      }
      cover.points[k] = covered;
      if (k === 0) continue;
      const [dx, dy] = [px - points[at - 2], py - points[at - 1]];
      const long = Math.sqrt(dx * dx + dy * dy);
      length[k] = length[k - 1] + (long || 0);
      const [one, two] = [cover.points[k - 1] ? FIRST : 0, covered ? SECOND : 0];
      if (long > FINE) this.long += 1;
      cover.segments[k - 1] = fine && long > FINE ? this.#pieces(k - 1, long) : one | two;
    }
  }

  /** The hidden pieces of a segment, as bits. */
  #pieces(k, long) {
    const each = long > 4 * FINE ? 1 : long > 2 * FINE ? 2 : 4; // pieces looked at as one
    const bits = (1 << each) - 1;
    let mask = 0;
    for (let i = 0; i < PIECES; i += each) {
      if (this.#between(k, this.#part(k, (i + each / 2) / PIECES))) mask |= bits << i;
    }
    return mask;
  }

  /** The share of segment k in space that lies before the share `seen` of it on the screen. */
  #part(k, seen) {
    const { depth } = this.track;
    return (seen * depth[k]) / (depth[k + 1] + seen * (depth[k] - depth[k + 1]));
  }

  #between(k, part) {
    const { theta, z, field, projection } = this;
    const at = 2 * k;
    const x = theta[at] + part * (theta[at + 2] - theta[at]);
    const y = theta[at + 1] + part * (theta[at + 3] - theta[at + 1]);
    return hidden(field, x, y, z[k] + part * (z[k + 1] - z[k]), projection.eye);
  }

  #hides(time) {
    const last = this.track.count - 1;
    const k = Math.min(Math.floor(time), last);
    return k === last ? this.track.cover.points[last] === 1 : this.#between(k, time - k);
  }
}

/** The height of every point: on a clock of epochs a racer goes straight from one of its own points to the next. */
function heights(run, tone, scale) {
  const { loss, count } = run.source ?? run;
  const own = new Float32Array(count);
  for (let k = 0; k < count; k++) own[k] = Math.min(Math.max(heightOf(tone, loss[k], scale), HEIGHTS[0]), HEIGHTS[1]);
  if (!run.source) return own;
  return Float32Array.from({ length: run.count }, (_, k) => {
    const done = Math.min(progress(run, k), count - 1);
    const i = Math.floor(done);
    return own[i] + (done - i) * (own[Math.min(i + 1, count - 1)] - own[i]);
  });
}
