/**
 * Edits on their way to the server, on two roads.
 *
 * The quick one asks over HTTP for the race of the link with the open edits, and shows it: no session is touched, so
 * the paths follow the hand. The session's road takes an edit when the hand has settled it, after the quick answer;
 * the session then writes the link and brings everything else up to date. On each road one is under way, and of edits
 * of the same kind only the newest waits: a hand that moves faster than the server builds no queue, and its last
 * position always arrives. A question that takes long is given up for a newer one, and the server ends its work.
 *
 * A race that takes long says how far it is, and can be stopped. One that the session has left to be asked for, because it
 * takes long, is asked for at once.
 *
 * An experiment that no link can hold (`link` null) goes by the session's road alone, settled or not.
 */

import { ask, Unanswered } from "./ask.js";
import { last } from "./lines.js";

const PATIENCE = 4000; // milliseconds after which an unanswered edit no longer holds the others back
const LONG = 700; // milliseconds after which a question is given up, if there is a newer one
const LIVE = new Set(["start", "circle", "batch", "param", "hyper", "schedule_setting"]); // what a hand moves: paths follow at once

export class Channel {
  #send = null;
  #show = null;
  #tell = () => {};
  #address = null;
  #link = null;
  #open = new Map(); // by kind: the newest edit that the session has not answered, in the order of their making
  #fresh = false; // whether an open edit of LIVE is not on screen yet
  #asking = false;
  #abort = null; // gives up the question that is under way
  #late = false; // whether that has taken long
  #stopped = false; // whether the visitor has had enough of a long race
  #flying = null;
  #serial = 0;
  #timer = 0;
  #loads = null; // links followed so far
  #at = ""; // the address when the session last told of another link

  /** @param {(edit: object) => void} send takes an edit to the session */
  connect(send) {
    this.#send = send;
    this.#next();
  }

  /**
   * Where the quick road leads, and what to do with its answers.
   * @param {URL} address
   * @param {() => string|undefined} ground the key of the surface that the browser has
   * @param {(answer: {race: object, ground?: object}, edits: object[]) => void} show
   * @param {(work: {share?: number, stopped?: boolean, refused?: string}|null) => void} tell of a question that takes long
   */
  open(address, ground, show, tell = () => {}) {
    this.#address = address;
    this.ground = ground;
    this.#show = show;
    this.#tell = tell;
  }

  /** @param {string} kind edits of one kind replace each other while they wait */
  push(kind, edit) {
    this.#serial += 1;
    this.#open.delete(kind);
    this.#open.set(kind, { ...edit, serial: this.#serial });
    if (LIVE.has(edit.op) && this.#link !== null) this.#want();
    this.#next();
  }

  /** Ask anew; a question that has taken long gives way. */
  #want() {
    this.#fresh = true;
    this.#stopped = false;
    if (this.#late) this.#abort.abort();
  }

  /** The visitor has had enough of the race that is being computed. */
  stop() {
    this.#stopped = true;
    this.#fresh = false;
    this.#abort?.abort();
  }

  /** And wants it after all. */
  again() {
    this.#want();
    this.#next();
  }

  /**
   * A message of the session: it has answered the edit with that serial number, and its experiment is now `link`, whose
   * race it has left to be asked for if `late`. With every link that it follows `loads` grows.
   * @returns {boolean} whether its race is what the hand has asked for; if not, that is on its way
   */
  answered(serial, link, late = false, loads = 0) {
    if (serial === this.#flying) this.#landed();
    const anew = this.#loads !== null && loads !== this.#loads;
    if (anew) this.#drop();
    this.#loads = loads;
    const known = link === this.#link && !anew;
    if (!known || link === null) this.#at = location.search;
    this.#link = link;
    if (!known) this.#fresh = link !== null && this.#live().length > 0;
    if (!known && this.#late) this.#abort.abort(); // nobody waits for the race of the older link
    if (late && link !== null && !(known && this.#asking)) this.#fresh = true;
    if (this.#stopped) this.#fresh = false;
    const done = link === null || this.#live().length === 0;
    this.#next();
    return done;
  }

  /** What was done on the picture of an older link ends with it. */
  #drop() {
    this.#open.clear();
    this.#flying = null;
    if (this.#stopped && !this.#asking) this.#tell(null);
    this.#fresh = this.#stopped = false;
    this.#abort?.abort();
  }

  /** No hand holds anything: whatever it moved last stays. */
  rest() {
    for (const edit of this.#open.values()) edit.settled = true;
    this.#next();
  }

  /** What is on screen, for others who ask over HTTP: the link, and the edits that it does not hold yet. */
  get question() {
    return { link: this.#link, edits: [...this.#open.values()] };
  }

  /** Whether an edit of that kind has not reached the session yet. */
  waits(kind) {
    return this.#open.has(kind);
  }

  #live() {
    return [...this.#open.values()].filter(({ op }) => LIVE.has(op));
  }

  #landed() {
    for (const [kind, edit] of this.#open) if (edit.serial === this.#flying) this.#open.delete(kind);
    this.#flying = null;
  }

  #next() {
    if (this.#fresh && !this.#asking) this.#ask();
    else if (!this.#fresh && !this.#asking && this.#flying === null) this.#fly();
  }

  async #ask() {
    const [link, edits] = [this.#link, [...this.#open.values()]];
    const abort = new AbortController();
    this.#abort = abort;
    this.#asking = true;
    this.#fresh = false;
    const timer = setTimeout(() => {
      this.#late = true;
      if (this.#fresh || link !== this.#link) abort.abort();
    }, LONG);
    try {
      const question = { link, edits, ground: this.ground() };
      const found = await last(await ask(this.#address, question, abort.signal), this.#tell);
      if (found && link === this.#link) this.#show(found, edits);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
    } finally {
      clearTimeout(timer);
      this.#late = this.#asking = false;
      if (this.#stopped) this.#tell({ stopped: true });
      else if (abort.signal.aborted && !this.#fresh) this.#tell(null); // no other question takes its place
      this.#next();
    }
  }

  #fly() {
    const waits = ({ settled }) => settled || this.#link === null;
    const edit = [...this.#open.values()].find(waits);
    if (!edit || !this.#send || this.#loads === null) return;
    this.#flying = edit.serial;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#flying !== edit.serial) return;
      this.#landed();
      this.#next();
    }, PATIENCE);
    this.#send({ ...edit, loads: this.#loads, at: this.#at });
  }
}

/** The channel of this page. */
export const channel = new Channel();
