/** Arrows, tiles and balls on a canvas over a view, and labels beside them. Keeps what it drew, for tests and labels. */

import { Layer } from "../stage/canvas.js";
import { trace } from "../stage/marks.js";

const HEAD = 13; // pixels
const SHORT = 2.5; // an arrow shorter than this is a dot
const APART = 16; // of a label from what it names

/**
 * @typedef {{colour: string, width?: number, dash?: number[], alpha?: number, head?: "full"|"open"|"none"}} Stroke
 */

export class Pen {
  /** what was drawn: {kind, name, from, to} in pixels */
  drawn = [];

  /** @param {HTMLElement} overlay @param {boolean} [few] */
  constructor(overlay, few = false) {
    this.few = few; // whether only what is strong has a label
    this.layer = new Layer(overlay, "glass");
    this.names = document.createElement("div");
    this.names.className = "names";
    overlay.append(this.names);
  }

  /** A clean sheet; everything stays inside `clip`. */
  start(width, height, clip, halo) {
    this.layer.resize(width, height);
    const { context } = this.layer;
    context.save();
    context.beginPath();
    context.rect(...clip);
    context.clip();
    Object.assign(this, { context, clip, halo, drawn: [], labels: [] });
  }

  /** @param {boolean} named whether the labels stand there too */
  end(named) {
    this.context.restore();
    this.names.hidden = !named;
    if (!named) return;
    const texts = this.labels.map(({ text, strong }) => `<span class="${strong ? "strong" : ""}">${text}</span>`).join("");
    if (texts !== this.texts) this.names.innerHTML = this.texts = texts;
    this.#arrange();
  }

  clear() {
    this.layer.clear();
    this.names.hidden = true;
    this.drawn = [];
  }

  /** @param {number[]} from pixels @param {number[]} to @param {Stroke} stroke */
  arrow(name, from, to, stroke) {
    const { context } = this;
    this.drawn.push({ kind: "arrow", name, from, to });
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const { colour, width = 3, dash = [], alpha = 1, head = "full" } = stroke;
    context.globalAlpha = alpha;
    if (length < SHORT) return this.dot(from, 2.5, colour);
    const [ux, uy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
    const size = head === "none" ? 0 : Math.min(HEAD * Math.sqrt(width / 3), length * 0.6);
    const neck = head === "full" ? size * 0.8 : 0;
    const shaft = () => {
      context.beginPath();
      context.moveTo(...from);
      context.lineTo(to[0] - neck * ux, to[1] - neck * uy);
    };
    const tip = () => {
      context.beginPath();
      context.moveTo(to[0] - size * (ux + 0.42 * uy), to[1] - size * (uy - 0.42 * ux));
      context.lineTo(...to);
      context.lineTo(to[0] - size * (ux - 0.42 * uy), to[1] - size * (uy + 0.42 * ux));
    };
    context.lineCap = "butt";
    context.lineJoin = "round";
    context.setLineDash([]);
    context.strokeStyle = this.halo;
    context.lineWidth = width + 3;
    context.globalAlpha = alpha * 0.75;
    shaft();
    context.stroke();
    if (size) {
      tip();
      context.stroke();
    }
    context.globalAlpha = alpha;
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    shaft();
    context.stroke();
    context.setLineDash([]);
    if (!size) return;
    tip();
    if (head === "full") {
      context.closePath();
      context.fill();
    } else {
      context.stroke();
    }
  }

  line(from, to, colour, width = 1.5, dash = [], alpha = 1) {
    const { context } = this;
    Object.assign(context, { globalAlpha: alpha, strokeStyle: colour, lineWidth: width });
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
    context.setLineDash([]);
  }

  dot(at, radius, colour) {
    const { context } = this;
    context.beginPath();
    context.arc(...at, radius, 0, 7);
    context.fillStyle = colour;
    context.fill();
  }

  /** A square with one corner at `corner` and two sides `a` and `b` from it, in pixels. */
  tile(name, corner, a, b, { colour, fill = 0, dash = [], width = 2, alpha = 1 }) {
    const { context } = this;
    const across = [corner[0] + a[0] + b[0], corner[1] + a[1] + b[1]];
    this.drawn.push({ kind: "tile", name, from: corner, to: across });
    context.beginPath();
    for (const [x, y] of [corner, [corner[0] + a[0], corner[1] + a[1]], across, [corner[0] + b[0], corner[1] + b[1]]]) context.lineTo(x, y);
    context.closePath();
    context.globalAlpha = fill * alpha;
    context.fillStyle = colour;
    context.fill();
    if (!width) return;
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  }

  /** The racer's ball; a ghost is where something is only asked, or where it will be. */
  ball(name, at, { colour, marker }, ghost = false) {
    const { context } = this;
    this.drawn.push({ kind: ghost ? "ghost" : "ball", name, from: at, to: at });
    trace(context, marker, ...at, ghost ? 8.5 : 9);
    context.lineJoin = "round";
    context.globalAlpha = 1;
    context.strokeStyle = this.halo;
    context.lineWidth = ghost ? 5 : 3.5;
    context.stroke();
    context.globalAlpha = ghost ? 0.3 : 1;
    context.fillStyle = colour;
    context.fill();
    if (!ghost) return;
    context.globalAlpha = 1;
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.setLineDash([3, 3]);
    context.stroke();
    context.setLineDash([]);
  }

  /** A label at a point, pushed away along (dx, dy), or upwards. */
  label(text, at, [dx, dy], strong = false) {
    if (this.few && !strong) return;
    const size = Math.hypot(dx, dy);
    this.labels.push({ text, at, along: size > 0 ? [dx / size, dy / size] : [0, -1], strong });
  }

  /** Put every label where it stays inside and covers no other. */
  #arrange() {
    const [left, top, width, height] = this.clip;
    const taken = [...(this.taken ?? [])];
    [...this.names.children].forEach((element, i) => {
      const { at, along } = this.labels[i];
      const [w, h] = [element.offsetWidth, element.offsetHeight];
      const spot = (along, far) => {
        const x = at[0] + along[0] * (far + w / 2) - w / 2;
        const y = at[1] + along[1] * (far + h / 2) - h / 2;
        return [Math.min(Math.max(x, left + 2), left + width - w - 2), Math.min(Math.max(y, top + 2), top + height - h - 2)];
      };
      const free = ([x, y]) => taken.every(([a, b, c, d]) => x + w < a || a + c < x || y + h < b || b + d < y);
      const turns = [0, 0.6, -0.6, 1.2, -1.2, 1.9, -1.9, 2.6, -2.6].map((angle) => turned(along, angle));
      const options = [APART, 2.4 * APART].flatMap((far) => turns.map((one) => spot(one, far)));
      const [x, y] = options.find(free) ?? options[0];
      taken.push([x, y, w, h]);
      element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    });
  }
}

const turned = ([x, y], angle) => [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
