/** One racer's card: legend, live numbers, on/off, duplicate, remove, dials. */

import { channel } from "../stage/channel.js";
import { hub } from "../stage/hub.js";
import { trace } from "../stage/marks.js";
import { rename } from "../stage/names.js";
import { short, steady } from "../stage/numbers.js";
import { at, ended } from "../stage/race.js";
import { shares } from "../swarm/swarm.js";
import { dial } from "./dial.js";

const CARD = `
  <div class="head">
    <button type="button" class="open" aria-expanded="false">
      <canvas width="88" height="40" aria-hidden="true"></canvas><span class="name"></span>
    </button>
    <span class="status"></span>
    <button type="button" name="toggle" class="switch" role="switch"><span></span></button>
  </div>
  <dl class="numbers">
    <div><dt data-named="f"></dt><dd class="loss"></dd></div>
    <div><dt data-named="‖∇f‖"></dt><dd class="gradient"></dd></div>
    <div><dt>at</dt><dd class="place"></dd></div>
    <div><dt>η</dt><dd class="rate"></dd></div>
  </dl>
  <p class="events"></p>
  <p class="shares"></p>
  <p class="crowd" hidden><progress max="1" aria-label="Swarm"></progress><span role="status"></span><span class="share" aria-hidden="true"></span><button type="button"></button></p>
  <div class="dials first"></div>
  <div class="dials sampled"></div>
  <div class="more">
    <label class="choice around" hidden><span>around</span> <select></select></label>
    <div class="dials rest"></div>
    <label class="choice variant" hidden><span></span> <input type="checkbox" role="switch"></label>
    <label class="choice schedule"><span>rate</span> <select></select></label>
    <label class="choice then" hidden><span>then</span> <select></select></label>
    <div class="dials timing"></div>
    <label class="choice swarm"><span>swarm</span> <select></select> <input type="number" class="many" step="1"></label>
    <div class="acts">
      <button type="button" name="duplicate">Duplicate</button>
      <button type="button" name="remove">Remove</button>
      <a class="about">About</a>
    </div>
  </div>
`;

export class Card {
  #dials = new Map();
  #cells = {};
  #timing = null; // the schedule whose dials stand on the card

  constructor(racer, optimizers, schedules) {
    this.slot = racer.slot;
    this.kind = kind(racer);
    this.element = document.createElement("li");
    this.element.className = "card";
    this.element.innerHTML = CARD;
    rename(this.element, hub);
    this.find = (selector) => this.element.querySelector(selector);
    this.find(".open").addEventListener("click", () => hub.put("chosen", hub.chosen === this.slot ? null : this.slot));
    this.#choice(".around", groups(optimizers.filter((one) => !one.wraps)), "inner", "optimizer");
    this.#choice(".schedule", schedules.map((one) => option(one.id, one.name)), "schedule", "schedule");
    const plain = schedules.filter((one) => !one.wraps);
    this.#choice(".then", plain.map((one) => option(one.id, one.name)), "schedule_inner", "schedule");
    this.#swarms();
    this.find(".variant input").addEventListener("change", () => this.#send("switch", {}));
    for (const name of ["toggle", "duplicate", "remove"]) {
      this.find(`[name=${name}]`).addEventListener("click", () => this.#send(name, {}));
    }
  }

  /** Tell the server of an edit of this racer. */
  #send(op, edit, settled = true, kind = op) {
    channel.push(`${kind} ${this.slot}`, { op, slot: this.slot, ...edit, settled });
  }

  /** A list to choose from, which sends the choice under `key`. */
  #choice(selector, options, op, key) {
    const select = this.find(`${selector} select`);
    select.replaceChildren(...options);
    select.addEventListener("change", () => this.#send(op, { [key]: select.value }));
  }

  /** Many runs at once: how they differ, and how many. */
  #swarms() {
    const [select, many] = [this.find(".swarm select"), this.find(".many")];
    const names = [["none", "none"], ["starts", "from many starts"], ["seeds", "with many seeds"]];
    select.replaceChildren(...names.map(([id, name]) => option(id, name)));
    const send = () => this.#send("swarm", { kind: select.value, n: many.value });
    select.addEventListener("change", send);
    many.addEventListener("change", send);
  }

