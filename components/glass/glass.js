/**
 * One step under the glass: the player's present step, opened. ◀ ▶ walk through the lines of the racer's update; each
 * line stands with its numbers under the views, lights up in the panel, and is drawn at the ball.
 */

import { channel } from "../stage/channel.js";
import { free } from "../stage/keys.js";
import { calm } from "../stage/motion.js";
import { short } from "../stage/numbers.js";
import { followed, stepOf, updatesAt } from "../stage/race.js";
import { fit, HTML, OPEN } from "./band.js";
import { Nearness } from "./near.js";
import { bar } from "./scale.js";
import { Pen } from "./pen.js";
import { picture } from "./picture.js";
import { Slice } from "./slice.js";
import { Steps } from "./steps.js";

const MOTION = 650; // milliseconds that a line takes to be drawn
const LONG = 0.5; // share of the map that the longest slope of the step may take
const SPACE = 0.35; // the same in 3-D, of the box
const OWN = ".equation, .start, .ring, .scene"; // what the arrow keys move while it has the focus

export { HTML, OPEN };

let present = null;

/** For tests: what stands on the map, in pixels, on which axes, whether it stays, and the pixels that a slope of 1 takes. */
export const drawn = () => ({
  marks: present.pen.drawn,
  axes: present.axes,
  stays: !present.near.busy,
  unit: present.unit,
  done: present.progress === 1,
  step: present.data?.t,
  line: present.index,
  cut: present.slice.numbers(),
});

export class Glass {
  #steps = new Steps();
  #asked = 0;
  #frame = 0;
  #wish = null; // the line to stand on once the step has come: an index, or -1 for the last
  #owed = 0; // lines that the hand has walked meanwhile
  data = null;
  index = 0;
  progress = 1;

