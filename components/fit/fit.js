/** The scatter plot with the racers' models, and on the map the contour lines of the batch under way. */

import { Layer } from "../stage/canvas.js";
import { hub } from "../stage/hub.js";
import { placed } from "../stage/names.js";
import { short, ticks } from "../stage/numbers.js";
import { at, f32, f64, followed, progress, stepOf, u16, updatesAt } from "../stage/race.js";
import { lines } from "./batch.js";
import { refuseLong } from "./paste.js";

const MARGIN = { left: 2.6, right: 0.6, top: 0.5, bottom: 2.5 }; // in em
const ROOM = 0.08; // of the range, around the samples
const CURVE = 64; // pieces of a curved model

const fits = new WeakMap();

/** What Streamlit calls, again with every new message; {} shows nothing. */
export function fit({ parentElement, data }) {
  const element = parentElement.querySelector(".steepest-fit");
  let one = fits.get(element);
  if (!one) {
    one = new FitView(element, parentElement.querySelector(".steepest-ball"));
    fits.set(element, one);
  }
  one.receive(data);
  return () => {
    one.leave();
    fits.delete(element);
  };
}

class FitView {
  #leave = new AbortController();
  #data = null;
  #over = null;

  constructor(element, told) {
    const { signal } = this.#leave;
    this.element = element;
    this.told = told;
    element.setAttribute("role", "img");
    this.points = new Layer(element, "points");
    this.moving = new Layer(element, "models");
    const observer = new ResizeObserver(() => this.#redraw());
    observer.observe(element);
    signal.addEventListener("abort", () => observer.disconnect());
    hub.painters.add(this);
    hub.on("theme ground", () => this.#redraw(), signal);
    hub.on("time race playing", () => this.#move(), signal);
    hub.on("step race chosen playing held", () => this.#name(), signal);
    hub.on("swarm crowd", () => this.#tell(), signal);
    refuseLong(() => this.#data?.most ?? Infinity, signal);
  }

  receive(message) {
    this.element.hidden = !message.model;
    this.#data = message.model
      ? { ...message, u: f32(message.u), v: f32(message.v), ball: message.ball && { ...message.ball, radii: f32(message.ball.radii) }, batches: message.batches.map(decoded) }
      : null;
    this.#redraw();
    this.#tell();
    hub.repaint();
  }

  /** The noise ball in words: its radius in theory, and that of the swarm once it has run. */
  #tell() {
    const { ball, ground } = this.#data ?? {};
    this.told.hidden = !ball;
    if (!ball) return;
    const bold = (value) => Object.assign(document.createElement("b"), { textContent: short(value, 3) });
    const { swarm, crowd } = hub;
    const found = swarm?.ground !== ground ? [crowd?.share === null ? "the swarm has not run" : "the swarm is running"]
      : swarm.away === null ? ["the swarm has left it"]
      : ["the swarm’s: ", bold(swarm.away)];
    this.told.replaceChildren("Noise ball (dashed): distance to the minimum, root mean square. Over the last quarter in theory: ", bold(ball.settled), "; ", ...found, ".");
  }

  /** The samples and their axes: what stands still. */
  #redraw() {
    const { width, height } = this.element.getBoundingClientRect();
    if (!this.#data || width < 60 || !hub.theme || !hub.ground) return;
    const { u, v, names, model, scaled } = this.#data;
    for (const layer of [this.points, this.moving]) layer.resize(width, height);
    const style = getComputedStyle(this.element);
    const em = Number.parseFloat(style.fontSize);
    const box = {
      left: MARGIN.left * em, top: MARGIN.top * em,
      width: width - (MARGIN.left + MARGIN.right) * em, height: height - (MARGIN.top + MARGIN.bottom) * em,
    };
    const [x, y] = [range(u), range(v)];
    this.scale = { box, x, y, px: (a) => box.left + share(a, x) * box.width, py: (b) => box.top + (1 - share(b, y)) * box.height };
    const { context } = this.points;
    context.font = `${0.8125 * em}px ${style.fontFamily}`;
    context.fillStyle = context.strokeStyle = style.color;
    this.#axes(context, em, names, scaled, model === "plane");
    context.globalAlpha = u.length > 200 ? 0.12 : 0.75;
    const size = u.length > 200 ? 1.5 : 3.5;
    for (let i = 0; i < u.length; i++) {
      context.beginPath();
      context.arc(this.scale.px(u[i]), this.scale.py(v[i]), size, 0, 7);
      context.fill();
    }
    context.globalAlpha = 1;
    this.#name();
    this.#move();
  }

  /** The picture in words: the samples, and at rest the weights of the chosen racer's model. */
  #name() {
    if (!this.#data || hub.playing || hub.held) return;
    const { u, names, ground } = this.#data;
    const parts = [`${u.length} samples: ${names.join(", ")}`];
    const run = hub.race?.ground === ground ? followed(hub.race, hub.chosen) : null;
    if (run?.count) {
      const { x, y } = at(run, hub.step);
      parts.push(`${run.name}: ${placed(hub, [x, y])}`);
    }
    this.element.setAttribute("aria-label", parts.join(". "));
  }

  #axes(context, em, names, scaled, plane) {
    const { box, x, y, px, py } = this.scale;
    const bottom = box.top + box.height;
    context.lineWidth = 1;
    context.globalAlpha = 0.25;
    context.strokeRect(box.left, box.top, box.width, box.height);
    context.globalAlpha = 0.8;
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const value of ticks(...x, box.width / (5 * em))) if (inside(value, x)) context.fillText(short(value, 3), px(value), bottom + 4);
    context.fillText(scaled ? `${names[0]}, scaled` : names[0], box.left + box.width / 2, bottom + 1.3 * em);
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const value of ticks(...y, box.height / (2.4 * em))) if (inside(value, y)) context.fillText(short(value, 3), box.left - 5, py(value));
    context.textAlign = "left";
    context.textBaseline = "top";
    const second = plane ? names[1] : names[names.length - 1];
    context.fillText(plane && scaled ? `${second}, scaled` : second, box.left + 6, box.top + 4);
  }

  /** The models of the racers at the hub's time, and the batch of the update under way. */
  #move() {
    this.moving.clear();
    const { race, ground, theme, time } = hub;
    if (!this.#data || !this.scale || !race || !theme || race.ground !== this.#data.ground || ground?.key !== race.ground) return;
    const { context } = this.moving;
    const { box } = this.scale;
    const { looks, halo } = ground.themes[theme];
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.width, box.height);
    context.clip();
    if (this.#data.model !== "plane") {
      for (const run of race.runs) if (run.count) this.#model(context, place(run, time), looks[run.slot], halo);
    }
    const seen = this.#seen();
    if (seen) this.#batch(context, seen, looks[seen.run.slot], halo);
    context.restore();
  }

  #model(context, [w, b], look, halo) {
    const { box, x, px, py } = this.scale;
    const curve = this.#data.model === "logistic" ? (s) => 1 / (1 + Math.exp(-s)) : (s) => s;
    context.beginPath();
    for (let i = 0; i <= CURVE; i++) {
      const a = x[0] + (i / CURVE) * (x[1] - x[0]);
      context.lineTo(px(a), Math.min(Math.max(py(curve(w * a + b)), box.top - 1e4), box.top + 1e4));
    }
    context.setLineDash([]);
    context.strokeStyle = halo;
    context.lineWidth = 5;
    context.stroke();
    context.strokeStyle = look.colour;
    context.lineWidth = 2.5;
    context.setLineDash(look.dash);
    context.stroke();
    context.setLineDash([]);
  }

