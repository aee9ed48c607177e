/**
 * A live dial: a slider that speaks while the hand moves, with a field for the exact number beside it. Streamlit's
 * own slider reports only when the hand lets go.
 */

import { hub } from "../stage/hub.js";

const NOTCHES = 400;

/**
 * @param {{name: string, symbol: string, low: number, high: number, scale: string, help: string, default: number}} hyper
 *        `symbol` is MathML
 * @param {(value: number, settled: boolean) => void} changed
 */
export function dial(hyper, changed) {
  const element = document.createElement("div");
  element.className = "dial";
  element.title = hyper.help;
  element.innerHTML = `
    <span class="symbol" aria-hidden="true"><math>${hyper.symbol}</math></span>
    <input type="range" min="0" max="${NOTCHES}" step="1">
    <button type="button" class="back">↺</button>
    <input type="number" step="any" min="${hyper.low}" max="${hyper.high}">
  `;
  const [slider, field] = element.querySelectorAll("input");
  const back = element.querySelector("button");
  const value = () => valueAt(hyper, Number(slider.value) / NOTCHES);
  let held = false;
  let typed = false; // whether the field holds what is not sent yet
  let now = hyper; // as the server said last

  const show = (number) => {
    field.value = String(number);
    slider.setAttribute("aria-valuetext", String(number));
    back.disabled = number === now.default;
  };
  const put = (number) => {
    show(number);
    slider.value = String(Math.round(NOTCHES * shareOf(hyper, number)));
  };
  const settle = () => {
    if (!held) return;
    held = false;
    changed(value(), true);
    hub.put("held", false);
  };
  slider.addEventListener("pointerdown", () => {
    held = true;
  });
  slider.addEventListener("input", () => {
    show(value());
    if (held && !hub.held) hub.put("held", true);
    changed(value(), !held);
  });
  slider.addEventListener("change", settle);
  slider.addEventListener("pointerup", settle);
  slider.addEventListener("pointercancel", settle);
  field.addEventListener("input", () => (typed = true));
  field.addEventListener("blur", () => (typed = false));
  field.addEventListener("change", () => {
    typed = false;
    changed(field.value, true);
    if (!field.checkValidity()) show(now.value); // the server says why; its answer brings no new value
  });
  back.addEventListener("click", () => {
    slider.focus(); // the button goes
    put(now.default);
    changed(now.default, true);
  });

  return {
    element,
    /** Show what the server says, unless a hand is on the dial or types. */
    set(next) {
      now = next;
      back.title = `Back to ${now.default}`;
      if (!held && !typed) put(now.value);
    },
    /** Show a value that something else on the page has set; the server does not know it yet. */
    move: put,
    /** The accessible names. */
    name(text) {
      slider.setAttribute("aria-label", text);
      field.setAttribute("aria-label", `${text} (number)`);
      back.setAttribute("aria-label", `${text} Back to ${now.default}.`);
    },
  };
}

/** The value at a share (0 to 1) of the way, to three significant digits: what is shown is what is sent. */
export function valueAt({ low, high, scale, whole }, share) {
  if (share <= 0) return low;
  if (share >= 1) return high;
  const value = scale === "log" ? low * (high / low) ** share : low + share * (high - low);
  return whole ? Math.round(value) : Number(value.toPrecision(3));
}

export function shareOf({ low, high, scale }, value) {
  const share = scale === "log" ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.min(1, Math.max(0, share));
}
