/** The map: Plotly draws the ground, our layers what moves. Axes have equal scale, so that −∇f meets contours squarely. */

import { CloudLayer } from "../swarm/swarm.js";
import { sheets } from "./blank.js";
import { mapHand } from "./map_hand.js";
import { placed } from "./names.js";
import { rounded } from "./nudge.js";
import { plotly } from "./plotly.js";
import { track, Trails } from "./trails.js";

const MARGIN = { wide: { l: 2.9, r: 4.2, t: 0.4, b: 1.9 }, narrow: { l: 2.2, r: 0.5, t: 0.3, b: 1.7 } }; // in em
const NARROW = 520;
const CONFIG = { displayModeBar: false, scrollZoom: true, doubleClick: false, showTips: false, responsive: false };
const DEEPEST = 1e-6; // share of the fitted view: zooming in further would be lost in rounding

export class MapView {
  #plotted = null; // the ground that is drawn, and
  #dressed = null; // the theme in which it is
  #tellDrawn = null;
  #drawing = null; // Plotly at work: what it draws must not be taken from under it
  #view = null; // what the map shows: centre and half-width in data units, null = the whole map

  /**
   * @param {HTMLElement} element
   * @param {import("./hub.js").Hub} hub
   * @param {(x: number, y: number, settled: boolean) => void} place puts the start somewhere
   */
  constructor(element, hub, place, signal) {
    this.element = element;
    this.hub = hub;
    this.place = place;
    this.plot = element.querySelector(".plot");
    this.handle = element.querySelector(".start");
    this.drawn = new Promise((resolve) => (this.#tellDrawn = resolve)); // kept once the first ground is on screen
    this.cloud = new CloudLayer(element.querySelector(".overlay"));
    this.trails = new Trails(element.querySelector(".overlay"), { dots: true, fade: true });
    mapHand(this, signal);
    this.size = element.getBoundingClientRect(); // kept, because asking again costs a layout
    const observer = new ResizeObserver(([{ contentRect }]) => {
      const { width, height } = this.size;
      this.size = contentRect;
      if (width !== contentRect.width || height !== contentRect.height) this.#fit();
    });
    observer.observe(element);
    signal.addEventListener("abort", () => {
      observer.disconnect();
      if (this.#plotted) Promise.allSettled([this.#drawing]).then(() => window.Plotly.purge(this.plot));
    });
  }

  /** Draw the ground in the present theme, unless that is on screen already. */
  async setGround() {
    const { ground, theme } = this.hub;
    const Plotly = await plotly();
    if (ground !== this.hub.ground || theme !== this.hub.theme) return;
    if (this.#plotted === ground && this.#dressed === theme) return this.#drawing;
    if (this.#plotted !== ground) this.#view = null;
    this.#plotted = ground;
    this.#dressed = theme;
    this.size = this.element.getBoundingClientRect();
    const figure = dressed(ground, theme);
    const { narrow, font, ...sizes } = this.#sizes();
    Object.assign(figure.layout, sizes);
    Object.assign(figure.layout.font, font);
    figure.data[0].showscale = !narrow;
    this.#drawing = Plotly.react(this.plot, figure.data, figure.layout, CONFIG);
    await this.#drawing;
    if (!this.plot.dataset.bound) {
      this.plot.dataset.bound = "yes";
      this.plot.on("plotly_relayouting", () => this.redraw());
      this.plot.on("plotly_relayout", () => this.#moved());
    }
    this.redraw();
    this.#tellDrawn();
  }

  /** Axis ranges of equal scale for the present size and view. */
  #sizes() {
    const { width, height } = this.size;
    const style = getComputedStyle(this.element);
    const em = Number.parseFloat(style.fontSize);
    const narrow = width < NARROW;
    const margin = Object.fromEntries(
      Object.entries(narrow ? MARGIN.narrow : MARGIN.wide).map(([side, size]) => [side, Math.round(size * em)]),
    );
    const { bounds, region } = this.hub.ground;
    const [[x0, x1], [y0, y1]] = bounds;
    let w = Math.max(40, width - margin.l - margin.r);
    let h = Math.max(40, height - margin.t - margin.b);
    const fitted = Math.max((x1 - x0) / w, (y1 - y0) / h);
    const beyond = Math.max(0, w - span({ range: region[0] }) / fitted); // a map larger than its ground stands
    const above = Math.max(0, h - span({ range: region[1] }) / fitted); // in the middle
    w -= beyond;
    h -= above;
    margin.l += beyond / 2;
    margin.r += beyond / 2;
    margin.t += above / 2;
    margin.b += above / 2;
    this.element.style.setProperty("--left", `${margin.l}px`); // where the buttons stand: never over the ticks
    this.element.style.setProperty("--top", `${margin.t}px`);
    const { x, y, unit } = this.#view ?? { x: (x0 + x1) / 2, y: (y0 + y1) / 2, unit: fitted };
    const axis = (middle, pixels) => [middle - (unit * pixels) / 2, middle + (unit * pixels) / 2];
    const { layout } = this.hub.ground.figure;
    return {
      width,
      height,
      margin,
      narrow,
      font: { family: style.fontFamily, size: Math.round(0.875 * em) },
      dragmode: this.#view || !matchMedia("(pointer: coarse)").matches ? "pan" : false,
      xaxis: { ...layout.xaxis, range: axis(x, w), autorange: false },
      yaxis: { ...layout.yaxis, range: axis(y, h), autorange: false },
    };
  }

  #fit() {
    if (!this.#plotted || !this.plot.querySelector("svg") || !this.shown) return;
    const { width, height, margin, dragmode, narrow, font, xaxis, yaxis } = this.#sizes();
    const layout = { width, height, margin, dragmode, "font.size": font.size };
    Object.assign(layout, { "xaxis.range": xaxis.range, "yaxis.range": yaxis.range });
    window.Plotly.update(this.plot, { showscale: !narrow }, layout, [0]).then(() => this.redraw());
  }

  /** Remember what Plotly's own pan and zoom show. */
  #moved() {
    const { x, y } = this.axes();
    const unit = (x.range[1] - x.range[0]) / x.length;
    this.#view = { x: (x.range[0] + x.range[1]) / 2, y: (y.range[0] + y.range[1]) / 2, unit };
    this.redraw();
  }

  /** Zoom about the middle; `null` shows the whole map. */
  zoom(factor) {
    if (!this.#plotted) return;
    if (factor === null) this.#view = null;
    else {
      this.#moved();
      const [[x0, x1]] = this.hub.ground.bounds;
      const smallest = (DEEPEST * (x1 - x0)) / this.axes().x.length;
      this.#view.unit = Math.max(this.#view.unit / factor, smallest);
    }
    this.#fit();
  }

  /** What is shown: centre and units a pixel; null is the whole map. */
  get view() {
    return this.#view;
  }

  /** Show this. */
  look(view) {
    this.#view = view;
    this.#fit();
  }

  /** Plotly's axes as plain numbers: where the plot stands in the element, and what it shows. */
  axes() {
    const { xaxis, yaxis } = this.plot._fullLayout;
    const plain = (axis) => ({ offset: axis._offset, length: axis._length, range: axis.range.map(Number) });
    return { x: plain(xaxis), y: plain(yaxis) };
  }

  /** Whether it has a place on the page. */
  get shown() {
    return this.element.getClientRects().length > 0;
  }

  get ready() {
    return this.#plotted !== null && this.plot._fullLayout?.xaxis?._length > 0;
  }

  toPixels(x, y, axes = this.axes()) {
    const { x: a, y: b } = axes;
    return [
      a.offset + ((x - a.range[0]) / (a.range[1] - a.range[0])) * a.length,
      b.offset + ((b.range[1] - y) / (b.range[1] - b.range[0])) * b.length,
    ];
  }

  toData(px, py) {
    const { x: a, y: b } = this.axes();
    return [
      a.range[0] + ((px - a.offset) / a.length) * (a.range[1] - a.range[0]),
      b.range[1] - ((py - b.offset) / b.length) * (b.range[1] - b.range[0]),
    ];
  }

  /** Everything that depends on where points fall: tracks, handle. */
  redraw() {
    if (!this.ready) return;
    const { width, height } = this.size;
    const axes = this.axes();
    const { trails, hub } = this;
    if (trails.past.width !== width || trails.past.height !== height) trails.resize(width, height);
    trails.setClip(axes.x.offset, axes.y.offset, axes.x.length, axes.y.length);
    const { looks, halo } = hub.ground.themes[hub.theme];
    const here = hub.race?.ground === hub.ground.key; // not the race of the surface before
    const tracks = (here ? hub.race.runs : []).map((run) => {
      const points = new Float32Array(2 * run.count);
      const [ox, oy] = this.toPixels(0, 0, axes);
      const [sx, sy] = [axes.x.length / span(axes.x), -axes.y.length / span(axes.y)];
      for (let k = 0; k < run.count; k++) {
        points[2 * k] = ox + sx * run.theta[2 * k];
        points[2 * k + 1] = oy + sy * run.theta[2 * k + 1];
      }
      const events = run.events.map(([k]) => k);
      const one = track(points, run.count, { ...looks[run.slot], strong: run.slot === hub.chosen }, events);
      return Object.assign(one, { arrived: run.arrived });
    });
    trails.setTracks(tracks, halo);
    if (hub.swarm) this.cloud.place(width, height, axes, looks[hub.swarm.slot].colour);
    this.#placeHandle();
    this.draw();
  }

  /** The moving things at the hub's time; the whole paths while the start is held. */
  draw() {
    if (!this.ready) return;
    const { swarm, ground, still, held } = this.hub;
    const time = still ?? this.hub.time;
    this.trails.draw(time, held);
    this.cloud.draw(swarm?.ground === ground.key && !held ? swarm : null, time);
    this.over?.();
    for (const painter of this.hub.painters) painter.draw(this);
  }

  /** The start ring alone. */
  moveHandle() {
    if (this.ready) this.#placeHandle();
  }

  #placeHandle() {
    const start = this.hub.start;
    this.handle.hidden = !start;
    if (!start) return;
    const [px, py] = this.toPixels(...start);
    this.handle.style.transform = `translate(${px}px, ${py}px)`;
    const { x, y } = this.axes();
    const inside = px >= x.offset && px <= x.offset + x.length && py >= y.offset && py <= y.offset + y.length;
    this.handle.classList.toggle("outside", !inside);
    const where = placed(this.hub, start);
    this.handle.setAttribute("aria-label", `Start point, ${where}. Arrow keys move it, with Shift finely.`);
  }

  /** The point of the map nearest to a pixel, in numbers no longer than a pixel is wide. */
  point(px, py) {
    const { x, y } = this.axes();
    const within = (p, { offset, length }) => Math.min(Math.max(p, offset), offset + length);
    const [dx, dy] = this.toData(within(px, x), within(py, y));
    return [rounded(dx, span(x) / x.length), rounded(dy, span(y) / y.length)];
  }
}

const span = ({ range }) => range[1] - range[0];

/** The figure of a surface in the colours of a theme. */
function dressed(ground, theme) {
  const { contour, cross, ink, halo } = ground.themes[theme];
  const figure = structuredClone(ground.figure);
  for (const one of figure.data) {
    if (one.type === "contour") deepAssign(one, contour);
    else deepAssign(one, cross);
  }
  figure.data.push(...sheets(figure.data[0], halo, contour.line));
  deepAssign(figure.layout, { font: { color: ink }, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" });
  return figure;
}

function deepAssign(target, source) {
  for (const [key, value] of Object.entries(source)) {
    const nested = value && typeof value === "object" && !Array.isArray(value);
    if (nested) deepAssign((target[key] ??= {}), value);
    else target[key] = value;
  }
}
