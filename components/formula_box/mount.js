/** What Streamlit calls with every new message for the formula box. */

import { Box } from "./box.js";

const boxes = new WeakMap();

export function box({ parentElement, data, setTriggerValue }) {
  const element = parentElement.querySelector(".steepest-formula");
  let one = boxes.get(element);
  if (!one) {
    one = new Box(element);
    boxes.set(element, one);
  }
  one.receive(data, setTriggerValue);
  return () => {
    one.leave();
    boxes.delete(element);
  };
}
