/** The map and the surface in 3-D, side by side or one of them; only what is shown is loaded and drawn. */

import { BUTTON as CRITICAL } from "../taylor/critical.js";
import { FULL, Layout } from "./layout.js";
import { MapView } from "./map.js";
import { webgl } from "./webgl.js";

const HEIGHTS = [
  ["tone", "Log height", "Heights as the map's colours: linear near the lowest loss, logarithmic above"],
  ["linear", "Linear height", "Heights in proportion to the loss"],
];

export const HTML = `
  <section class="map" aria-label="Map of the surface, with the racers' paths">
    <div class="plot"></div>
    <div class="overlay" aria-hidden="true"></div>
    <button type="button" class="start" hidden><span></span></button>
    <div class="readout"></div>
    <div class="zoom" role="group" aria-label="Zoom">
      <button type="button" value="in" aria-label="Zoom in" title="Zoom in">+</button>
      <button type="button" value="out" aria-label="Zoom out" title="Zoom out">−</button>
      <button type="button" value="all" aria-label="Whole map" title="Whole map">⤢</button>
      ${CRITICAL}
      ${FULL("map", "Map")}
    </div>
  </section>
  <section class="space" aria-label="The surface in 3-D, with the racers' paths">
    <div class="scene" tabindex="0" role="application"
      aria-label="The surface in 3-D. Arrow keys turn it, plus and minus bring it nearer and farther."></div>
    <div class="overlay" aria-hidden="true"></div>
    <button type="button" class="ring" hidden><span></span></button>
    <div class="value"></div>
    <div class="tools" role="group" aria-label="3-D view">
      <button type="button" class="reset" aria-label="First look" title="First look">⟲</button>
      ${FULL("3d", "3-D view")}
    </div>
    <fieldset class="switch heights">
      <legend class="hidden">Vertical scale</legend>
      ${HEIGHTS.map(([id, name, title]) => `<label title="${title}"><input type="radio" name="height" value="${id}" aria-describedby="height-${id}"><span>${name}</span></label><span id="height-${id}" hidden>${title}</span>`).join("")}
    </fieldset>
    <p class="missing" hidden>The 3-D view needs WebGL, which this browser does not offer.</p>
  </section>
`;

/** A moment when the map and the first steps are on screen and the browser has time. */
const leisure = () =>
  new Promise((resolve) => {
    const idle = window.requestIdleCallback ?? ((then) => setTimeout(then, 200));
    setTimeout(() => idle(resolve, { timeout: 1000 }), 150);
  });

export class Views {
  #space = null;
  #wanted = false;
  #tellDrawn;

  /**
   * @param {HTMLElement} stage
   * @param {import("./hub.js").Hub} hub
   * @param {(x: number, y: number, settled: boolean, jump?: boolean) => void} place puts the start somewhere
   */
  constructor(stage, hub, place, signal) {
    this.element = stage.querySelector(".space");
    this.hub = hub;
    this.place = place;
    this.signal = signal;
    /** kept once a first picture is on screen */
    this.drawn = new Promise((resolve) => (this.#tellDrawn = resolve));
    this.map = new MapView(stage.querySelector(".map"), hub, place, signal);
    this.layout = new Layout(stage, hub, () => this.layout && this.#arrange(), signal);
    hub.on("ground theme", () => this.#arrange(), signal);
    hub.on("race chosen swarm", () => this.#redraw(), signal);
    hub.on("start", () => this.#moveStart(), signal);
    hub.on("held", () => this.draw(), signal);
    hub.on("height", () => this.#arrange(), signal);
    hub.on("camera", () => this.#space?.follow(), signal);
    this.#controls();
  }

  /** The moving things at the hub's time. */
  draw() {
    if (this.layout.shows("map")) this.map.draw();
    if (this.layout.shows("3d")) this.#space?.draw();
  }

  #redraw() {
    if (this.layout.shows("map")) this.map.redraw();
    if (this.layout.shows("3d")) this.#space?.redraw();
  }

  #moveStart() {
    if (this.layout.shows("map")) this.map.moveHandle();
    if (this.layout.shows("3d")) this.#space?.moveRing();
  }

  /** Bring what is shown up to date: the map first. */
  async #arrange() {
    const { hub, layout } = this;
    if (!hub.ground || !hub.theme) return;
    if (layout.shows("map")) {
      await this.map.setGround();
      this.map.redraw();
      this.#tellDrawn();
    }
    if (!layout.shows("3d")) return this.#space?.hide();
    if ((this.#space || (await this.#load())) && layout.shows("3d")) await this.#space.show();
    this.#tellDrawn();
  }

  async #load() {
    const there = webgl();
    this.element.querySelector(".missing").hidden = there;
    this.element.classList.toggle("without", !there);
    if (!there || this.#wanted) return false;
    this.#wanted = true;
    if (this.layout.shows("map")) await leisure();
    const { SpaceView } = await import("./space.js");
    if (this.signal.aborted) return false;
    this.#space = new SpaceView(this.element, this.hub, this.place, this.signal);
    this.#space.over = () => this.overSpace?.(this.#space);
    return true;
  }

  #controls() {
    const { element, hub, signal } = this;
    element.querySelector(".reset").addEventListener("click", () => this.#space?.reset(), { signal });
    for (const radio of element.querySelectorAll("[name=height]")) {
      radio.addEventListener("change", () => hub.put("height", radio.value), { signal });
    }
    const check = () => (element.querySelector(`[name=height][value=${hub.height}]`).checked = true);
    hub.on("height", check, signal);
  }

  /** The 3-D view, once it is loaded. */
  get space() {
    return this.#space;
  }
}
