/** After a prediction the answer waits until the run has been seen: until the player rests. */

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
  };
  let played = hub.playing;
  classList.add(WAITING);
  hub.addEventListener("playing", () => {
    played ||= hub.playing;
    if (played && !hub.playing) end();
  }, { signal: over.signal });
  const timer = setTimeout(end, matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : LONGEST);
  over.signal.addEventListener("abort", () => clearTimeout(timer));
  return () => {};
}
