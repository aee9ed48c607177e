/** The run in words, for those who hear the page: told when the player rests, not while it plays or a hand drags. */

import { short } from "./numbers.js";
import { at, ended, stepOf, updatesAt } from "./race.js";

const REST = 400; // milliseconds without a change, so that a key held down does not stammer
const SAME = 1e-6; // of the loss: a smaller change in one step is called level

export const HTML = `<p class="hidden aloud" role="status"></p>`;

/**
 * @param {HTMLElement} element of class "aloud"
 * @param {import("./hub.js").Hub} hub
 */
export function aloud(element, hub, signal) {
  let rest = 0;
  const tell = () => {
    const text = hub.race && !hub.playing && !hub.held ? words(hub.race, hub.step, hub.chosen) : "";
    if (text && text !== element.textContent) element.textContent = text;
  };
  hub.on("race step chosen playing held", () => {
    clearTimeout(rest);
    if (!hub.playing && !hub.held) rest = setTimeout(tell, REST);
  }, signal);
  signal.addEventListener("abort", () => clearTimeout(rest));
}

/** The chosen racer at this step; without one, all of them. */
export function words({ runs, steps, counted, words: kinds }, step, chosen) {
  const where = counted ? `epoch ${short(step / counted, 3)} of ${short(steps / counted, 3)}` : `step ${step} of ${steps}`;
  const one = runs.find((run) => run.slot === chosen) ?? (runs.length === 1 ? runs[0] : null);
  if (one) return `${one.name}: ${where}, ${state(one, step, kinds)}`;
  return [capital(where), ...runs.map((run) => `${run.name}: ${state(run, step, kinds)}`)].join(". ");
}

function state(run, step, kinds) {
  if (run.count === 0) return run.remark;
  const now = at(run, step);
  if (now.diverged) return [ended(run), run.remark].filter(Boolean).join(": ");
  return [`loss ${spoken(now.loss)}`, trend(run, now.k), kinds[now.status]].filter(Boolean).join(", ");
}

/** What the loss did in the step that led here. */
function trend(run, last) {
  const { loss } = run;
  const k = Math.min(stepOf(run, updatesAt(run, last)), last);
  if (k === 0) return "at the start";
  const change = loss[k] - loss[k - 1];
  if (Math.abs(change) <= SAME * Math.abs(loss[k])) return "level";
  return change < 0 ? "falling" : "rising";
}

const spoken = (value) => short(value, 3).replace("e", " times 10 to the ");

const capital = (text) => text[0].toUpperCase() + text.slice(1);
