/** After a prediction the stage comes into view, and the answer waits until the run has been seen: until the player rests. */

import { hub } from "../stage/hub.js";
import { calm } from "../stage/motion.js";

const WAITING = "steepest-waiting";
const HANDS = ["wheel", "touchstart", "pointerdown", "keydown"];
const TRIES = 4;
const PAUSE = 800; // milliseconds between two of them, longer than a scroll takes
const LONGEST = 60_000; // milliseconds after which the answer comes anyway

let known = 0;
let bringing = new AbortController(); // ends what is looked after

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
  const timer = setTimeout(end, calm() ? 0 : LONGEST);
  over.signal.addEventListener("abort", () => clearTimeout(timer));
  return () => {};
}

/**
 * Scroll a part of the page into view, where some of it is outside: on a phone it stands under another. The page may
 * still be changing its shape, which ends a scroll on its way: it is looked after TRIES times, or until a hand moves.
 */
function bring(selector, block) {
  bringing.abort();
  const over = bringing = new AbortController();
  for (const kind of HANDS) addEventListener(kind, () => over.abort(), { signal: over.signal, capture: true, passive: true });
  const behavior = calm() ? "auto" : "smooth";
  const look = (tries) => {
    if (over.signal.aborted) return;
    const element = document.querySelector(selector);
    const { top, bottom } = element?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
    if (top < 0 || bottom > innerHeight) element.scrollIntoView({ block, behavior });
    if (tries > 1) setTimeout(look, PAUSE, tries - 1);
    else over.abort();
  };
  look(TRIES);
}
