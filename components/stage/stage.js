/** The stage: views, strip and transport on one clock, and what a new race or surface does to them. */

import { Glass, HTML as GLASS, OPEN } from "../glass/glass.js";
import { HTML as MODELLED, MODEL } from "../taylor/band.js";
import { Critical } from "../taylor/critical.js";
import { Model } from "../taylor/model.js";
import { writeView } from "./address.js";
import { HTML as ALOUD, aloud } from "./aloud.js";
import { channel } from "./channel.js";
import { Clock } from "./clock.js";
import { hub } from "./hub.js";
import { SWITCH } from "./layout.js";
import { calm } from "./motion.js";
import { paper } from "./paper.js";
import { decode, inEpochs } from "./race.js";
import { rename } from "./names.js";
import { KINDS, Strip } from "./strip.js";
import { HTML as TRANSPORT, transport } from "./transport.js";
import { HTML as VIEWS, Views } from "./views.js";
import { HTML as WORKING, working } from "./working.js";

const AXES = ["updates", "epochs", "samples"];

const HTML = `
  <div class="views">${VIEWS}${WORKING}</div>
  <section class="strip" aria-label="Curves over the steps">
    <div class="main">
    <div class="head"><fieldset class="kinds">
      <legend class="hidden">The strip shows</legend>
      <label class="axis" hidden><span class="hidden">The clock counts</span><select>
        ${AXES.map((name) => `<option>${name}</option>`).join("")}
      </select></label>
      ${KINDS.map(([id, name]) => `<label><input type="radio" name="strip" value="${id}"><span data-named="${name}"></span></label>`).join("")}
    </fieldset>
    <div class="caption"></div></div>
    </div>
    <div class="rates" hidden><div class="says"></div></div>
  </section>
  ${GLASS}
  ${MODELLED}
  <div class="transport" role="toolbar" aria-label="Player">${TRANSPORT}${OPEN}${MODEL}${SWITCH}</div>
  ${ALOUD}
`;

let present = null;

/** Where the ball of the i-th run stands at this moment on the map or in the 3-D view, in that view's pixels. */
export function ball(i, view = "map") {
  const { trails } = present.views[view];
  return trails.place(trails.tracks[i], hub.time);
}

/** For tests: the paths in space, the pixel of a place of the surface, whether it can be seen, and the clock. */
export const ropes = () => present.views.space.paths;
export const pixel = (x, y) => present.views.space.pixel(x, y).slice(0, 2);
export const seen = (x, y) => present.views.space.pixel(x, y)[2];
export const seek = (time) => present.clock.seek(time);

export class Stage {
  #leave = new AbortController();
  #loads = null;
  #given = null; // the race as it came
  #waits = false; // for a race that a link has opened and that takes long: it plays when it comes
  #restarted = 0; // serial number of the last edit that asked for a new run

