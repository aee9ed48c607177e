/**
 * The Taylor model on the stage: at the ball of the chosen racer, following it, or at a point that the hand drags. The
 * numbers come from the server, one question at a time; of those that wait only the newest is asked.
 */

import { Pen } from "../glass/pen.js";
import { answerTo, Unanswered } from "../stage/ask.js";
import { channel } from "../stage/channel.js";
import { Layer } from "../stage/canvas.js";
import { free } from "../stage/keys.js";
import { placed, surfaceOf } from "../stage/names.js";
import { nudged } from "../stage/nudge.js";
import { short } from "../stage/numbers.js";
import { followed, updatesAt } from "../stage/race.js";
import { HANDLE } from "./band.js";
import { ErrorPlot } from "./errors.js";
import { inSpace, onMap } from "./scene.js";

const FIRST = 0.12; // radius at first, in lengths of the map
const FINEST = 1e-3; // the least radius of the dial, likewise

let present = null;

/** For tests: what stands on the map, in pixels, on which axes, and what it was drawn from. */
export const drawn = () => ({
  marks: present.pen.drawn,
  axes: present.axes,
  data: present.data,
  patch: present.patch,
});

export class Model {
  #flying = false;
  #waiting = null;
  #shown = "";
  #surface = null; // on which it stands
  #held = false;
  data = null;
  shows = "circle";

  /** @param {HTMLElement} element the stage @param {import("../stage/hub.js").Hub} hub */
  constructor(element, hub, views, signal) {
    present = this;
    Object.assign(this, { element, hub, views });
    this.band = element.querySelector(".modelled");
    this.button = element.querySelector("[name=model]");
    this.pen = new Pen(element.querySelector(".map .overlay"));
    this.sheet = new Layer(element.querySelector(".space .overlay"), "sheet");
    this.errors = new ErrorPlot(this.band.querySelector(".errors"), signal);
    element.querySelector(".map .start").insertAdjacentHTML("afterend", HANDLE);
    this.handle = element.querySelector(".model-point");
    this.#listen(signal);
  }

