/** The parameters of the surface as live dials: the ground itself follows the hand. */

import { channel } from "../stage/channel.js";
import { dial } from "./dial.js";

export class Params {
  #surface = null;
  #dials = [];

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  /** @param {{id: string, params: object[]}} surface */
  receive({ id, params }) {
    const declared = JSON.stringify([id, params.map(({ name, low, high, scale }) => [name, low, high, scale])]);
    if (this.#surface !== declared) {
      this.#surface = declared; // a typed formula may have other parameters, or other ranges, from one edit to the next
      this.#dials = params.map((param) =>
        dial(param, (value, settled) => {
          channel.push(`param ${param.name}`, { op: "param", path: param.name, value, settled });
        }),
      );
      this.element.replaceChildren(...this.#dials.map((one) => one.element));
    }
    params.forEach((param, i) => {
      this.#dials[i].set(param);
      this.#dials[i].name(param.help);
    });
  }
}
