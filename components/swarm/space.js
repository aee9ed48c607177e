/** The swarm in 3-D: each run a small square on the sheet; fainter where the surface stands before it. */

import { Layer } from "../stage/canvas.js";
import { heightAt, hidden } from "../stage/visibility.js";
import { AWAY, DOT, FULL, moment } from "./swarm.js";

const OPACITY = [0.75, 0.2]; // seen, hidden

export class SpaceCloud {
  #behind = new Float32Array(0);

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.layer = new Layer(parent, "cloud");
  }

  /**
   * The runs at `time`; those beyond the sheet are not drawn.
   * @param {object|null} one the swarm
   * @param {import("../stage/projection.js").Projection} projection
   * @param {import("../stage/field.js").Field} field
   */
  draw(one, time, projection, field, colour) {
    const { layer } = this;
    const { width, height, eye } = projection;
    if (layer.width !== width || layer.height !== height) layer.resize(width, height);
    layer.clear();
    if (!one) return;
    const { context } = layer;
    context.fillStyle = colour;
    context.globalAlpha = OPACITY[0];
    const { here, next, part } = moment(one, time);
    const [[x0, kx], [y0, ky]] = one.box.map(([low, high]) => [low, (high - low) / (2 * FULL)]);
    if (this.#behind.length < 2 * one.n) this.#behind = new Float32Array(2 * one.n);
    let count = 0; // how many are hidden: they are drawn last, in one opacity
    const pixel = [0, 0];
    for (let i = 0; i < 2 * one.n; i += 2) {
      const [p, q] = [one.points[here + i], one.points[next + i]];
      if (p === AWAY || q === AWAY) continue;
      const r = one.points[here + i + 1];
      const x = x0 + kx * (FULL + p + part * (q - p));
      const y = y0 + ky * (FULL + r + part * (one.points[next + i + 1] - r));
      const [gx, gy] = [(x - field.x0) / field.dx, (y - field.y0) / field.dy];
      if (!(gx >= 0 && gx <= field.nx - 1 && gy >= 0 && gy <= field.ny - 1)) continue;
      const z = heightAt(field, gx, gy);
      if (projection.project(x, y, z, pixel) <= 0) continue;
      if (hidden(field, x, y, z, eye)) {
        this.#behind.set(pixel, 2 * count);
        count += 1;
      } else {
        context.fillRect(pixel[0] - DOT / 2, pixel[1] - DOT / 2, DOT, DOT);
      }
    }
    context.globalAlpha = OPACITY[1];
    for (let k = 0; k < 2 * count; k += 2) {
      context.fillRect(this.#behind[k] - DOT / 2, this.#behind[k + 1] - DOT / 2, DOT, DOT);
    }
  }
}