  /** @param {HTMLElement} element */
  constructor(element) {
    const { signal } = this.#leave;
    present = this;
    this.element = element;
    element.innerHTML = HTML;
    this.axis = element.querySelector(".axis select");
    this.clock = new Clock();
    const place = (x, y, settled, jump) => this.#place(x, y, settled, jump);
    this.views = new Views(element, hub, place, signal);
    const seek = (time) => { this.clock.pause(); this.clock.seek(Math.round(time)); };
    this.strip = new Strip(element.querySelector(".strip .main"), hub, seek, signal);
    this.rates = new Strip(element.querySelector(".strip .rates"), hub, seek, signal, "rate");
    this.transport = transport(element.querySelector(".transport"), this.clock, signal);
    this.glass = new Glass(element, hub, this.views, this.clock, signal);
    this.model = new Model(element, hub, this.views, signal);
    this.critical = new Critical(element, hub, this.views, signal);
    this.views.map.over = () => {
      this.critical.draw();
      this.model.draw();
      this.glass.draw();
    };
    this.views.overSpace = (space) => {
      this.critical.drawIn(space);
      this.model.drawIn(space);
      this.glass.drawIn(space);
    };
    const quick = new URL("../race", import.meta.url); // of this page's version: see components/assets.py
    const tell = working(element.querySelector(".working"), channel, signal);
    channel.open(quick, () => hub.ground?.key, (answer, edits) => this.#show(answer, edits), tell);
    aloud(element.querySelector(".aloud"), hub, signal);
    paper(element, this.views, hub, signal);
    this.#wire(signal);
  }

  #wire(signal) {
    const { clock, views, strip, rates } = this;
    clock.addEventListener("time", () => {
      hub.put("time", clock.time);
      hub.change("step", Math.floor(clock.time + 1e-9));
      views.draw();
      strip.draw();
      rates.draw();
      if (!clock.playing) this.#writeView();
    }, { signal });
    clock.addEventListener("state", () => {
      hub.change("playing", clock.playing);
      views.draw(); // some things are drawn at rest only
      this.#writeView();
    }, { signal });
    hub.on("ground", () => rename(this.element, hub), signal);
    hub.on("paint", () => views.draw(), signal);
    hub.on("race ground theme strip chosen swarm", () => strip.redraw(), signal);
    hub.on("race ground theme strip chosen", () => this.#showRates(), signal);
    hub.on("held", () => {
      strip.draw();
      rates.draw();
      if (!hub.held) channel.rest();
    }, signal);
    hub.on("axis", () => {
      this.axis.value = hub.axis;
      if (this.#given) this.#take(this.#given);
    }, signal);
    this.axis.addEventListener("change", () => hub.put("axis", this.axis.value), { signal });
    hub.on("chosen strip view camera height axis line arrows model", () => this.#writeView(), signal);
    for (const radio of this.element.querySelectorAll("[name=strip]")) {
      radio.addEventListener("change", () => hub.put("strip", radio.value), { signal });
    }
    hub.on("strip", () => {
      this.element.querySelector(`[name=strip][value=${hub.strip}]`).checked = true;
    }, signal);
  }

  /** Schedules stand under the loss, on the same clock, where there is one; not twice. */
  #showRates() {
    const { element } = this.rates;
    const timed = hub.strip !== "rate" && (hub.race?.runs ?? []).some(({ lr }) => lr.some((rate) => rate !== lr[0]));
    element.hidden = !timed;
    this.element.classList.toggle("timed", timed);
    if (timed) this.rates.redraw();
  }

  /** A message of the session: a race, and with a newly followed link the view that it asks for. */
  receive(message) {
    const { loads, answer, link, view, ground, late } = message;
    const fresh = loads !== this.#loads;
    this.#loads = loads;
    if (channel.answered(answer.serial, link, late, loads) || fresh) {
      if (ground !== hub.ground?.key && ground === hub.given?.key) hub.put("ground", hub.given);
      this.#take(decode(message));
      if (fresh) this.#open(view, late);
      else if (this.#waits && !late) this.#begin();
      else this.#restart([answer]);
    }
    this.#writeView();
  }

  /** A quick answer: the race that the hand has asked for, on a surface that may be new. */
  #show({ race, ground }, edits) {
    const { loads, answer } = hub.race;
    if (ground) hub.put("ground", ground);
    this.#take({ ...decode(race), loads, answer });
    if (this.#waits) this.#begin();
    else this.#restart(edits);
  }

  #take(given) {
    this.#given = given;
    const race = hub.axis === "updates" || !given.samples ? given : inEpochs(given);
    this.axis.parentElement.hidden = !given.samples;
    this.clock.setEnd(race.steps);
    if (!hub.held && !channel.waits("start")) hub.start = race.start;
    hub.put("race", race);
    this.transport.showTime();
  }

  /** Start as the link says: on its step, or playing from the beginning. */
  #open({ axis, step, speed, chosen, strip, view, camera, height, line, arrows, model }, late) {
    this.clock.setSpeed(speed);
    hub.put("axis", axis);
    hub.put("chosen", chosen);
    hub.put("strip", strip);
    hub.put("camera", camera);
    hub.put("height", height);
    hub.put("view", view);
    hub.put("arrows", arrows);
    this.clock.pause();
    this.clock.seek(step ?? (calm() ? this.clock.end : 0));
    hub.put("line", step === null ? null : line);
    hub.put("model", model && { order: model[0], radius: model[1], at: model.length > 2 ? model.slice(2) : null });
    const loads = this.#loads;
    this.#waits = late && step === null;
    if (step === null && !calm() && !late) this.views.drawn.then(() => loads === this.#loads && this.clock.play());
  }

  /** If one of these edits asks for it: run again from the beginning; who wants little motion sees the whole paths. */
  #restart(edits) {
    const asked = Math.max(0, ...edits.filter(({ restart }) => restart).map(({ serial }) => serial));
    if (asked <= this.#restarted) return;
    this.#restarted = asked;
    this.#begin();
  }

  #begin() {
    this.#waits = false;
    if (calm()) {
      this.clock.seek(this.clock.end);
    } else {
      this.clock.seek(0);
      this.clock.play();
    }
  }

  /** Put the start at (x, y): a click runs from there, a drag shows the whole paths while it lasts. */
  #place(x, y, settled, jump = false) {
    const restart = settled && (jump || this.clock.playing);
    channel.push("start", { op: "start", x, y, settled, restart });
    hub.put("start", [x, y]);
  }

  #writeView() {
    const { clock } = this;
    if (!hub.race) return;
    const step = Math.floor(clock.time + 1e-9);
    writeView({
      step: clock.playing ? null : String(step),
      speed: clock.speed === 1 ? null : String(clock.speed),
      chosen: hub.chosen === null ? null : String(hub.chosen),
      strip: hub.strip === "loss" ? null : hub.strip,
      view: hub.view,
      camera: hub.camera?.join(" ") ?? null,
      height: hub.height === "tone" ? null : hub.height,
      axis: hub.axis === "updates" ? null : hub.axis,
      line: hub.line === null ? null : String(hub.line),
      arrows: hub.arrows === 1 ? null : String(hub.arrows),
      model: hub.model && [hub.model.order, hub.model.radius, ...(hub.model.at ?? [])].join(" "),
    });
  }

  leave() {
    this.clock.pause();
    this.#leave.abort();
  }
}
