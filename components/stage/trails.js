/**
 * Everything that moves, on any picture: trails, dots and balls, drawn from points in pixels.
 *
 * Two layers. `past` keeps what is older than FRESH steps and only grows as time goes on; `live` is drawn anew every
 * frame: the fresh end of each trail in a few bands, and the balls. So a frame costs the same after 1000 steps as
 * after 100.
 */

import { Layer } from "./canvas.js";
import { traceParts } from "./cover.js";
import { trace } from "./marks.js";

const BANDS = [[60, 0.55], [24, 0.8], [8, 1]]; // trail younger than so many steps, its opacity
const FRESH = BANDS[0][0];
const PAST = 0.38;
const HIDDEN = { line: 0.42, dash: [2, 4], dot: 0.3, ball: 0.25 };
const MARK = 10; // pixels: radius of the ring where something happened
const FAR = 1e5; // pixels: beyond this a point is far outside any screen, and canvases lose precision

/**
 * @typedef {Object} Track one racer's points on this picture
 * @property {Float32Array} points x, y in pixels
 * @property {number} count
 * @property {Float32Array} length along the trail up to each point, so that dashes do not crawl
 * @property {{colour: string, dash: number[], marker: string, strong: boolean}} look
 * @property {number[]} marks steps at which something happened
 * @property {Float32Array} [depth] of each point, where the picture has perspective
 * @property {Uint8Array} [arrived] at which points an update ends, if not at all of them
 * @property {import("./cover.js").Cover} [cover] what of it is hidden, where something can be
 */

/** A track from points in pixels. */
export function track(points, count, look, marks = []) {
  const length = new Float32Array(count);
  for (let i = 0; i < 2 * count; i++) points[i] = Math.min(Math.max(points[i], -FAR), FAR);
  for (let k = 1; k < count; k++) {
    length[k] = length[k - 1] + Math.hypot(points[2 * k] - points[2 * k - 2], points[2 * k + 1] - points[2 * k - 1]);
  }
  return { points, count, length, look, marks };
}

export class Trails {
  /** @type {Track[]} */
  tracks = [];
  halo = "#fff";
  #drawn = 0;

  /** @param {HTMLElement} parent @param {{dots: boolean, fade: boolean}} style */
  constructor(parent, style) {
    this.style = style;
    this.past = new Layer(parent, "past");
    this.live = new Layer(parent, "live");
    this.clip = null;
  }

  resize(width, height) {
    this.past.resize(width, height);
    this.live.resize(width, height);
    this.#drawn = 0;
  }

  /** Draw only inside this rectangle. */
  setClip(x, y, width, height) {
    this.clip = [x, y, width, height];
  }

  /** @param {Track[]} tracks those without a point are left out */
  setTracks(tracks, halo) {
    this.tracks = tracks.filter((one) => one.count > 0);
    this.halo = halo;
    this.past.clear();
    this.#drawn = 0;
  }

