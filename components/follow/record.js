/**
 * A run of which the panels could not wait: once the stage has its race, it is asked for over HTTP, with how far it is and
 * a way to stop it. A newer race, a hand that takes hold of something, and another message end the question.
 */

import { ask, Unanswered } from "../stage/ask.js";
import { hub } from "../stage/hub.js";
import { last } from "../stage/lines.js";
import { working } from "../stage/working.js";

export class Record {
  #late = null; // {link, slot}: what the panels wait for
  #tried = null; // the link whose run has been asked for, or stopped: it is not asked for again by itself
  #abort = null; // gives up the question that is under way
  #ready;
  #tell;

  /** @param {() => void} ready there is no more to wait for */
  constructor(element, ready, signal) {
    this.#ready = ready;
    const hand = { stop: () => this.#abort?.abort(), again: () => this.#ask() };
    this.#tell = working(element, hand, signal, "Mathematics");
    hub.on("race held", () => this.wait(this.#late), signal);
    signal.addEventListener("abort", () => this.#leave());
  }

  /** @param {{link: string, slot: number}|null} late */
  wait(late) {
    this.#leave();
    this.#late = late;
    const raced = late && hub.race?.runs.some(({ slot }) => slot === late.slot);
    if (raced && !hub.held && late.link !== this.#tried) this.#ask();
    else this.#tell(late && late.link === this.#tried ? { stopped: true } : null);
  }

  #leave() {
    const abort = this.#abort;
    this.#abort = null; // so that it is not taken for stopped by hand
    abort?.abort();
  }

  async #ask() {
    const abort = new AbortController();
    const { link } = this.#late;
    this.#abort = abort;
    const mine = () => this.#abort === abort;
    const tell = (work) => mine() && this.#tell(work);
    try {
      const found = await last(await ask(new URL("../record", import.meta.url), { link }, abort.signal), tell);
      if (!mine()) return;
      this.#tried = link;
      if (found) this.#ready();
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      if (!mine()) return;
      this.#tried = link;
      this.#tell({ stopped: true });
    }
  }
}
