/** Play, step, scrub, speed, loop: by mouse, touch and keys. */

import { SPEEDS } from "./clock.js";
import { free } from "./keys.js";

const ICONS = {
  first: "M6 5v14M19 5 9 12l10 7z",
  back: "M16 5 6 12l10 7z",
  play: "M7 4l13 8-13 8z",
  pause: "M7 4h4v16H7zM14 4h4v16h-4z",
  on: "M8 5l10 7-10 7z",
  last: "M18 5v14M5 5l10 7-10 7z",
  loop: "M4 12a7 7 0 0 1 12-5l3 3M19 5v5h-5M20 12a7 7 0 0 1-12 5l-3-3M5 19v-5h5",
};

const icon = (name) => `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
const button = (name, label) => `<button type="button" name="${name}" aria-label="${label}" title="${label}">${icon(name)}</button>`;

export const HTML = `
  ${button("first", "First step (Home)")}
  ${button("back", "One step back (←)")}
  ${button("play", "Play (space)")}
  ${button("on", "One step on (→)")}
  ${button("last", "Last step (End)")}
  <input type="range" class="scrub" min="0" step="1" aria-label="Step">
  <output class="count"></output>
  <label class="speed"><span class="hidden">Speed (+ and −)</span>
    <select name="speed" title="Speed (+ and −)">${SPEEDS.map((s) => `<option value="${s}">${SPEED_NAME(s)}</option>`).join("")}</select>
  </label>
  ${button("loop", "Loop")}
`;

function SPEED_NAME(speed) {
  return `${{ 0.25: "¼", 0.5: "½" }[speed] ?? speed}×`;
}

/** @param {HTMLElement} element @param {import("./clock.js").Clock} clock */
export function transport(element, clock, signal) {
  const find = (name) => element.querySelector(`[name=${name}]`);
  const scrub = element.querySelector(".scrub");
  const count = element.querySelector(".count");
  const act = {
    first: () => { clock.pause(); clock.seek(0); },
    back: () => clock.stepBy(-1),
    play: () => clock.toggle(),
    on: () => clock.stepBy(1),
    last: () => { clock.pause(); clock.seek(clock.end); },
    loop: () => clock.setLoop(!clock.loop),
  };
  element.addEventListener("click", (event) => act[event.target.closest("button")?.name]?.(), { signal });
  scrub.addEventListener("input", () => { clock.pause(); clock.seek(Number(scrub.value)); }, { signal });
  find("speed").addEventListener("change", (event) => clock.setSpeed(Number(event.target.value)), { signal });
  document.addEventListener("keydown", (event) => keys(event, act, clock), { signal });

  const showTime = () => {
    const step = String(Math.floor(clock.time));
    const text = `${step} / ${clock.end}`;
    if (count.textContent === text) return;
    count.textContent = text;
    scrub.max = String(clock.end);
    scrub.value = step;
    scrub.setAttribute("aria-valuetext", `step ${step} of ${clock.end}`);
    scrub.style.setProperty("--done", clock.end ? clock.time / clock.end : 0);
  };
  const showState = () => {
    const play = find("play");
    const name = clock.playing ? "pause" : "play";
    const label = clock.playing ? "Pause (space)" : "Play (space)";
    play.innerHTML = icon(name);
    play.setAttribute("aria-label", label);
    play.title = label;
    find("speed").value = String(clock.speed);
    find("loop").setAttribute("aria-pressed", String(clock.loop));
  };
  clock.addEventListener("time", showTime, { signal });
  clock.addEventListener("state", showState, { signal });
  showTime();
  showState();
  return { showTime };
}

/** Keys work anywhere on the page, except where the focused control needs them itself. */
function keys(event, act, clock) {
  const command = {
    " ": act.play,
    ArrowLeft: act.back,
    ArrowRight: act.on,
    PageUp: act.back,
    PageDown: act.on,
    Home: act.first,
    End: act.last,
    "+": () => clock.shift(1),
    "=": () => clock.shift(1),
    "-": () => clock.shift(-1),
    "−": () => clock.shift(-1),
  }[event.key];
  if (!command || !free(event)) return;
  event.preventDefault();
  command();
}