  /**
   * @param {HTMLElement} element the stage
   * @param {import("../stage/hub.js").Hub} hub
   * @param {import("../stage/views.js").Views} views
   * @param {import("../stage/clock.js").Clock} clock
   */
  constructor(element, hub, views, clock, signal) {
    present = this;
    Object.assign(this, { element, hub, views, clock });
    this.band = element.querySelector(".opened");
    this.button = element.querySelector("[name=open]");
    this.pen = new Pen(element.querySelector(".map .overlay"));
    this.spacePen = new Pen(element.querySelector(".space .overlay"), true);
    this.stated = document.createElement("p");
    this.stated.className = "space-scale";
    this.stated.hidden = true;
    element.querySelector(".space").append(this.stated);
    this.near = new Nearness(views);
    this.scale = bar(element.querySelector(".map"), hub, signal);
    this.slice = new Slice(this.band.querySelector(".slice"), hub, signal);
    this.lit = new CSSStyleSheet();
    document.adoptedStyleSheets.push(this.lit);
    signal.addEventListener("abort", () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.lit);
      cancelAnimationFrame(this.#frame);
      this.near.leave();
    });
    this.#listen(signal);
  }

  #listen(signal) {
    const { hub, band } = this;
    const press = (name, act) => band.querySelector(`[name=${name}]`).addEventListener("click", act, { signal });
    press("before", () => this.walk(-1));
    press("after", () => this.walk(1));
    press("close", () => this.close());
    this.button.addEventListener("click", () => (this.isOpen ? this.close() : this.open()), { signal });
    document.addEventListener("keydown", (event) => this.#key(event), { signal, capture: true });
    hub.on("step race chosen held", () => this.#follow(), signal);
    hub.on("playing", () => hub.playing && this.close(), signal);
    hub.on("theme ground arrows", () => this.draw(), signal);
    hub.on("line", () => {
      if (hub.line === null) this.#hide();
      else if (!this.data || this.index !== hub.line) this.#follow(hub.line);
    }, signal);
  }

  get isOpen() {
    return this.hub.line !== null;
  }

  /** Open the step on which the player stands, or the first one. */
  open(line = 0) {
    this.clock.pause();
    if (this.#step < 1) this.#seek(1);
    this.hub.put("line", line);
  }

  close() {
    if (this.isOpen) this.hub.put("line", null);
  }

  /** One line on or back; beyond the ends, into the next step or the one before. */
  walk(by) {
    if (!this.data) return;
    if (this.#wish !== null) {
      this.#owed += by; // while the other step is on its way
      return;
    }
    const next = this.index + by;
    if (next in this.data.frames) return this.#stand(next);
    const step = this.#step + by;
    if (step < 1 || stepOf(this.#run, step) > this.clock.end) return;
    this.#wish = by > 0 ? 0 : -1;
    this.#seek(step);
  }

  get #run() {
    return followed(this.hub.race, this.hub.chosen);
  }

  /** How many updates its racer has made: the last of them is opened. */
  get #step() {
    return updatesAt(this.#run, this.hub.step);
  }

  #seek(step) {
    this.clock.seek(stepOf(this.#run, step));
  }

  #key(event) {
    const [back, on] = [() => this.walk(-1), () => this.walk(1)];
    const act = this.isOpen
      ? { ArrowLeft: back, PageUp: back, ArrowRight: on, PageDown: on, Escape: () => this.close(), o: () => this.close() }[event.key]
      : { o: () => this.open() }[event.key];
    if (!act || !free(event) || (event.key.startsWith("Arrow") && event.target.closest?.(OWN))) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** Bring the step on which the player stands. */
  async #follow(line = this.#wish ?? this.hub.line) {
    const { hub } = this;
    if (!this.isOpen || !hub.race || hub.playing || hub.held) return;
    const question = { ...channel.question, slot: hub.chosen, step: Math.max(this.#step, 1) };
    const asked = (this.#asked += 1);
    const data = this.#steps.known(question) ?? (await this.#steps.ask(question));
    if (asked !== this.#asked || !this.isOpen) return;
    this.#wish = null;
    if (typeof data === "string") return this.#refused(data);
    const fresh = this.data !== data;
    this.data = data;
    this.#show();
    this.#stand(line < 0 ? data.frames.length - 1 : Math.min(line, data.frames.length - 1));
    if (fresh) this.#bring();
    const owed = this.#owed;
    this.#owed = 0;
    for (let k = 0; k < Math.abs(owed); k++) this.walk(Math.sign(owed));
  }

  #refused(words) {
    this.#owed = 0;
    this.#show();
    this.#clear();
    this.band.querySelector(".which").hidden = true;
    this.band.querySelector(".equation").replaceChildren();
    this.band.querySelector(".says").textContent = words;
    this.views.draw();
  }

  #show() {
    this.band.hidden = false;
    this.element.classList.add("under-glass");
    this.button.setAttribute("aria-pressed", "true");
  }

  #hide() {
    if (this.band.hidden) return;
    const inside = this.band.contains(document.activeElement);
    this.band.hidden = true;
    this.#clear();
    this.#wish = null;
    this.#owed = 0;
    this.element.classList.remove("under-glass");
    this.button.setAttribute("aria-pressed", "false");
    this.near.restore();
    if (inside) this.button.focus();
    this.views.draw();
  }

  /** Nothing of a step is drawn or lit any more, and the racers stand at the clock's time. */
  #clear() {
    cancelAnimationFrame(this.#frame);
    this.data = null;
    this.lit.replaceSync("");
    this.pen.clear();
    this.spacePen.clear();
    this.stated.hidden = true;
    this.scale.hide();
    this.slice.clear();
    this.hub.still = null;
  }

  /** Stand on a line of the opened step, and draw it. */
  #stand(index) {
    const { data, hub, band } = this;
    const moved = hub.line !== index || this.index !== index;
    this.index = index;
    if (hub.line !== index) hub.put("line", index);
    const frame = data.frames[index];
    band.querySelector(".which").hidden = false;
    band.querySelector(".which b").textContent = data.name;
    band.querySelector(".which .step").innerHTML = `<i>θ</i><sub>${data.t - 1}</sub> → <i>θ</i><sub>${data.t}</sub>`;
    band.querySelector(".which .line").textContent = `${index + 1} of ${data.frames.length}`;
    band.querySelector(".equation").innerHTML = `${frame.rule}${frame.filled}${frame.result}`;
    band.querySelector(".says").innerHTML = frame.says;
    fit(band.querySelector(".told"), band.querySelector(".equation"));
    band.querySelector(".swatch").style.background = this.#colours().colour;
    this.lit.replaceSync(
      `.st-key-lines > :nth-child(${frame.line + 1}) { background: color-mix(in srgb, var(--st-primary-color, currentColor) 13%, transparent); border-radius: 0.5rem; box-shadow: 0 0 0 0.35rem color-mix(in srgb, var(--st-primary-color, currentColor) 13%, transparent); }`,
    );
    hub.still = stepOf(this.#run, data.t - 1);
    this.slice.show(data);
    this.#play(moved && !calm());
  }

  #play(moving) {
    cancelAnimationFrame(this.#frame);
    if (!moving) {
      this.progress = 1;
      return this.views.draw();
    }
    let first = null;
    const tick = (now) => {
      first ??= now;
      const share = Math.min((now - first) / MOTION, 1);
      this.progress = share < 1 ? 1 - (1 - share) ** 2 : 1;
      this.views.draw();
      if (share < 1) this.#frame = requestAnimationFrame(tick);
    };
    this.progress = 0;
    this.#frame = requestAnimationFrame(tick);
  }

  #colours() {
    const { hub } = this;
    const theme = hub.ground.themes[hub.theme];
    const style = getComputedStyle(this.element);
    return {
      ...theme.looks[this.data.slot],
      ink: theme.ink,
      halo: theme.halo,
      soft: theme.ink,
      accent: style.getPropertyValue("--st-primary-color").trim() || theme.ink,
      decay: theme.ink,
    };
  }

  #bring() {
    const { map } = this.views;
    const { x, y } = map.ready ? map.axes() : { x: { length: 1 }, y: { length: 1 } };
    this.near.bring(this.data, this.#unit(Math.min(x.length, y.length)));
  }

  /** Pixels that a slope of 1 takes on a map so large: the same for all racers at one step. */
  #unit(side) {
    const { reach } = this.data;
    return reach > 0 ? ((LONG * side) / nice(reach)) * this.hub.arrows : 1;
  }

  /**
   * The present line in 3-D: slopes lie level at the height of the point that they hang on, steps on the surface.
   * @param {import("../stage/space.js").SpaceView} space
   */
  drawIn(space) {
    const { data, hub, spacePen: pen } = this;
    if (!data || !hub.theme || hub.race?.ground !== hub.ground.key) return;
    const { width, height } = space.projection;
    const spans = hub.ground.bounds.map(([low, high]) => high - low);
    const unit = (this.#unit(Math.min(...spans)) * SPACE) / LONG;
    const look = this.#colours();
    const level = (vector, at) => {
      const [from, to] = [space.level(...at, ...at), space.level(at[0] + vector[0], at[1] + vector[1], ...at)];
      return [to[0] - from[0], to[1] - from[1]];
    };
    const view = {
      place: (point) => space.pixel(...point).slice(0, 2),
      slope: ([x, y], at) => level([x * unit, y * unit], at),
      step: level,
    };
    pen.taken = [];
    pen.start(width, height, [0, 0, width, height], look.halo);
    picture(pen, view, data, this.index, this.progress, look);
    pen.end(this.progress === 1);
    this.stated.hidden = false;
    this.stated.textContent = `slope 1 is ${short(unit, 2)} long here`;
  }

  /** The present line on the map. */
  draw() {
    const { map } = this.views;
    const { data, hub, pen } = this;
    if (!data || !map.ready || !hub.theme || hub.race?.ground !== hub.ground.key) return;
    if (!this.near.done) this.#bring();
    const axes = (this.axes = map.axes());
    const { width, height } = map.size;
    const pixels = axes.x.length / (axes.x.range[1] - axes.x.range[0]);
    const unit = (this.unit = this.#unit(Math.min(axes.x.length, axes.y.length)));
    const view = {
      place: ([x, y]) => map.toPixels(x, y, axes),
      slope: ([x, y]) => [x * unit, -y * unit],
      step: ([x, y]) => [x * pixels, -y * pixels],
    };
    const look = this.#colours();
    pen.taken = this.scale.place(map.element);
    pen.start(width, height, [axes.x.offset, axes.y.offset, axes.x.length, axes.y.length], look.halo);
    picture(pen, view, data, this.index, this.progress, look);
    pen.end(this.progress === 1);
    this.scale.show(unit, map.size, axes);
    this.slice.draw(look);
  }
}

/** The next of 1, 2, 5, 10, … not below. */
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 5, 10].find((m) => m * power >= value * 0.999999);
}
