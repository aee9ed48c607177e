/**
 * The strip: loss, log loss, gradient norm or rate of every racer over the steps, on the clock of the map.
 *
 * Its axes are ours and not Plotly's, because they change with every pointer move while the start is dragged.
 */

import { BandLayer } from "../swarm/swarm.js";
import { Layer } from "./canvas.js";
import { short, ticks } from "./numbers.js";
import { track, Trails } from "./trails.js";

const MARGIN = { left: 2.9, right: 0.9, top: 1.8, bottom: 1.5 }; // in em: the left as on the map, the top for the head
const UNDER = { top: 0.6, bottom: 0.35 }; // of a strip under another, whose steps are its own

/** What a strip can show, in the order of the switch. */
export const KINDS = [
  ["loss", "Loss"],
  ["log", "Log"],
  ["gradient", "‖∇f‖"],
  ["rate", "η"],
];

export class Strip {
  /**
   * @param {HTMLElement} element
   * @param {import("./hub.js").Hub} hub
   * @param {(time: number) => void} seek
   * @param {string} [kind] what it always shows, under another strip; else what the hub says
   */
  constructor(element, hub, seek, signal, kind) {
    this.element = element;
    this.hub = hub;
    this.kind = kind;
    this.margin = kind ? { ...MARGIN, ...UNDER } : MARGIN;
    this.caption = element.querySelector(".caption, .says");
    this.axes = new Layer(element, "axes");
    this.band = new BandLayer(element);
    this.trails = new Trails(element, { dots: false, fade: false });
    this.cursor = element.appendChild(document.createElement("div"));
    this.cursor.className = "cursor";
    this.size = element.getBoundingClientRect();
    const observer = new ResizeObserver(([entry]) => {
      this.size = entry.contentRect;
      this.redraw();
    });
    observer.observe(element);
    signal.addEventListener("abort", () => observer.disconnect());
    const scrub = (event) => {
      const { left } = element.getBoundingClientRect();
      seek(((event.clientX - left - this.box.left) / this.box.width) * this.hub.race.steps);
    };
    element.addEventListener("pointerdown", (event) => {
      if (event.target.closest("label") || !this.hub.race) return;
      element.setPointerCapture(event.pointerId);
      scrub(event);
    }, { signal });
    element.addEventListener("pointermove", (event) => {
      if (element.hasPointerCapture(event.pointerId)) scrub(event);
    }, { signal });
  }

  /** New curves, size, theme or kind. */
  redraw() {
    const { race, ground, theme, strip } = this.hub;
    const { width, height } = this.size;
    if (!race || !ground || !theme || race.ground !== ground.key || width < 60 || height < 30) return;
    for (const layer of [this.axes, this.trails]) layer.resize(width, height);
    const em = Number.parseFloat(getComputedStyle(this.element).fontSize);
    const { margin } = this;
    const [left, top] = [margin.left * em, margin.top * em];
    const box = { left, top, em, width: width - left - margin.right * em, height: height - top - margin.bottom * em };
    this.box = box;
    const { values, caption, log, scale } = curves(race, ground, this.kind ?? strip);
    this.caption.textContent = this.kind ? "η" : caption;
    const { swarm } = this.hub;
    const crowd = scale && swarm?.ground === race.ground && swarm.at.at(-1) === 0 ? swarm.mean.map(scale) : [];
    const [low, high] = range(race, values, crowd);
    const px = (k) => left + (k / race.steps) * box.width;
    const py = (v) => top + ((high - v) / (high - low)) * box.height;
    this.#axes(px, py, low, high, log);
    const { looks, halo } = ground.themes[theme];
    this.trails.setClip(left, top - 6, box.width + 10, box.height + 12);
    this.trails.setTracks(
      race.runs.map((run, i) => {
        const points = new Float32Array(2 * run.count);
        values[i].forEach((value, k) => points.set([px(k), py(value)], 2 * k));
        return track(points, run.count, { ...looks[run.slot], strong: run.slot === this.hub.chosen }, run.events.map(([k]) => k));
      }),
      halo,
    );
    this.scaled = scale !== undefined;
    if (swarm && scale) this.band.place(width, height, box, px, py, scale, looks[swarm.slot].colour);
    this.draw();
  }

  draw() {
    if (!this.box || !this.hub.race) return;
    const { held, time, race } = this.hub;
    this.trails.draw(time, held);
    const { swarm, ground } = this.hub;
    this.band.draw(this.scaled && swarm?.ground === ground?.key && !held ? swarm : null, time);
    const x = this.box.left + (Math.min(time, race.steps) / race.steps) * this.box.width;
    this.cursor.style.transform = `translateX(${x}px)`;
  }

