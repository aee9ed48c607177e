/** The racers' cards: legend, live numbers, on/off, duplicate, remove, dials. They follow the stage of the same page. */

import { channel } from "../stage/channel.js";
import { hub } from "../stage/hub.js";
import { rename } from "../stage/names.js";
import { Card, groups, kind, option } from "./card.js";
import { Params } from "./params.js";

const BRAND = `
  <header><strong>Steepest</strong><a href="course">Course</a><a href="catalogue">Catalogue</a><button type="button" name="copy">Copy link</button><span class="hidden" role="status"></span></header>
`;

const lists = new WeakMap();

/** What Streamlit calls, again with every new message. */
export function racers({ parentElement, data }) {
  const element = parentElement.querySelector(".steepest-racers");
  let list = lists.get(element);
  if (!list) {
    list = new Racers(element);
    lists.set(element, list);
  }
  list.receive(data);
  return () => {
    list.leave();
    lists.delete(element);
  };
}

class Racers {
  #cards = new Map();
  #asked = false; // for a new racer, whose card opens when it comes; those that a link brings stay closed
  #leave = new AbortController();

  constructor(element) {
    const { signal } = this.#leave;
    element.innerHTML = `${BRAND}<div class="params"></div><ul class="cards"></ul><label class="add"><span class="hidden">Add a racer</span><select></select></label>`;
    this.params = new Params(element.querySelector(".params"));
    this.cards = element.querySelector(".cards");
    this.add = element.querySelector("select");
    for (const link of element.querySelectorAll("header a")) {
      link.href = new URL(link.getAttribute("href"), document.baseURI).href;
    }
    const copy = element.querySelector("[name=copy]");
    copy.addEventListener("click", () => copyLink(copy, copy.nextElementSibling), { signal });
    this.add.addEventListener("change", () => {
      channel.push("add", { op: "add", optimizer: this.add.value, settled: true });
      this.add.value = "";
      this.#asked = true;
    }, { signal });
    this.cards.addEventListener("click", ({ target }) => {
      if (target.closest("[name=duplicate]")) this.#asked = true;
    }, { signal });
    hub.on("ground theme chosen", () => this.#each((card) => card.paint()), signal);
    hub.on("ground", () => rename(this.cards, hub), signal);
    hub.on("race step swarm", () => this.#each((card) => card.show()), signal);
    hub.on("crowd", () => this.#each((card) => card.work()), signal);
  }

  /** @param {{surface: object, racers: object[], optimizers: object[], schedules: object[], tied: boolean, full: boolean}} data */
  receive({ surface, racers, optimizers, schedules, tied, full }) {
    this.params.receive(surface);
    const slots = new Set(racers.map((r) => r.slot));
    for (const [slot, card] of this.#cards) {
      if (slots.has(slot)) continue;
      card.element.remove();
      this.#cards.delete(slot);
      if (hub.chosen === slot) hub.put("chosen", null);
    }
    racers.forEach((racer, index) => {
      let card = this.#cards.get(racer.slot);
      const isNew = !card;
      let switched = false; // and so made anew under the hand
      const fresh = !card || card.kind !== kind(racer);
      if (fresh) {
        switched = card?.find(".variant input") === document.activeElement;
        card?.element.remove();
        card = new Card(racer, optimizers, schedules);
        this.#cards.set(racer.slot, card);
      }
      if (this.cards.children[index] !== card.element) this.cards.insertBefore(card.element, this.cards.children[index] ?? null);
      card.receive(racer);
      if (switched) card.find(".variant input").focus();
      card.rateMoved = (rate) => tied && this.#each((other) => other !== card && other.showRate(rate));
      if (isNew && this.#asked) {
        this.#asked = false;
        hub.put("chosen", racer.slot);
      }
    });
    this.add.replaceChildren(option("", full ? "The race is full" : "+ Add a racer"), ...groups(optimizers));
    this.add.disabled = full;
  }

  #each(what) {
    for (const card of this.#cards.values()) what(card);
  }

  leave() {
    this.#leave.abort();
  }
}

/** Put the address of this very experiment on the clipboard; where the browser forbids it, show it to be copied. */
async function copyLink(button, told) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = told.textContent = "Link copied";
    setTimeout(() => {
      button.textContent = label;
      told.textContent = "";
    }, 1500);
  } catch {
    window.prompt("The link of this experiment:", location.href);
  }
}
