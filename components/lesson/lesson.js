/** After a prediction the stage comes into view, and the answer waits until the run has been seen: until the player rests. */

import { hub } from "../stage/hub.js";

const WAITING = "steepest-waiting";
const LONGEST = 60_000; // milliseconds after which the answer comes anyway

let known = 0;

/** What Streamlit calls, again with every new message. */
export function lesson({ data }) {
  if (data.guessed <= known) {
    known = data.guessed;
    return () => {};
  }
  known = data.guessed;
  const { classList } = document.documentElement;
  const over = new AbortController();
  const end = () => {
    over.abort();
    classList.remove(WAITING);
    bring(".st-key-answer", "nearest");
  };
  let played = hub.playing;
  classList.add(WAITING);
  bring(".stColumn:has(.steepest-stage)", "start");
  hub.addEventListener("playing", () => {
    played ||= hub.playing;
    if (played && !hub.playing) end();
  }, { signal: over.signal });
  const timer = setTimeout(end, matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : LONGEST);
  over.signal.addEventListener("abort", () => clearTimeout(timer));
  return () => {};
}

/** Scroll a part of the page into view, where some of it is outside: on a phone it stands under another. */
function bring(selector, block) {
  const element = document.querySelector(selector);
  const { top, bottom } = element?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
  if (top >= 0 && bottom <= innerHeight) return;
  element.scrollIntoView({ block, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}
