/** What Streamlit calls: `ground` brings the surface, `stage` the race. It calls again with new data or a new theme. */

import { channel } from "./channel.js";
import { hub } from "./hub.js";
import { plotly } from "./plotly.js";
import { Stage } from "./stage.js";

const stages = new WeakMap();
plotly(); // fetch it while the surface is still on its way

export function ground({ data }) {
  hub.given = data;
  if (data.key !== hub.ground?.key) hub.put("ground", data); // a quick answer may have brought it already
}

export function stage({ parentElement, data, setTriggerValue }) {
  const element = parentElement.querySelector(".steepest-stage");
  let one = stages.get(element);
  hub.change("theme", themeOf(parentElement));
  if (!one) {
    one = new Stage(element);
    stages.set(element, one);
  }
  channel.connect((edit) => setTriggerValue("edit", edit));
  one.receive(data);
  return () => {
    one.leave();
    stages.delete(element);
  };
}

/** Light or dark, from the background that Streamlit's theme gives. */
function themeOf(element) {
  const probe = document.createElement("span");
  probe.style.color = getComputedStyle(element).getPropertyValue("--st-background-color");
  element.append(probe);
  const [r, g, b] = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
  probe.remove();
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128 ? "dark" : "light";
}
