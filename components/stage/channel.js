/**
 * Edits on their way to the server: one in flight, and of edits of the same kind only the newest waits. So a hand
 * that moves faster than the server never builds a queue, and its last position always arrives.
 */

const PATIENCE = 4000; // milliseconds after which an unanswered edit no longer holds the others back

export class Channel {
  #send = null;
  #waiting = new Map();
  #flying = null;
  #serial = 0;
  #timer = 0;

  /** @param {(edit: object) => void} send */
  connect(send) {
    this.#send = send;
    this.#next();
  }

  /** @param {string} kind edits of one kind replace each other while they wait */
  push(kind, edit) {
    this.#waiting.delete(kind);
    this.#waiting.set(kind, edit);
    this.#next();
  }

  /** The server has answered the edit with this serial number. */
  answered(serial) {
    if (serial !== this.#flying) return;
    this.#flying = null;
    this.#next();
  }

  #next() {
    if (this.#flying !== null || !this.#send || this.#waiting.size === 0) return;
    const [[kind, edit]] = this.#waiting;
    this.#waiting.delete(kind);
    this.#serial += 1;
    const serial = this.#serial;
    this.#flying = serial;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.answered(serial), PATIENCE);
    this.#send({ ...edit, serial });
  }
}

/** The channel of this page. */
export const channel = new Channel();
