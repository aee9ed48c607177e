/** Where the gradient is zero, marked on request on both views: minima, maxima, saddles, each with a mark of its own. */

import { answerTo, Unanswered } from "../stage/ask.js";
import { channel } from "../stage/channel.js";
import { Layer } from "../stage/canvas.js";

const SIZE = 6; // pixels
const HIDDEN = 0.35;
const NAMES = {
  minimum: ["minimum", "minima"],
  maximum: ["maximum", "maxima"],
  saddle: ["saddle", "saddles"],
  degenerate: ["flat point", "flat points"],
  kink: ["kink", "kinks"],
};
const SHAPES = {
  minimum: (c, r) => c.arc(0, 0, r, 0, 7),
  maximum: (c, r) => [[0, -1.2], [1.1, 0.8], [-1.1, 0.8]].forEach(([x, y], i) => (i ? c.lineTo(r * x, r * y) : c.moveTo(r * x, r * y))),
  saddle: (c, r) => {
    c.moveTo(-r, -r);
    c.lineTo(r, r);
    c.moveTo(-r, r);
    c.lineTo(r, -r);
  },
  degenerate: (c, r) => c.rect(-r, -r, 2 * r, 2 * r),
  kink: (c, r) => [[-1.2, 0.8], [0, -0.8], [1.2, 0.8]].forEach(([x, y], i) => (i ? c.lineTo(r * x, r * y) : c.moveTo(r * x, r * y))),
};

export const BUTTON = `
  <button type="button" value="critical" class="critical" aria-pressed="false" aria-label="Critical points" title="Critical points: where the gradient is zero">
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 15l6 6M11 15l-6 6M17 4l4 7h-8z"/><circle cx="7" cy="6" r="3.4"/></svg>
  </button>
`;

let present = null;

/** For tests: where the marks stand on the map. */
export const marked = () => present.drawn;

export class Critical {
  #known = null;
  on = false;
  drawn = [];

  /** @param {HTMLElement} element the stage */
  constructor(element, hub, views, signal) {
    present = this;
    Object.assign(this, { hub, views });
    this.button = element.querySelector("button.critical");
    this.layers = { map: new Layer(element.querySelector(".map .overlay"), "points"), space: new Layer(element.querySelector(".space .overlay"), "points") };
    this.legend = document.createElement("p");
    this.legend.className = "critical-legend";
    this.legend.setAttribute("role", "status");
    element.querySelector(".map").append(this.legend);
    this.button.addEventListener("click", (event) => {
      event.stopPropagation();
      this.on = !this.on;
      this.button.setAttribute("aria-pressed", String(this.on));
      this.#ask();
    }, { signal });
    hub.on("ground theme", () => this.#ask(), signal);
  }

  async #ask() {
    const { hub } = this;
    if (!this.on || !hub.ground) return this.#draw();
    const { key } = hub.ground;
    if (this.#known?.key !== key || this.#known.refused) {
      try {
        const found = await answerTo(new URL("../critical", import.meta.url), channel.question);
        if (hub.ground.key !== key) return;
        this.#known = { key, points: [], ...found };
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        return;
      }
    }
    this.#draw();
  }

  #draw() {
    const here = this.on && this.#known?.key === this.hub.ground?.key;
    this.legend.hidden = !here;
    if (here && this.#known.refused) this.legend.textContent = this.#known.refused;
    else if (here) this.legend.innerHTML = told(this.#known);
    this.views.draw();
  }

  draw() {
    const { map } = this.views;
    const layer = this.layers.map;
    this.drawn = [];
    if (!this.on || !map.ready || this.#known?.key !== this.hub.ground.key) return layer.width && layer.clear();
    const axes = map.axes();
    layer.resize(map.size.width, map.size.height);
    const { context } = layer;
    context.save();
    context.beginPath();
    context.rect(axes.x.offset, axes.y.offset, axes.x.length, axes.y.length);
    context.clip();
    this.drawn = this.#known.points.map(({ x, y, kind }) => ({ kind, at: map.toPixels(x, y, axes) }));
    for (const { kind, at } of this.drawn) this.#mark(context, kind, at, 1);
    context.restore();
  }

  /** @param {import("../stage/space.js").SpaceView} space */
  drawIn(space) {
    const layer = this.layers.space;
    if (!this.on || this.#known?.key !== this.hub.ground.key) return layer.width && layer.clear();
    layer.resize(space.projection.width, space.projection.height);
    for (const { x, y, kind } of this.#known.points) {
      const [px, py, seen] = space.pixel(x, y);
      if (Number.isFinite(px)) this.#mark(layer.context, kind, [px, py], seen ? 1 : HIDDEN);
    }
  }

  #mark(context, kind, [x, y], alpha) {
    const { ink, halo } = this.hub.ground.themes[this.hub.theme];
    context.translate(x, y);
    context.beginPath();
    SHAPES[kind](context, SIZE);
    if (kind !== "saddle" && kind !== "kink") context.closePath();
    Object.assign(context, { globalAlpha: alpha * 0.8, strokeStyle: halo, lineWidth: 5, lineJoin: "round" });
    context.stroke();
    Object.assign(context, { globalAlpha: alpha, strokeStyle: ink, lineWidth: 2 });
    context.stroke();
    context.translate(-x, -y);
  }
}

const SIGNS = { minimum: "○", maximum: "△", saddle: "✕", degenerate: "□", kink: "∧" };

/** What is marked, and what is left out. */
function told({ points, complete, found, curves, more }) {
  const counts = Object.keys(NAMES).map((kind) => [kind, points.filter((point) => point.kind === kind).length]);
  const parts = counts.filter(([, n]) => n).map(([kind, n]) => `<b>${SIGNS[kind]}</b> ${n} ${NAMES[kind][n > 1 ? 1 : 0]}`);
  if (!complete) parts.push(`the lowest ${points.length} of ${found}`);
  if (curves) parts.push("and whole curves of them, not marked");
  if (more && parts.length) parts.push("found; there may be more");
  return parts.join(" &ensp;") || "no critical point on this map";
}
