/** The surface in 3-D: Plotly draws the sheet and the box, our layers what moves, on the clock of the map. */

import { SpaceCloud } from "../swarm/space.js";
import { Box, few } from "./box.js";
import { Crosses } from "./crosses.js";
import { evaluate } from "./formula.js";
import { heightOf, scaled, thinned, tones } from "./field.js";
import { namesOn, surfaceOf } from "./names.js";
import { short, ticks } from "./numbers.js";
import { Path } from "./paths.js";
import { plotly } from "./plotly.js";
import { Projection } from "./projection.js";
import { Ring } from "./ring.js";
import { spaceHand } from "./space_hand.js";
import { Trails } from "./trails.js";
import { CENTRE, fitted, viewpoint } from "./viewpoint.js";
import { hidden, hit } from "./visibility.js";

const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false, responsive: false };
const CELLS = 180; // drawn along each side at most
const LOOKED_AT = 60; // points of all paths that a first look considers
const AS_IMPORTANT = 30; // as so many of them are the start, and the minima together
const MANY = 400; // long segments: so many are looked at in pieces only when the camera
const REST = 120; // milliseconds long has not moved
const LIFT = 0.012; // of a point above the sheet, when it is asked what can be seen

export class SpaceView {
  #drawing = null; // Plotly at work: what it draws must not be taken from under it
  #plotted = null; // what the plot shows: ground, theme and scale
  #surface = null; // the surface of the first look, whatever its parameters
  #rest = 0;
  #informed = false; // whether the first look knows the race
  /** @type {Path[]} */
  paths = [];

  /**
   * @param {HTMLElement} element
   * @param {import("./hub.js").Hub} hub
   * @param {(x: number, y: number, settled: boolean, jump?: boolean) => void} place puts the start somewhere
   */
  constructor(element, hub, place, signal) {
    this.element = element;
    this.hub = hub;
    this.place = place;
    this.plot = element.querySelector(".scene");
    this.projection = new Projection(this.plot);
    this.box = new Box(element.querySelector(".overlay"));
    this.crosses = new Crosses(element.querySelector(".overlay"));
    this.cloud = new SpaceCloud(element.querySelector(".overlay"));
    this.trails = new Trails(element.querySelector(".overlay"), { dots: true, fade: true });
    this.ring = new Ring(element.querySelector(".ring"), hub, (point) => this.at(point), place, signal);
    spaceHand(this, signal);
    this.size = element.getBoundingClientRect(); // kept, because asking again costs a layout
    const observer = new ResizeObserver(([{ contentRect }]) => {
      const { width, height } = this.size;
      this.size = contentRect;
      if (width !== contentRect.width || height !== contentRect.height) this.#fit();
    });
    observer.observe(element);
    signal.addEventListener("abort", () => {
      observer.disconnect();
      this.hide();
    });
  }

