/** Brings the map near an opened step, so that all of it can be seen, and back when it is closed. */

const SMALL = 0.14; // a step shorter than this share of the map is brought nearer
const NEAR = 0.34; // until it takes this share
const EDGE = 0.14; // share of the map at each side that stays free of the step
const RIM = 0.04; // likewise of the slopes' arrows

export class Nearness {
  #soon = 0;
  #later = 0;
  #home = undefined; // the view of the map before the step was opened
  done = true; // whether the opened step has been brought near

  /** @param {import("../stage/views.js").Views} views */
  constructor(views) {
    this.views = views;
  }

  /**
   * A step that would be too short to see is brought nearer, and one whose arrows would end outside is moved in; what
   * was seen before comes back at the end.
   * @param {number} slope pixels that a slope of 1 takes
   */
  bring(data, slope) {
    this.leave(); // a view on its way, if only back home, is none any more
    const { map } = this.views;
    const { start, end } = data;
    this.done = map.ready;
    if (!map.ready) return;
    const axes = map.axes();
    const { x, y } = axes;
    const side = Math.min(x.length, y.length);
    const length = end ? Math.hypot(end[0] - start[0], end[1] - start[1]) : 0;
    const now = (x.range[1] - x.range[0]) / x.length;
    const points = [start, ...(end ? [end] : []), ...pointsOf(data)];
    const spans = spansOf(points);
    const inside = (spans, share) => spans.every(([low, high], axis) => {
      const { range } = axis ? y : x;
      const edge = share * (range[1] - range[0]);
      return low > range[0] + edge && high < range[1] - edge;
    });
    const fits = inside(spans, EDGE) && inside(spansOf([...points, ...tipsOf(data, slope * now)]), RIM);
    if (fits && length / now >= SMALL * side) return;
    const [width, height] = spans.map(([low, high]) => high - low);
    const all = Math.max(width / x.length, height / y.length) / (1 - 2.4 * EDGE);
    const unit = Math.max(length / (NEAR * side), all);
    if (fits && unit >= now) return; // it cannot come nearer, or there is nothing to see
    if (this.#home === undefined) this.#home = map.view;
    const next = unit || now;
    const whole = spansOf([...points, ...tipsOf(data, slope * next)]);
    const [cx, cy] = whole.map(([low, high], axis) => {
      const room = (0.5 - EDGE) * next * (axis ? y : x).length;
      const [from, to] = spans[axis]; // the step itself stays inside, whatever its arrows need
      return Math.min(Math.max((low + high) / 2, to - room), from + room);
    });
    this.#look({ x: cx, y: cy, unit: next });
  }

  /** Back to what was seen before. */
  restore() {
    if (this.#home !== undefined) this.#look(this.#home, () => (this.#home = undefined));
  }

  /** Whether the map is about to show something else. */
  get busy() {
    return this.#soon !== 0 || this.#later !== 0;
  }

  leave() {
    cancelAnimationFrame(this.#soon);
    clearTimeout(this.#later);
    this.#soon = this.#later = 0;
  }

  /** Let the map show something else, once what has to be seen at once is on screen: Plotly takes its time. */
  #look(view, then) {
    this.leave();
    this.#soon = requestAnimationFrame(() => {
      this.#soon = 0;
      this.#later = setTimeout(() => {
        this.#later = 0;
        this.views.map.look(view);
        then?.();
      });
    });
  }
}

/** The points of the plane that an opened step speaks of, beside its ends. */
function pointsOf(data) {
  const frames = data.frames.filter(({ glyph }) => glyph === "ghost" || glyph === "point");
  return frames.flatMap(({ at, value }) => [at, value]).filter(Boolean);
}

/** Where the arrows of its slopes end, a slope of 1 being so long. */
function tipsOf(data, long) {
  const vectors = data.frames.filter(({ glyph, value }) => glyph === "vector" && value);
  return vectors.map(({ at, value }) => at.map((from, axis) => from + long * value[axis]));
}

/** From the least to the largest of each coordinate. */
function spansOf(points) {
  return [0, 1].map((axis) => points.map((point) => point[axis])).map((all) => [Math.min(...all), Math.max(...all)]);
}
