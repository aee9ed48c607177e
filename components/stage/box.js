/** The numbers along the box of the 3-D view. Ours and not Plotly's: they stay upright, outside, and few. */

import { Layer } from "./canvas.js";
import { short, ticks } from "./numbers.js";

const AWAY = 1.1; // em between an edge and the middle of its numbers
const ROOM = 3.4; // em that a number needs along its edge
const FLOOR = 0;
const TOP = 1;

/** @typedef {{at: number, text: string}} Tick */

export class Box {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.element = parent;
    this.layer = new Layer(parent, "axes");
  }

  /**
   * @param {import("./projection.js").Projection} projection
   * @param {number[][]} bounds of x and y
   * @param {Tick[]} heights numbers along the vertical edge
   * @param {{x: string, y: string, f: string}} names of the edges
   */
  draw(projection, bounds, heights, names) {
    const { layer } = this;
    const { width, height } = projection;
    if (layer.width !== width || layer.height !== height) layer.resize(width, height);
    layer.clear();
    const style = getComputedStyle(this.element);
    this.em = 0.8125 * Number.parseFloat(style.fontSize);
    layer.context.font = `${this.em}px ${style.fontFamily}`;
    layer.context.fillStyle = style.getPropertyValue("--soft");
    layer.context.textAlign = "center";
    layer.context.textBaseline = "middle";
    const at = (x, y, z) => {
      const pixel = [0, 0];
      return projection.project(x, y, z, pixel) > 0 ? pixel : null;
    };
    const [[x0, x1], [y0, y1]] = bounds;
    const middle = at((x0 + x1) / 2, (y0 + y1) / 2, 0.5);
    const corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
    const feet = corners.map(([x, y]) => at(x, y, FLOOR));
    if (!middle || feet.includes(null)) return;
    const lower = (a, b) => feet[a][1] + feet[b][1]; // pixels grow downwards
    const front = lower(0, 1) > lower(2, 3) ? y0 : y1;
    const side = lower(0, 3) > lower(1, 2) ? x0 : x1;
    const evenly = (low, high) => (pixels) => few(low, high, pixels / (ROOM * this.em));
    this.written = []; // no number over another, where edges meet
    const [x, y] = corners[feet.reduce((best, foot, i) => (foot[0] < feet[best][0] ? i : best), 0)];
    this.#edge((z) => at(x, y, z), [FLOOR, TOP], (pixels) => thinned(heights, pixels / (1.6 * this.em)), middle, names.f);
    this.#edge((x) => at(x, front, FLOOR), [x0, x1], evenly(x0, x1), middle, names.x);
    this.#edge((y) => at(side, y, FLOOR), [y0, y1], evenly(y0, y1), middle, names.y);
  }

  /** Numbers along one edge, and the edge's name beyond its middle. */
  #edge(at, [from, to], ticksFor, middle, name) {
    const [a, b] = [at(from), at(to)];
    if (!a || !b) return;
    const long = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (long < 2 * this.em) return; // seen from its end
    let [nx, ny] = [(b[1] - a[1]) / long, (a[0] - b[0]) / long];
    const out = (a[0] + b[0]) / 2 - middle[0];
    const down = (a[1] + b[1]) / 2 - middle[1];
    if (nx * out + ny * down < 0) [nx, ny] = [-nx, -ny];
    const write = (text, place, away) => {
      if (!place) return;
      const [x, y] = [place[0] + nx * away, place[1] + ny * away * 0.9];
      if (this.written.some(([u, v]) => Math.abs(u - x) < this.em && Math.abs(v - y) < 0.9 * this.em)) return;
      this.written.push([x, y]);
      this.layer.context.fillText(text, x, y);
    };
    for (const { at: value, text } of ticksFor(long)) {
      write(text, at(value), this.em * (AWAY + 0.22 * Math.abs(nx) * Math.max(0, text.length - 1)));
    }
    this.layer.context.font = this.layer.context.font.replace(/^/, "italic ");
    write(name, at((from + to) / 2), this.em * (AWAY + 1.5 + 0.6 * Math.abs(nx)));
    this.layer.context.font = this.layer.context.font.replace("italic ", "");
  }
}

/** @returns {Tick[]} */
export function few(low, high, count) {
  return ticks(low, high, Math.min(5, Math.max(1, count))).map((value) => ({ at: value, text: short(value, 3) }));
}

/** So many of the ticks as have room, evenly chosen; the first and the last stay. */
function thinned(all, room) {
  const every = Math.max(1, Math.ceil((all.length - 1) / Math.max(1, room)));
  return all.filter((_, i) => i % every === 0);
}