  /** The samples of the batch, ringed, with their distances to the model they move. */
  #batch(context, { samples, theta, run }, look, halo) {
    const { u, v, model } = this.#data;
    const { px, py } = this.scale;
    context.strokeStyle = look.colour;
    for (const i of samples) {
      if (model === "line" && samples.length <= 30) {
        context.lineWidth = 1.5;
        context.beginPath();
        context.moveTo(px(u[i]), py(v[i]));
        context.lineTo(px(u[i]), py(theta[0] * u[i] + theta[1]));
        context.stroke();
      }
      context.beginPath();
      context.arc(px(u[i]), py(v[i]), samples.length > 200 ? 2 : 6, 0, 7);
      context.lineWidth = 4;
      context.strokeStyle = halo;
      context.stroke();
      context.strokeStyle = look.colour;
      context.lineWidth = 2.5;
      context.stroke();
    }
  }

  /** The update under way of the chosen racer, or of the one with the smallest batches: its samples and its start. */
  #seen() {
    const { race, chosen } = hub;
    if (!race?.runs.length || !this.#data?.batches.length) return null;
    const size = (one) => one.ends[0];
    const own = this.#data.batches.find(({ slot }) => slot === chosen)
      ?? this.#data.batches.reduce((least, one) => (size(one) < size(least) ? one : least));
    const run = race.runs.find(({ slot }) => slot === own.slot);
    if (!run) return null;
    const t = updatesAt(run, hub.time); // the update under way is the next
    const k = stepOf(run, t);
    if (t >= own.ends.length || k >= run.count) return null;
    const theta = [run.theta[2 * k], run.theta[2 * k + 1]];
    return { run, theta, samples: own.index.subarray(t ? own.ends[t - 1] : 0, own.ends[t]), means: own.means?.subarray(5 * t, 5 * t + 5) };
  }

  /** Of the ball of theory, at the hub's time. */
  #radius() {
    const { radii } = this.#data.ball;
    const run = hub.race.runs.find(({ slot }) => slot === hub.swarm?.slot) ?? {};
    const time = Math.min(progress(run, hub.time), radii.length - 1);
    const k = Math.floor(time);
    return radii[k] + (time - k) * ((radii[k + 1] ?? radii[k]) - radii[k]);
  }

  /** On the map: the ball of theory, and while the player rests, what the next update descends. */
  draw(map) {
    this.#over ??= new Layer(map.element.querySelector(".overlay"), "batch");
    const { width, height } = map.size;
    this.#over.resize(width, height);
    const { race, ground, theme } = hub;
    if (!this.#data || !race || race.ground !== this.#data.ground || ground.key !== race.ground) return;
    const { context } = this.#over;
    const axes = map.axes();
    const { x, y } = axes;
    const { looks, halo } = ground.themes[theme];
    context.save();
    context.beginPath();
    context.rect(x.offset, y.offset, x.length, y.length);
    context.clip();
    if (this.#data.ball && this.#data.minimum) {
      const [px, py] = map.toPixels(...this.#data.minimum, axes);
      const radius = (this.#radius() * x.length) / (x.range[1] - x.range[0]);
      context.setLineDash([6, 4]);
      for (const [colour, wide] of [[halo, 4], [getComputedStyle(map.element).color, 2]]) {
        context.beginPath();
        context.arc(px, py, radius, 0, 7);
        context.strokeStyle = colour;
        context.lineWidth = wide;
        context.stroke();
      }
      context.setLineDash([]);
    }
    const seen = hub.playing || hub.held ? null : this.#seen();
    if (seen) {
      context.strokeStyle = looks[seen.run.slot].colour;
      context.globalAlpha = 0.7;
      lines(context, seen, this.#data, map);
    }
    context.restore();
  }

  leave() {
    hub.painters.delete(this);
    this.#over?.canvas.remove();
    this.#leave.abort();
  }
}

const decoded = (one) => ({ ...one, ends: u16(one.ends), index: u16(one.index), means: one.means && f64(one.means) });

/** Where a racer stands at a time, between two steps. */
function place(run, time) {
  const k = Math.min(Math.floor(time), run.count - 1);
  const next = Math.min(k + 1, run.count - 1);
  const part = next === k ? 0 : time - k;
  return [0, 1].map((i) => run.theta[2 * k + i] + part * (run.theta[2 * next + i] - run.theta[2 * k + i]));
}

function range(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const room = ROOM * (high - low) || 1;
  return [low - room, high + room];
}

const share = (value, [low, high]) => (value - low) / (high - low);
const inside = (value, [low, high]) => value >= low && value <= high;