  #axes(px, py, low, high, log) {
    const { context } = this.axes;
    const style = getComputedStyle(this.element);
    const { left, top, em, width, height } = this.box;
    context.font = `${0.8125 * em}px ${style.fontFamily}`;
    context.fillStyle = style.color;
    context.strokeStyle = style.getPropertyValue("--hairline");
    context.lineWidth = 1;
    context.textAlign = "right";
    context.textBaseline = "middle";
    const rows = log ? powers(low, high, height / (1.7 * em)) : ticks(low, high, Math.max(2, height / (2 * em)));
    const size = Math.max(Math.abs(low), Math.abs(high));
    const digits = Math.min(6, Math.max(3, 1 + Math.ceil(Math.log10(size / (rows[1] - rows[0])))) || 3); // so that they differ
    for (const value of rows) {
      const y = Math.round(py(value)) + 0.5;
      line(context, left, y, left + width, y);
      context.fillText(log ? short(10 ** value, 2) : short(value, digits), left - 6, y);
    }
    context.textAlign = "center";
    context.textBaseline = "top";
    const bottom = top + height;
    if (this.kind) return line(context, left, bottom + 0.5, left + width, bottom + 0.5);
    const { race, axis } = this.hub;
    const unit = race.counted ? race.counted / (axis === "samples" ? race.samples : 1) : 1; // steps of the clock
    for (const value of ticks(0, race.steps / unit, width / (5.5 * em))) {
      if (!Number.isInteger(value)) continue;
      const x = Math.round(px(value * unit)) + 0.5;
      line(context, x, bottom, x, bottom + 4);
      context.fillText(String(value), x, bottom + 7);
    }
    line(context, left, bottom + 0.5, left + width, bottom + 0.5);
  }
}

function line(context, x0, y0, x1, y1) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** Whole powers of ten between low and high, at most about `count`. */
function powers(low, high, count) {
  const every = Math.max(1, Math.ceil((high - low) / Math.max(1, count)));
  const values = [];
  for (let p = Math.ceil(low / every) * every; p <= high; p += every) values.push(p);
  return values;
}

/**
 * The values of every racer's curve, what the strip says it shows, and how it scales a loss, if it shows losses. A logarithm needs distances above zero: where
 * the loss is or can be negative, it is the distance to the lowest known value.
 */
function curves(race, ground, kind) {
  const log10 = (v) => (v > 0 ? Math.log10(v) : Number.NEGATIVE_INFINITY);
  const each = (pick) => race.runs.map((run) => Array.from({ length: run.count }, (_, k) => pick(run, k)));
  if (kind === "gradient") {
    return { values: each((run, k) => log10(run.gradient[k])), caption: "gradient norm, log scale", log: true };
  }
  if (kind === "rate") {
    const rate = (run, k) => run.lr[Math.min(k, run.lr.length - 1)];
    return { values: each(rate), caption: "rate of the next update, schedule included", log: false };
  }
  if (kind === "loss") {
    return { values: each((run, k) => run.loss[k]), caption: "loss", log: false, scale: (loss) => loss };
  }
  const least = race.runs.reduce((low, run) => Math.min(low, ...run.loss.subarray(0, run.count)), Infinity);
  const base = Math.min(ground.lowest ?? least, least);
  if (base >= 0 && (ground.lowest ?? 0) === 0) {
    return { values: each((run, k) => log10(run.loss[k])), caption: "loss, log scale", log: true, scale: log10 };
  }
  return {
    values: each((run, k) => log10(run.loss[k] - base)),
    caption: `loss above ${short(base)}, the lowest known; log scale`,
    log: true,
    scale: (loss) => log10(loss - base),
  };
}

/**
 * Lowest and highest value to show; `crowd` is the mean of a swarm, or nothing. Curves that diverge leave the strip
 * instead of flattening the rest; those that end where the loss has no value are shown to their end.
 */
function range(race, values, crowd) {
  let low = Infinity;
  let high = -Infinity;
  const shown = race.runs.map((run, i) => (run.divergedAt === null || run.undefined ? values[i] : values[i].slice(0, 1)));
  for (const value of [...shown, crowd].flatMap((curve) => [...curve])) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  const pad = 0.06 * (high - low) || 0.5 * Math.abs(high) || 1;
  return [low - pad, high + pad];
}
