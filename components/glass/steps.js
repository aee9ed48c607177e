/** Opened steps, as the server tells of them; the last of them are kept. */

import { answerTo, Unanswered } from "../stage/ask.js";

const KEPT = 40;

export class Steps {
  #known = new Map();

  /** What was told of a step before; undefined: nothing is kept. */
  known(question) {
    return this.#known.get(JSON.stringify(question));
  }

  /** What the server tells of a step, or in words why it does not. @returns {Promise<object|string>} */
  async ask(question) {
    const key = JSON.stringify(question); // as it is now: the edits in it may be settled meanwhile
    try {
      const data = await answerTo(new URL("../step", import.meta.url), question);
      if (data.refused) return data.refused;
      this.#known.set(key, data);
      if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value);
      return data;
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return "The server does not answer, so this step cannot be opened now.";
    }
  }
}
