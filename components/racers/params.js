/** The parameters of a surface as live dials: the ground itself follows the hand. */

import { channel } from "../stage/channel.js";
import { dial } from "./dial.js";

const dials = new WeakMap();

/** What Streamlit calls, again with every new message. */
export function params({ parentElement, data }) {
  const element = parentElement.querySelector(".steepest-params");
  let shown = dials.get(element);
  if (shown?.surface !== data.surface) {
    shown = { surface: data.surface, dials: data.params.map((param) => dial(param, (value, settled) => {
      channel.push(`param ${param.name}`, { op: "param", path: param.name, value, settled });
    })) };
    dials.set(element, shown);
    element.replaceChildren(...shown.dials.map((one) => one.element));
  }
  data.params.forEach((param, i) => {
    shown.dials[i].set(param.value);
    shown.dials[i].name(param.help);
  });
}
