/** How far the model holds: its largest error on circles around the point, both axes logarithmic. */

import { Layer } from "../stage/canvas.js";
import { short } from "../stage/numbers.js";

const PAD = { left: 54, right: 10, top: 36, bottom: 24 };

export class ErrorPlot {
  /** @param {HTMLElement} element */
  constructor(element, signal) {
    this.element = element;
    this.layer = new Layer(element, "error");
    const observer = new ResizeObserver(() => this.draw());
    observer.observe(element);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  clear() {
    this.data = null;
    this.layer.clear();
  }

  draw(data = this.data, look = this.look) {
    Object.assign(this, { data, look });
    const { element, layer } = this;
    const { width, height } = element.getBoundingClientRect();
    if (!data || !look || !width) return;
    layer.resize(width, height);
    const { context } = layer;
    const { fontSize, fontFamily } = getComputedStyle(element);
    context.font = `${fontSize} ${fontFamily}`;
    context.fillStyle = look.ink;
    context.textAlign = "left";
    const [radii, errors] = data.errors ?? [[], []];
    const points = radii.map((radius, i) => [Math.log10(radius), Math.log10(errors[i])]).filter(([, e]) => Number.isFinite(e));
    const title = data.slope !== null ? `error of T${data.order}: slope ${short(data.slope, 3)}` : data.order ? `T${data.order} is exact, to rounding` : "no model here";
    context.fillText(title, PAD.left - 46, 16);
    if (points.length < 2) return;
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const x = (v) => PAD.left + ((v - x0) / (x1 - x0 || 1)) * (width - PAD.left - PAD.right);
    const y = (v) => height - PAD.bottom - ((v - y0) / (y1 - y0 || 1)) * (height - PAD.top - PAD.bottom);
    Object.assign(context, { globalAlpha: 0.75, textAlign: "right", textBaseline: "middle" });
    for (const value of [y0, y1]) context.fillText(short(10 ** value, 2), PAD.left - 6, y(value));
    context.textBaseline = "alphabetic";
    context.textAlign = "left";
    context.fillText(short(10 ** x0, 2), PAD.left, height - 6);
    context.textAlign = "right";
    context.fillText(`radius ${short(10 ** x1, 2)}`, width - PAD.right, height - 6);
    const here = Math.log10(data.circle.radius);
    Object.assign(context, { strokeStyle: look.ink, lineWidth: 1.5, globalAlpha: 0.45 });
    if (here >= x0 && here <= x1) {
      context.beginPath();
      context.moveTo(x(here), PAD.top);
      context.lineTo(x(here), height - PAD.bottom);
      context.stroke();
    }
    Object.assign(context, { strokeStyle: look.accent, fillStyle: look.accent, lineWidth: 2, globalAlpha: 1 });
    context.beginPath();
    for (const [u, v] of points) context.lineTo(x(u), y(v));
    context.stroke();
    for (const [u, v] of points) {
      context.beginPath();
      context.arc(x(u), y(v), 3, 0, 7);
      context.fill();
    }
  }
}
