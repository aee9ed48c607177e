/**
 * Tells the server where the player stands, and in which race, once it rests: paused, no hand on anything. Nothing is sent
 * while it plays, while no panel is open, or when nothing changed; one report is in flight at a time.
 */

import { writeView } from "../stage/address.js";
import { hub } from "../stage/hub.js";
import { followed, updatesAt } from "../stage/race.js";
import { HTML as WORKING } from "../stage/working.js";
import { Record } from "./record.js";

const REST = 120; // milliseconds without a change
const PATIENCE = 4000; // after which an unanswered report no longer holds the next one back

const followers = new WeakMap();

/** What Streamlit calls, again with every new message. */
export function follow({ parentElement, data, setTriggerValue }) {
  const element = parentElement.querySelector(".steepest-follow");
  let one = followers.get(element);
  if (!one) {
    one = new Follower(element);
    followers.set(element, one);
  }
  one.receive(data, (view) => setTriggerValue("view", view));
  return () => {
    one.leave();
    followers.delete(element);
  };
}

class Follower {
  #leave = new AbortController();
  #known = null;
  #sent = "";
  #flying = false;
  #rest = 0;
  #patience = 0;
  #again = false; // whether the panels wait for a report, though nothing has changed
  #record;

  constructor(element) {
    const { signal } = this.#leave;
    const ready = () => {
      this.#again = true;
      this.#wait();
    };
    element.innerHTML = WORKING;
    this.#record = new Record(element.querySelector(".working"), ready, signal);
    hub.on("step time held playing race chosen theme", () => this.#wait(), signal);
    hub.on("time race", () => this.#known?.open.length && showTime(), signal);
    hub.on("playing", () => document.documentElement.toggleAttribute("data-playing", hub.playing), signal);
    const observer = new ResizeObserver(() => { letScroll(); this.#wait(); }); // with the window text changes its size
    observer.observe(document.documentElement);
    signal.addEventListener("abort", () => observer.disconnect());
    hub.on("race", () => {
      this.#sent = "";
      this.#writeLink();
    }, signal);
  }

  /** @param {{open: string[], told: number, view: object, late: {link: string, slot: number}|null}} data */
  receive(data, send) {
    const opened = data.open.length > (this.#known?.open.length ?? 0);
    if (data.told !== this.#known?.told) this.#flying = false;
    this.#known = data;
    this.send = send;
    this.#record.wait(data.late);
    this.#writeLink();
    if (opened) this.#tell();
    else this.#wait();
    requestAnimationFrame(() => requestAnimationFrame(() => { showTime(); showCurrentRow(); letScroll(); }));
  }

  #wait() {
    clearTimeout(this.#rest);
    if (!hub.playing && !hub.held) this.#rest = setTimeout(() => this.#tell(), REST);
  }

  #tell() {
    if (!this.#known?.open.length || !hub.race || hub.playing || hub.held || this.#flying) return;
    const em = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const { loads, answer } = hub.race; // which race it is
    const step = updatesAt(followed(hub.race, hub.chosen), hub.step);
    const view = { step, chosen: hub.chosen, theme: hub.theme, em, loads, serial: answer.serial ?? null };
    const text = JSON.stringify(view);
    if (!this.#again && (text === this.#sent || same(view, this.#known.view))) return;
    this.#again = false;
    this.#sent = text;
    this.#flying = true;
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => { this.#flying = false; }, PATIENCE);
    this.send(view);
  }

  #writeLink() {
    if (this.#known && hub.race) writeView({ panels: this.#known.open.join(" ") || null });
  }

  leave() {
    clearTimeout(this.#rest);
    clearTimeout(this.#patience);
    this.#leave.abort();
  }
}

const same = (one, other) => Object.keys(one).every((key) => one[key] === other[key]);

/** The line at the present time moves over the figures as it does over the strip: see follow.css. */
function showTime() {
  const part = hub.race?.steps ? Math.min(hub.time / hub.race.steps, 1) : 0;
  for (const figure of document.querySelectorAll(".st-key-traced, .st-key-foreseen")) {
    figure.style.setProperty("--part", part);
  }
}

/** The table scrolls inside itself to the row of the present step; the page stays where it is. */
function showCurrentRow() {
  const row = document.querySelector(".steepest-table [aria-current]");
  const box = row?.closest(".steepest-table");
  if (box) box.scrollTop = row.offsetTop - 3 * row.offsetHeight; // below the head and two rows before it
}

/** A formula that is wider than its place can be scrolled by keys too. */
function letScroll() {
  for (const one of document.querySelectorAll(".st-key-open_panels :is(.katex-display, p:has(> .katex ~ .katex))")) {
    if (one.scrollWidth > one.clientWidth) one.tabIndex = 0;
    else one.removeAttribute("tabindex");
  }
}
