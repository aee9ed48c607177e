/** The swarm in the browser: decoded here, drawn as a cloud on the map and as mean and band in the strip. */

import { ask, refusal, Unanswered } from "../stage/ask.js";
import { hub } from "../stage/hub.js";
import { Layer } from "../stage/canvas.js";
import { lines } from "../stage/lines.js";
import { f64, i16Rows, progress, u16, updatesAt } from "../stage/race.js";
import { short } from "../stage/numbers.js";

export const FULL = 32767;
export const AWAY = -32768;
export const DOT = 3; // pixels

const PATIENCE = 300; // milliseconds for which the last swarm stays while the next one is made

let asked = null; // what the page has asked for last: its link, its racer's slot, how to end it

/** What Streamlit calls, again with every new message; {} clears the swarm. */
export function swarm({ data }) {
  if (data.link) {
    if (data.link !== asked?.link) make(data.link, data.slot);
    return;
  }
  asked?.abort.abort();
  asked = null;
  hub.put("crowd", null);
  hub.put("swarm", null);
}

/** Ask the server for a swarm. The newest question wins: the one before it is given up, by the server too. */
async function make(link, slot) {
  asked?.abort.abort();
  const one = { link, slot, abort: new AbortController() };
  asked = one;
  const begin = performance.now();
  const again = () => make(link, slot);
  const end = () => {
    one.abort.abort();
    if (asked === one) hub.put("crowd", { slot, share: null, again });
  };
  hub.put("crowd", null);
  try {
    const answer = await ask(new URL("../swarm", import.meta.url), { link }, one.abort.signal);
    for await (const line of answer.ok ? lines(answer) : [await refusal(answer)]) {
      if (asked !== one) return;
      if (line.refused) {
        hub.put("swarm", null);
        hub.put("crowd", { slot, share: null, says: line.refused });
      } else if (line.share === undefined) {
        hub.put("crowd", null);
        hub.put("swarm", line.swarm && decode(line.swarm));
      } else if (performance.now() - begin > PATIENCE) {
        if (hub.swarm) hub.put("swarm", null); // it is of another race
        hub.put("crowd", { slot, share: line.share, end });
      }
    }
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    if (!one.abort.signal.aborted) hub.put("crowd", { slot, share: null, again });
  }
}

function decode(message) {
  return {
    ...message,
    points: i16Rows(message.points, 2 * message.n),
    mean: f64(message.mean),
    low: f64(message.low),
    high: f64(message.high),
    at: u16(message.at),
  };
}

const runOf = (one) => hub.race?.runs.find(({ slot }) => slot === one.slot) ?? {};

/**
 * Where the points of the steps before and after a time of the clock begin, and how much of the way between them is
 * gone.
 */
export function moment(one, clock) {
  const time = progress(runOf(one), clock);
  const step = Math.min(Math.floor(time), one.steps);
  const part = Math.min(time, one.steps) - step;
  const here = 2 * one.n * step;
  return { here, next: part ? here + 2 * one.n : here, part };
}

/** The cloud on a picture of the plane. */
export class CloudLayer {
  constructor(parent) {
    this.layer = new Layer(parent, "cloud");
  }

  /**
   * @param {{x: object, y: object}} axes of the map
   * @param {string} colour
   */
  place(width, height, axes, colour) {
    this.layer.resize(width, height);
    this.axes = axes;
    this.colour = colour;
  }

  /** The runs at `time`, each a small square; those away are not drawn. */
  draw(one, time) {
    this.layer.clear();
    if (!one || !this.axes) return;
    const { context } = this.layer;
    const [kx, bx] = scale(one.box[0], this.axes.x, 1);
    const [ky, by] = scale(one.box[1], this.axes.y, -1);
    const { here, next, part } = moment(one, time);
    const { x, y } = this.axes;
    context.save();
    context.beginPath();
    context.rect(x.offset, y.offset, x.length, y.length);
    context.clip();
    context.fillStyle = this.colour;
    context.globalAlpha = 0.55;
    for (let i = 0; i < 2 * one.n; i += 2) {
      const [px, qx] = [one.points[here + i], one.points[next + i]];
      if (px === AWAY || qx === AWAY) continue;
      const [py, qy] = [one.points[here + i + 1], one.points[next + i + 1]];
      context.fillRect(kx * (px + part * (qx - px)) + bx - DOT / 2, ky * (py + part * (qy - py)) + by - DOT / 2, DOT, DOT);
    }
    context.restore();
  }
}

/** Factor and offset from a coded coordinate to pixels. */
function scale([low, high], axis, sign) {
  const pixels = axis.length / (axis.range[1] - axis.range[0]);
  const factor = (sign * pixels * (high - low)) / (2 * FULL);
  const middle = (low + high) / 2;
  const from = sign > 0 ? middle - axis.range[0] : axis.range[1] - middle;
  return [factor, axis.offset + pixels * from];
}

/** Mean and band of the loss in the strip, up to a time. */
export class BandLayer {
  constructor(parent) {
    this.layer = new Layer(parent, "band");
  }

  /**
   * @param {{left: number, top: number, width: number, height: number}} box of the curves
   * @param {(step: number) => number} px
   * @param {(value: number) => number} py of what the strip shows
   * @param {(loss: number) => number} value of a loss on the strip's scale
   */
  place(width, height, box, px, py, value, colour) {
    this.layer.resize(width, height);
    Object.assign(this, { box, px, py, value, colour });
  }

  draw(one, time) {
    this.layer.clear();
    if (!one || !this.px) return;
    const { context } = this.layer;
    const run = runOf(one);
    const end = Math.min(updatesAt(run, time), one.known - 1);
    const line = (values, from, to) => {
      const by = from <= to ? 1 : -1;
      for (let k = from; k !== to + by; k += by) {
        context.lineTo(this.px(k * (run.stride ?? 1)), Math.min(Math.max(this.py(this.value(values[k])), -1e4), 1e4));
      }
    };
    context.save();
    context.beginPath();
    context.rect(this.box.left, this.box.top, this.box.width, this.box.height);
    context.clip();
    context.beginPath();
    line(one.high, 0, end);
    line(one.low, end, 0);
    context.closePath();
    context.globalAlpha = 0.22;
    context.fillStyle = context.strokeStyle = this.colour;
    context.fill();
    context.globalAlpha = 1;
    context.beginPath();
    line(one.mean, 0, end);
    context.lineWidth = 2.5;
    context.stroke();
    context.restore();
  }
}

/** How many of the runs stand where at a step of the clock, in words. */
export function shares(one, step) {
  const columns = one.minima.length + 2;
  const own = Math.min(updatesAt(runOf(one), step), one.steps);
  const row = one.at.subarray(columns * own, columns * (own + 1));
  const part = (count) => `${short((100 * count) / one.n, 3)} %`;
  const words = one.minima.map(([x, y], i) => [row[i], `at (${short(x, 3)}, ${short(y, 3)})`]);
  words.push([row[columns - 2], one.minima.length ? "elsewhere" : "on the way"], [row[columns - 1], "diverged"]);
  return words
    .filter(([count]) => count > 0)
    .sort(([a], [b]) => b - a)
    .map(([count, where]) => `${part(count)} ${where}`)
    .join(" · ");
}