  #listen(signal) {
    const { hub, band, button, handle } = this;
    const on = (target, name, act) => target.addEventListener(name, act, { signal });
    on(button, "click", () => this.toggle());
    on(band.querySelector("[name=close]"), "click", () => hub.put("model", null));
    on(band.querySelector("[name=ball]"), "click", () => this.#change({ at: null }));
    for (const radio of band.querySelectorAll("[name=order]")) on(radio, "change", () => this.#change({ order: Number(radio.value) }));
    for (const radio of band.querySelectorAll("[name=shows]")) {
      on(radio, "change", () => {
        this.shows = radio.value;
        this.draw();
        this.#tell();
      });
    }
    on(band.querySelector(".radius input"), "input", (event) => this.#change({ radius: this.#radius(Number(event.target.value)) }));
    on(document, "keydown", (event) => this.#key(event));
    on(handle, "pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      this.#held = true;
    });
    on(handle, "pointermove", (event) => {
      if (!this.#held) return;
      const box = this.views.map.element.getBoundingClientRect();
      const point = this.views.map.point(event.clientX - box.left, event.clientY - box.top);
      this.#change({ at: point });
    });
    for (const name of ["pointerup", "pointercancel"]) on(handle, name, () => (this.#held = false));
    on(handle, "keydown", (event) => {
      const { x, y } = this.views.map.axes();
      const point = nudged(event, this.#point, [x.range[1] - x.range[0], y.range[1] - y.range[0]]);
      if (point) this.#change({ at: point });
    });
    hub.on("step race chosen", () => this.#ask(), signal);
    hub.on("theme", () => this.draw(), signal);
    hub.on("line", () => hub.line !== null && hub.model && hub.put("model", null), signal);
    hub.on("ground", () => this.#moved(), signal);
    hub.on("model", () => (hub.model ? this.#show() : this.#hide()), signal);
  }

  /** On another surface the point is another one, and so is a fitting radius. */
  #moved() {
    const { hub } = this;
    const surface = hub.ground ? surfaceOf(hub.ground) : this.#surface;
    const other = this.#surface && surface !== this.#surface;
    this.#surface = surface;
    if (hub.model && this.band.hidden) this.#show(); // a link that opened it came before its surface
    if (other && hub.model) this.#change({ at: null, radius: rounded(FIRST * this.#longer) });
  }

  toggle() {
    const { hub } = this;
    if (!hub.ground) return;
    if (!hub.model) hub.put("line", null);
    hub.put("model", hub.model ? null : { order: 2, radius: rounded(FIRST * this.#longer), at: null });
  }

  #key(event) {
    if (!free(event)) return;
    if (event.key === "m") this.toggle();
    else if (event.key === "Escape" && this.hub.model) this.hub.put("model", null);
    else return;
    event.preventDefault();
  }

  get #longer() {
    return Math.max(...this.hub.ground.bounds.map(([low, high]) => high - low));
  }

  /** The radius at a place of the dial, 0 to 1. */
  #radius(part) {
    return rounded(this.#longer * FINEST ** (1 - part));
  }

  /** Where the model stands. */
  get #point() {
    return this.hub.model?.at ?? this.data?.point ?? this.hub.start;
  }

  #change(how) {
    this.hub.put("model", { ...this.hub.model, ...how });
  }

  #show() {
    const { hub, band } = this;
    if (!hub.ground) return;
    band.hidden = false;
    this.element.classList.add("modelling");
    this.button.setAttribute("aria-pressed", "true");
    band.querySelector(`[name=order][value="${hub.model.order}"]`).checked = true;
    const dial = band.querySelector(".radius input");
    const part = 1 - Math.log(hub.model.radius / this.#longer) / Math.log(FINEST);
    if (Math.abs(Number(dial.value) - part) > 0.005) dial.value = String(part);
    dial.setAttribute("aria-valuetext", short(hub.model.radius, 3));
    band.querySelector(".radius output").textContent = short(hub.model.radius, 3);
    band.querySelector("[name=ball]").hidden = !hub.model.at;
    this.#place();
    this.#ask();
  }

  #hide() {
    if (this.band.hidden) return;
    const inside = this.band.contains(document.activeElement);
    this.band.hidden = true;
    this.handle.hidden = true;
    this.data = null;
    this.#shown = "";
    this.element.classList.remove("modelling");
    this.button.setAttribute("aria-pressed", "false");
    this.pen.clear();
    this.sheet.clear();
    if (inside) this.button.focus();
  }

  /** Ask for the model where it now stands. */
  async #ask() {
    const { hub } = this;
    if (!hub.model || !hub.race) return;
    const { order, radius, at } = hub.model;
    const step = at ? 0 : updatesAt(followed(hub.race, hub.chosen), hub.step);
    const question = { ...channel.question, slot: hub.chosen, step, model: [order, radius, ...(at ?? [])] };
    const body = JSON.stringify(question);
    if (body === this.#shown) return;
    if (this.#flying) {
      this.#waiting = body;
      return;
    }
    this.#flying = true;
    try {
      const found = await answerTo(new URL("../model", import.meta.url), question);
      if (hub.model) {
        this.#shown = body;
        this.#take(found);
      }
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
    } finally {
      this.#flying = false;
    }
    const waits = this.#waiting !== null && this.#waiting !== body;
    this.#waiting = null;
    if (waits) this.#ask();
  }

  #take(data) {
    this.data = data.refused ? null : data;
    if (data.refused) this.#refused(data.refused);
    else this.#tell();
    this.views.draw();
  }

  #refused(words) {
    const { band } = this;
    for (const part of band.querySelectorAll(".which b, .where, .kind, .equation")) part.replaceChildren();
    band.querySelector(".says").textContent = words;
    this.errors.clear();
    this.pen.clear();
  }

  #tell() {
    const { data, band } = this;
    if (!data) return;
    const [x, y] = data.point.map((value) => short(value, 3));
    const step = data.step === null ? "" : ` <i>θ</i><sub>${data.step}</sub> =`;
    band.querySelector(".which b").textContent = data.name || "A point";
    band.querySelector(".where").innerHTML = `${step} (${x}, ${y})`;
    band.querySelector(".kind").textContent = data.kind;
    band.querySelector(".says").innerHTML = [...data.lacks, this.shows === "circle" ? data.circleSays : data.stepsSay].filter(Boolean).join(" ");
    band.querySelector(".equation").innerHTML = data.formula.join("");
    band.querySelector(".swatch").style.background = this.#look().colour;
  }

  #look() {
    const { hub } = this;
    const theme = hub.ground.themes[hub.theme];
    const accent = getComputedStyle(this.element).getPropertyValue("--st-primary-color").trim() || theme.ink;
    const colour = this.data?.slot === null || this.data?.slot === undefined ? theme.ink : theme.looks[this.data.slot].colour;
    return { colour, ink: theme.ink, halo: theme.halo, accent };
  }

  #place() {
    const { map } = this.views;
    const point = this.#point;
    this.handle.hidden = !map.ready || !point;
    if (this.handle.hidden) return;
    const [px, py] = map.toPixels(...point);
    this.handle.style.transform = `translate(${px}px, ${py}px)`;
    this.handle.setAttribute("aria-label", `Point of the model, ${placed(this.hub, point)}. Arrow keys move it, with Shift finely.`);
  }

  /** The model on the map, and as a sheet in 3-D. */
  draw() {
    const { hub, data } = this;
    if (!hub.model || !data || !hub.theme || hub.race?.ground !== hub.ground.key) return;
    const { map } = this.views;
    if (!map.ready || !this.views.layout.shows("map")) return;
    const axes = (this.axes = map.axes());
    const pixels = axes.x.length / (axes.x.range[1] - axes.x.range[0]);
    const view = {
      place: ([x, y]) => map.toPixels(x, y, axes),
      back: ([px, py]) => map.toData(px, py, axes),
      pixels: (length) => length * pixels,
    };
    const look = this.#look();
    this.pen.start(map.size.width, map.size.height, [axes.x.offset, axes.y.offset, axes.x.length, axes.y.length], look.halo);
    onMap(this.pen, view, data, this.shows, hub.ground, look);
    this.pen.end(true);
    this.#place();
    this.errors.draw(data, look);
  }

  /** @param {import("../stage/space.js").SpaceView} space */
  drawIn(space) {
    const { hub, data, sheet } = this;
    const { width, height } = space.projection;
    if (!hub.model || !data) return sheet.width && sheet.clear();
    sheet.resize(width, height);
    this.patch = inSpace(sheet, space, data, hub.ground, hub.height, this.#look());
  }
}

/** In three digits, so that links stay short. */
const rounded = (value) => Number(value.toPrecision(3));
