/** A cut through the surface along one direction through the ball: the loss, its tangent and parabola there, the step. */

import { Layer } from "../stage/canvas.js";
import { evaluate } from "../stage/formula.js";
import { namesOn } from "../stage/names.js";
import { short } from "../stage/numbers.js";

const CUTS = [
  ["step", "step"],
  ["gradient", "−∇f"],
  ["x", "x"],
  ["y", "y"],
];
const POINTS = 121;
const WIDE = 2.2; // times the step on either side
const PAD = { left: 8, right: 8, top: 24, bottom: 22 };

export class Slice {
  /** @param {HTMLElement} element @param {import("../stage/hub.js").Hub} hub */
  constructor(element, hub, signal) {
    Object.assign(this, { element, hub, cut: "step", data: null });
    element.innerHTML = `
      <fieldset><legend class="hidden">Cut through the surface along</legend><span aria-hidden="true">cut along</span>
        ${CUTS.map(([id, name]) => `<label><input type="radio" name="cut" value="${id}"><span data-named="${name}"></span></label>`).join("")}
      </fieldset>`;
    this.layer = new Layer(element, "cut");
    for (const radio of element.querySelectorAll("input")) {
      radio.checked = radio.value === this.cut;
      radio.addEventListener("change", () => {
        this.cut = radio.value;
        this.draw();
      }, { signal });
    }
    const observer = new ResizeObserver(() => this.draw());
    observer.observe(element);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  show(data) {
    this.data = data;
  }

  clear() {
    this.data = null;
    this.layer.clear();
  }

  /** Unit direction of the cut; null where there is none. */
  get direction() {
    const { start, end, gradient } = this.data;
    if (this.cut === "x") return [1, 0];
    if (this.cut === "y") return [0, 1];
    const [dx, dy] = this.cut === "step" ? (end ?? start).map((value, i) => value - start[i]) : (gradient ?? [0, 0]).map((value) => -value);
    const size = Math.hypot(dx, dy);
    return size > 0 ? [dx / size, dy / size] : null;
  }

  /** What the cut shows, in numbers: along it, the loss, its models and the step. */
  numbers() {
    if (!this.data) return null;
    const { start, end, gradient, hessian } = this.data;
    const { direction } = this;
    const { tree, bounds } = this.hub.ground;
    if (!direction) return null;
    const [u, v] = direction;
    const size = end ? Math.hypot(end[0] - start[0], end[1] - start[1]) : 0;
    const half = size > 0 ? WIDE * size : 0.05 * Math.max(...bounds.map(([low, high]) => high - low));
    const slope = gradient ? gradient[0] * u + gradient[1] * v : null;
    const bend = hessian ? hessian[0] * u * u + 2 * hessian[1] * u * v + hessian[3] * v * v : null;
    const f = (s) => evaluate(tree, start[0] + s * u, start[1] + s * v);
    const at = f(0);
    const along = end ? (end[0] - start[0]) * u + (end[1] - start[1]) * v : 0;
    return { half, f, at, slope, bend, along, end: end ? evaluate(tree, ...end) : null, on: Math.abs(Math.abs(along) - size) <= 1e-9 * size };
  }

  draw(look = this.look) {
    const { element, layer } = this;
    this.look = look;
    const { width, height } = element.getBoundingClientRect();
    if (!this.data || !look || !width) return;
    layer.resize(width, height);
    const cut = this.numbers();
    const { context } = layer;
    context.font = `${getComputedStyle(element).fontSize} ${getComputedStyle(element).fontFamily}`;
    if (!cut) {
      context.fillStyle = look.ink;
      context.fillText("no direction: the slope or the step is zero", PAD.left, height / 2);
      return;
    }
    const { half, f, at, slope, bend } = cut;
    const grid = Array.from({ length: POINTS }, (_, i) => half * ((2 * i) / (POINTS - 1) - 1));
    const heights = grid.map(f);
    const seen = [...heights, at, cut.end].filter(Number.isFinite);
    const [low, high] = [Math.min(...seen), Math.max(...seen)];
    const span = high - low || Math.abs(high) || 1;
    const x = (s) => PAD.left + ((s + half) / (2 * half)) * (width - PAD.left - PAD.right);
    const y = (value) => PAD.top + ((high + 0.12 * span - value) / (1.3 * span)) * (height - PAD.top - PAD.bottom);
    context.save();
    context.beginPath();
    context.rect(PAD.left, PAD.top, width - PAD.left - PAD.right, height - PAD.top - PAD.bottom);
    context.clip();
    const curve = (values, style) => {
      Object.assign(context, { globalAlpha: 1, strokeStyle: look.ink, lineWidth: 1.5 }, style);
      context.setLineDash(style.dash ?? []);
      context.beginPath();
      values.forEach((value, i) => Number.isFinite(value) && context.lineTo(x(grid[i]), y(value)));
      context.stroke();
      context.setLineDash([]);
    };
    if (slope !== null) curve(grid.map((s) => at + slope * s), { dash: [2, 4], lineWidth: 1.75 });
    if (bend !== null && slope !== null) curve(grid.map((s) => at + slope * s + (bend / 2) * s * s), { dash: [8, 5], lineWidth: 1.75, globalAlpha: 0.75 });
    curve(heights, { lineWidth: 2.5 });
    const ball = (s, value, full) => {
      if (!Number.isFinite(value)) return;
      context.beginPath();
      context.arc(x(s), y(value), 6, 0, 7);
      Object.assign(context, { globalAlpha: 1, fillStyle: full ? look.colour : look.halo, strokeStyle: full ? look.halo : look.colour, lineWidth: 2 });
      context.fill();
      context.stroke();
    };
    if (cut.end !== null) {
      Object.assign(context, { strokeStyle: look.colour, lineWidth: 2, globalAlpha: 0.8 });
      context.beginPath();
      context.moveTo(x(0), y(at));
      context.lineTo(x(cut.along), y(cut.end));
      context.stroke();
      ball(cut.along, cut.end, false);
    }
    ball(0, at, true);
    context.restore();
    Object.assign(context, { fillStyle: look.ink, globalAlpha: 0.85, textBaseline: "alphabetic" });
    context.textAlign = "left";
    context.fillText(`${namesOn(this.hub).f}  ·  tangent ⋯  parabola - -`, PAD.left, height - 6);
    context.textAlign = "right";
    context.fillText(`± ${short(half, 2)}`, width - PAD.right, height - 6);
  }
}