  /** Show the balls at `time`, and the trails up to it or, if `whole`, to their ends. */
  draw(time, whole = false) {
    const step = whole ? Math.max(0, ...this.tracks.map((one) => one.count - 1)) : Math.floor(time);
    const old = Math.max(0, step - (this.style.fade ? FRESH : 0));
    if (old < this.#drawn) {
      this.past.clear();
      this.#drawn = 0;
    }
    if (old > this.#drawn) this.#clipped(this.past, (context) => this.#trails(context, this.#drawn, old, PAST));
    this.#drawn = old;
    this.live.clear();
    this.#clipped(this.live, (context) => {
      if (this.style.fade) this.#bands(context, step);
      if (!whole) this.#step(context, time, step);
      this.#marks(context, step);
      this.#balls(context, time);
    });
  }

  #clipped(layer, drawing) {
    const { context } = layer;
    context.save();
    if (this.clip) {
      context.beginPath();
      context.rect(...this.clip);
      context.clip();
    }
    drawing(context);
    context.restore();
  }

  #bands(context, step) {
    BANDS.forEach(([age, opacity], i) => {
      const next = i + 1 < BANDS.length ? BANDS[i + 1][0] : 0;
      const from = Math.max(0, step - age);
      const to = Math.max(0, step - next);
      if (to > from) this.#trails(context, from, to, opacity);
    });
  }

  /** The trails between two whole steps. */
  #trails(context, from, to, opacity) {
    for (const one of this.tracks) {
      const end = Math.min(to, one.count - 1);
      if (end <= from) continue;
      if (one.cover) {
        this.#parts(context, one, from, end, 1, opacity);
      } else {
        context.beginPath();
        context.moveTo(one.points[2 * from], one.points[2 * from + 1]);
        for (let k = from + 1; k <= end; k++) context.lineTo(one.points[2 * k], one.points[2 * k + 1]);
        this.#line(context, one, one.length[from], this.style.fade ? opacity : 1);
      }
      if (this.style.dots) this.#dots(context, one, from + 1, end, opacity);
    }
    context.globalAlpha = 1;
  }

  /** A trail that is hidden in parts. */
  #parts(context, one, from, to, part, opacity) {
    context.beginPath();
    if (traceParts(context, one, from, to, false, part)) this.#line(context, one, one.length[from], opacity);
    context.beginPath();
    if (!traceParts(context, one, from, to, true, part)) return;
    context.globalAlpha = opacity * HIDDEN.line;
    context.strokeStyle = one.look.colour;
    context.lineWidth = one.look.strong ? 2.5 : 1.75;
    context.setLineDash(HIDDEN.dash);
    context.stroke();
    context.setLineDash([]);
  }

  #line(context, { look }, offset, opacity) {
    const width = look.strong ? 3 : 2;
    context.lineJoin = "round";
    context.setLineDash([]);
    context.globalAlpha = opacity * 0.6;
    context.strokeStyle = this.halo;
    context.lineWidth = width + 2;
    context.stroke();
    context.globalAlpha = opacity;
    context.strokeStyle = look.colour;
    context.lineWidth = width;
    context.setLineDash(look.dash);
    context.lineDashOffset = offset;
    context.stroke();
    context.setLineDash([]);
  }

  /** Every step is a dot on its trail, so that a long step looks long. */
  #dots(context, one, from, to, opacity) {
    context.fillStyle = one.look.colour;
    context.globalAlpha = opacity;
    this.#disks(context, one, from, to, 0);
    if (!one.cover) return;
    context.globalAlpha = opacity * HIDDEN.dot;
    this.#disks(context, one, from, to, 1);
  }

  #disks(context, { points, cover, arrived }, from, to, covered) {
    context.beginPath();
    for (let k = from; k <= to; k++) {
      if (cover && cover.points[k] !== covered) continue;
      if (arrived && !arrived[k]) continue;
      const x = points[2 * k];
      const y = points[2 * k + 1];
      context.moveTo(x + 2.6, y);
      context.arc(x, y, 2.6, 0, 7);
    }
    context.fill();
  }

  /** The step under way: a straight line, which is what the update does. */
  #step(context, time, step) {
    for (const one of this.tracks) {
      const [x, y] = this.place(one, time);
      const last = Math.min(step, one.count - 1);
      if (time > step && step < one.count - 1) {
        if (one.cover) {
          this.#parts(context, one, last, last + 1, this.#part(one, last, time - last), 1);
          continue;
        }
        context.beginPath();
        context.moveTo(one.points[2 * last], one.points[2 * last + 1]);
        context.lineTo(x, y);
        this.#line(context, one, one.length[last], 1);
      }
    }
  }

  /** What has happened so far: a ring around the point of its step. */
  #marks(context, step) {
    for (const { points, marks, look, cover } of this.tracks) {
      for (const k of marks) {
        const x = points[2 * k];
        if (k > step || Number.isNaN(x)) continue;
        context.globalAlpha = cover?.points[k] ? HIDDEN.line : 1;
        for (const [colour, width] of [[this.halo, 5], [look.colour, 2.5]]) {
          context.beginPath();
          context.arc(x, points[2 * k + 1], MARK, 0, 7);
          context.strokeStyle = colour;
          context.lineWidth = width;
          context.stroke();
        }
      }
    }
    context.globalAlpha = 1;
  }

  #balls(context, time) {
    for (const one of this.tracks) {
      const [x, y] = this.place(one, time);
      if (Number.isNaN(x)) continue; // behind the camera
      trace(context, one.look.marker, x, y, one.look.strong ? 8 : 6.5);
      if (one.cover?.ball(time)) {
        this.#outline(context, one);
        continue;
      }
      context.globalAlpha = 1;
      context.lineJoin = "round";
      context.lineWidth = 3;
      context.strokeStyle = this.halo;
      context.stroke();
      context.fillStyle = one.look.colour;
      context.fill();
    }
  }

  /** A ball behind the surface: its outline. */
  #outline(context, { look }) {
    context.globalAlpha = HIDDEN.ball;
    context.fillStyle = look.colour;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    context.strokeStyle = look.colour;
    context.setLineDash([2, 2]);
    context.stroke();
    context.setLineDash([]);
  }

  /** How much of the segment from step k on the screen lies before the share `part` of it in space. */
  #part({ depth }, k, part) {
    return depth ? (part * depth[k + 1]) / (depth[k] + part * (depth[k + 1] - depth[k])) : part;
  }

  /** Where a racer's ball stands at `time`, in pixels: on the straight line between two steps. */
  place(one, time) {
    const last = one.count - 1;
    const k = Math.min(Math.floor(time), last);
    const next = Math.min(k + 1, last);
    const part = next === k ? 0 : this.#part(one, k, time - k);
    const mix = (i) => one.points[2 * k + i] * (1 - part) + one.points[2 * next + i] * part;
    return [mix(0), mix(1)];
  }
}