  receive(racer) {
    this.racer = racer;
    const [select, many] = [this.find(".swarm select"), this.find(".many")];
    select.value = racer.swarm.kind;
    many.value = String(racer.swarm.n);
    many.hidden = racer.swarm.kind === "none";
    select.setAttribute("aria-label", `${racer.name}: swarm`);
    many.setAttribute("aria-label", `${racer.name}: runs of the swarm`);
    this.element.classList.toggle("off", !racer.on);
    this.find(".name").textContent = racer.name;
    this.find(".switch").setAttribute("aria-checked", String(racer.on));
    this.find(".switch").setAttribute("aria-label", `${racer.name} runs`);
    for (const name of ["duplicate", "remove"]) {
      this.find(`[name=${name}]`).setAttribute("aria-label", `${name} ${racer.name}`);
    }
    const about = this.find(".about");
    about.href = racer.about;
    about.setAttribute("aria-label", `About ${racer.name}`);
    this.find(".variant").hidden = !racer.switch;
    this.find(".variant span").textContent = racer.switch?.name ?? "";
    this.find(".variant input").checked = racer.switch?.on ?? false;
    this.find(".variant input").setAttribute("aria-label", `${racer.name}: ${racer.switch?.name}`);
    const { schedule } = racer;
    for (const [selector, chosen] of [[".around", racer.inner], [".schedule", schedule.id], [".then", schedule.inner]]) {
      this.find(selector).hidden = chosen === null;
      const select = this.find(`${selector} select`);
      select.value = chosen ?? "";
      select.setAttribute("aria-label", `${racer.name}: ${selector.slice(1)}`);
    }
    if (this.#timing !== kind(schedule)) {
      this.#timing = kind(schedule);
      this.find(".timing").replaceChildren();
      for (const key of this.#dials.keys()) if (key.startsWith("schedule_setting")) this.#dials.delete(key);
    }
    racer.hypers.forEach((hyper, i) => this.#dial(hyper, "hyper", i === 0 ? ".first" : ".rest"));
    for (const hyper of schedule.hypers) this.#dial(hyper, "schedule_setting", ".timing");
    if (racer.batch) this.#dial(racer.batch, "batch", ".sampled");
    this.paint();
    this.work();
    this.show();
  }

  /** Show a dial's value; make the dial if it is not there yet. */
  #dial(hyper, op, place) {
    const key = `${op} ${hyper.name}`;
    if (!this.#dials.has(key)) {
      const send = (value, settled) => {
        this.#send(op, { path: hyper.name, value }, settled, key);
        if (place === ".first") this.rateMoved(value);
      };
      const one = dial(hyper, send);
      this.#dials.set(key, one);
      this.find(place).append(one.element);
    }
    this.#dials.get(key).set(hyper);
    this.#dials.get(key).name(`${this.racer.name}: ${hyper.help}`);
  }

  /** The rate of all, moved by another card's dial. */
  showRate(rate) {
    this.#dials.get(`hyper ${this.racer.hypers[0].name}`).move(Number(rate));
  }

  /** Colours, dash and marker as on the map; open or closed. */
  paint() {
    const { ground, theme } = hub;
    if (!this.racer) return;
    const open = hub.chosen === this.slot;
    this.element.classList.toggle("chosen", open);
    this.find(".open").setAttribute("aria-expanded", String(open));
    if (!ground || !theme) return;
    const look = ground.themes[theme].looks[this.slot];
    this.element.style.setProperty("--racer", look.colour);
    const context = this.find("canvas").getContext("2d");
    context.setTransform(2, 0, 0, 2, 0, 0);
    context.clearRect(0, 0, 44, 20);
    context.strokeStyle = context.fillStyle = look.colour;
    context.lineWidth = 2;
    context.setLineDash(look.dash);
    context.beginPath();
    context.moveTo(0, 10);
    context.lineTo(44, 10);
    context.stroke();
    context.setLineDash([]);
    trace(context, look.marker, 22, 10, 6);
    context.fill();
  }

  /** Put text into the cell of that class, if it is not there yet: each write costs a layout. */
  #write(name, text) {
    const cell = (this.#cells[name] ??= { element: this.find(`.${name}`), text: null });
    if (cell.text !== text) cell.element.textContent = cell.text = text;
  }

  /** A swarm that is being made: how far it is, and a way to stop it. */
  work() {
    const crowd = hub.crowd?.slot === this.slot ? hub.crowd : null;
    const line = this.find(".crowd");
    line.hidden = !crowd;
    if (!crowd) return;
    const [bar, words, share, button] = line.children;
    const works = crowd.share !== null;
    bar.hidden = !works;
    bar.value = crowd.share ?? 0;
    const says = works ? "swarm: running" : (crowd.says ?? "swarm stopped");
    if (words.textContent !== says) words.textContent = says; // a screen reader tells of changes
    share.textContent = works ? `${Math.round(100 * crowd.share)} %` : "";
    button.hidden = Boolean(crowd.says);
    button.textContent = works ? "Stop" : "Run it";
    button.onclick = works ? crowd.end : crowd.again;
  }

  /** The numbers of the step on which the player stands. */
  show() {
    const run = hub.race?.runs.find((one) => one.slot === this.slot);
    if (!run?.count) {
      for (const name of ["loss", "gradient", "rate", "place"]) this.#write(name, "");
      this.#write("status", run?.remark ?? "");
      this.#write("events", "");
      return;
    }
    const now = at(run, hub.step);
    this.#write("loss", steady(now.loss));
    this.#write("gradient", now.gradient < 0 ? "not defined" : steady(now.gradient, 3));
    this.#write("rate", short(now.lr, 3));
    this.#write("place", `(${steady(now.x, 3)}, ${steady(now.y, 3)})`);
    const word = now.diverged ? ended(run) : hub.race.words[now.status];
    const text = now.diverged && run.remark ? `${word}: ${run.remark}` : word;
    this.#write("status", text);
    this.#write("events", run.events.filter(([k]) => k <= now.k).map(([, says]) => says).join(" · "));
    const { swarm } = hub;
    const crowd = swarm?.slot === this.slot && swarm.ground === hub.race.ground;
    this.#write("shares", crowd ? `${swarm.n} ${swarm.kind}: ${shares(swarm, hub.step)}` : "");
    this.find(".status").dataset.kind = now.diverged ? "diverged" : word;
  }
}

/** Two racers of one kind have the same card. */
export const kind = ({ id, inner, batch }) => `${id} ${inner} ${batch?.high}`;

export const option = (value, text) => Object.assign(document.createElement("option"), { value, textContent: text });

/** Optimizers to choose from, by their families. */
export function groups(optimizers) {
  const families = new Map();
  for (const one of optimizers) {
    if (!families.has(one.family)) {
      families.set(one.family, Object.assign(document.createElement("optgroup"), { label: one.family }));
    }
    families.get(one.family).append(option(one.id, one.name));
  }
  return [...families.values()];
}