  /** Draw the surface in the present theme, scale and camera. */
  async show() {
    const { ground, theme, height } = this.hub;
    if (!ground || !theme) return;
    const same = this.#plotted;
    if (same && same.ground === ground && same.theme === theme && same.height === height) return;
    const Plotly = await plotly();
    if (ground !== this.hub.ground || theme !== this.hub.theme || height !== this.hub.height) return;
    if (this.#plotted?.ground !== ground) this.tones = tones(ground);
    if (this.#surface !== surfaceOf(ground)) this.first = null;
    this.#surface = surfaceOf(ground);
    if (this.#plotted?.ground !== ground || this.#plotted.height !== height) {
      this.field = scaled(this.tones, ground.tone, height);
    }
    this.#plotted = { ground, theme, height };
    this.size = this.element.getBoundingClientRect();
    const figure = this.#figure();
    this.#drawing = Plotly.react(this.plot, figure.data, figure.layout, CONFIG);
    await this.#drawing;
    if (!this.#plotted) return; // hidden again meanwhile
    this.projection.unpicked();
    this.projection.follow(() => this.#seen());
    this.projection.update();
    this.redraw();
  }

  /** Give the graphics card back what the view took. */
  hide() {
    if (!this.#plotted) return;
    this.#plotted = null;
    Promise.allSettled([this.#drawing]).then(() => this.#plotted || window.Plotly.purge(this.plot));
  }

  /** What is shown of the surface, as an image for paper; null before there is any. */
  picture() {
    return this.ready ? this.projection.picture() : null;
  }

  get ready() {
    return this.#plotted !== null && this.projection.ready;
  }

  #figure() {
    const { ground, theme, height } = this.hub;
    const look = ground.space.themes[theme];
    const figure = structuredClone(ground.space.figure);
    const [sheet] = figure.data;
    const drawn = thinned(this.field, CELLS);
    Object.assign(sheet, { x: line(drawn.x0, drawn.dx, drawn.nx), y: line(drawn.y0, drawn.dy, drawn.ny), z: rows(drawn) });
    sheet.colorscale = look.sheet.colorscale;
    sheet.contours.z.color = look.sheet.contours.z.color;
    sheet.surfacecolor = rows(thinned(this.tones, CELLS));
    const { layout } = figure;
    for (const name of ["xaxis", "yaxis", "zaxis"]) Object.assign(layout.scene[name], look.axis);
    const { ticks } = (this.heights = height === "linear" ? linearTicks(ground.tone) : ground.space);
    Object.assign(layout.scene.zaxis, gridLines(ticks));
    const [across, along] = ground.bounds;
    Object.assign(layout.scene.xaxis, gridLines(few(...across, 5)));
    Object.assign(layout.scene.yaxis, gridLines(few(...along, 5)));
    Object.assign(layout, { width: this.size.width, height: this.size.height });
    this.aspect = layout.scene.aspectratio;
    layout.scene.camera = this.#camera();
    return figure;
  }

  /** Where the hand left the camera; else where the descent can be seen from. */
  #camera() {
    const { camera } = this.hub;
    this.first ??= this.#firstLook();
    const [x, y, z, a, b, c] = [...(camera ?? this.first), ...CENTRE];
    return { eye: { x, y, z }, center: { x: a, y: b, z: c }, up: { x: 0, y: 0, z: 1 } };
  }

  #firstLook() {
    const { ground, race, start } = this.hub;
    const lift = (x, y, z) => [x, y, z + LIFT];
    const on = (x, y) => lift(x, y, heightOf(ground.tone, evaluate(ground.tree, x, y), this.hub.height));
    const minima = this.#minima().map(([x, y, z]) => lift(x, y, z));
    this.#informed = race?.ground === ground.key;
    const points = minima.flatMap((point) => Array(Math.ceil(AS_IMPORTANT / minima.length)).fill(point));
    if (start && this.#informed) {
      points.push(...Array(AS_IMPORTANT).fill(on(...start)));
      for (const run of race.runs) {
        const every = Math.max(1, Math.floor((run.count * race.runs.length) / LOOKED_AT));
        for (let k = 0; k < run.count; k += every) points.push(on(run.theta[2 * k], run.theta[2 * k + 1]));
      }
    }
    return viewpoint(this.field, points, this.aspect, this.size);
  }

  /** Back to the first look. */
  reset() {
    this.first = null;
    this.hub.put("camera", null);
  }

  /** Let Plotly's camera stand where ours does. */
  follow() {
    if (this.ready) this.projection.look(this.#camera());
  }

  /** Eye and centre, wherever they come from; null before there is a picture. */
  where() {
    return this.ready ? [...(this.hub.camera ?? this.first), ...CENTRE].slice(0, 6) : null;
  }

  /** The hand moves the camera: from now on it stays where it is put. */
  put(camera) {
    const short = camera.map(thousandths);
    const moved = CENTRE.some((value, i) => Math.abs(short[3 + i] - value) > 1e-9);
    this.hub.put("camera", moved ? short : short.slice(0, 3));
  }

  #fit() {
    if (!this.#plotted || !this.plot._fullLayout) return;
    const { width, height } = this.size;
    if (width < 40 || height < 40) return;
    if (this.first) this.first = fitted(this.first, this.aspect, this.size);
    this.#drawing = window.Plotly.relayout(this.plot, { width, height, "scene.camera": this.#camera() });
  }

  /** Plotly is about to draw a frame. */
  #seen() {
    if (!this.projection.update()) return;
    const long = this.paths.reduce((sum, path) => sum + path.long, 0);
    this.#refit(long < MANY);
    clearTimeout(this.#rest);
    if (long >= MANY) this.#rest = setTimeout(() => this.ready && this.#refit(), REST);
  }

  /** Another race, start, theme or chosen racer. */
  redraw() {
    if (!this.ready) return;
    const { race, ground, theme, chosen, height } = this.hub;
    const { looks } = ground.themes[theme];
    const here = race?.ground === ground.key && this.#plotted.ground === ground;
    if (here && !this.#informed && !this.hub.camera) {
      this.first = null;
      this.follow();
    }
    this.paths = (here ? race.runs : []).map(
      (run) => new Path(run, { ...looks[run.slot], strong: run.slot === chosen }, ground.tone, height),
    );
    this.#refit();
  }

  /** Everything that depends on the camera. */
  #refit(fine = true) {
    const { width, height } = this.size;
    const { trails, hub } = this;
    if (trails.past.width !== width || trails.past.height !== height) trails.resize(width, height);
    for (const path of this.paths) path.fit(this.projection, this.field, fine);
    trails.setTracks(this.paths.map((path) => path.track), hub.ground.themes[hub.theme].halo);
    this.box.draw(this.projection, hub.ground.bounds, this.heights.ticks, namesOn(hub));
    this.crosses.draw(this.projection, this.field, this.#minima(), hub.ground.space.themes[hub.theme].cross);
    this.moveRing();
    this.draw();
  }

  /** The moving things at the hub's time; the whole paths while the start is held. */
  draw() {
    if (!this.ready) return;
    const { swarm, ground, theme, held, still } = this.hub;
    const time = still ?? this.hub.time;
    this.trails.draw(time, held);
    const crowd = swarm?.ground === ground.key && !held ? swarm : null;
    const colour = crowd && ground.themes[theme].looks[crowd.slot].colour;
    this.cloud.draw(crowd, time, this.projection, this.field, colour);
    this.over?.();
  }

  #minima() {
    const { ground, height } = this.hub;
    return ground.minima.map(([x, y]) => [x, y, heightOf(ground.tone, evaluate(ground.tree, x, y), height)]);
  }

  /** Put the ring on the start. */
  moveRing() {
    const { start } = this.hub;
    if (!this.ready) return;
    if (!start) return this.ring.put(null);
    const [px, py, seen] = this.pixel(...start);
    this.ring.put(Number.isNaN(px) ? null : [px, py], !seen); // no ring where the loss has no value
  }

  /** Where a place of the surface is seen, and whether nothing stands before it. */
  pixel(x, y) {
    const { ground, height } = this.hub;
    const z = heightOf(ground.tone, evaluate(ground.tree, x, y), height);
    const at = [0, 0];
    this.projection.project(x, y, z, at);
    return [...at, !hidden(this.field, x, y, z, this.projection.eye)];
  }

  /** Pixels of a point of the plane at the height of the surface over (a, b). */
  level(x, y, a, b) {
    const { ground, height } = this.hub;
    const at = [0, 0];
    this.projection.project(x, y, heightOf(ground.tone, evaluate(ground.tree, a, b), height), at);
    return at;
  }

  /** The point of the surface under a pixel of the view, in numbers no longer than the ground's grid is worth; or null. */
  at([px, py]) {
    if (!this.ready) return null;
    const { origin, direction } = this.projection.ray(px, py);
    const point = hit(this.field, origin, direction);
    if (!point) return null;
    const { dx, dy } = this.field;
    const digits = (unit) => Math.min(15, Math.max(0, 1 - Math.floor(Math.log10(unit))));
    return [Number(point[0].toFixed(digits(dx))), Number(point[1].toFixed(digits(dy)))];
  }
}

const thousandths = (value) => Number(value.toFixed(3));

const line = (first, step, count) => Float64Array.from({ length: count }, (_, i) => first + i * step);

const rows = ({ z, nx, ny }) => Array.from({ length: ny }, (_, j) => z.subarray(j * nx, (j + 1) * nx));

/** Plotly draws lines where our numbers stand; it would draw each text of its own by reading a canvas back. */
const gridLines = (ticks) => ({ tickmode: "array", tickvals: ticks.map(({ at }) => at), ticktext: ticks.map(() => "") });

/** True values along a linear vertical axis. */
function linearTicks(tone) {
  const high = tone.scale * Math.expm1(tone.top);
  if (!Number.isFinite(high) || !(high > 0)) return { ticks: [{ at: 0, text: short(tone.base) }] };
  const values = ticks(tone.base, tone.base + high, 4);
  return { ticks: values.map((value) => ({ at: (value - tone.base) / high, text: short(value) })) };
}
