/**
 * A sub-frame as a picture: the quantity of the present line strong, what it is made of faint. Knows glyphs, no optimizer.
 * Vectors are drawn to the stated scale, steps and points to that of the view.
 */

const FAINT = 0.4;
const AXIS = 70; // pixels: half of the longest axis of a matrix
const ASIDE = 11; // pixels that a chain stands beside its sum, where the two would coincide
const MOVE = 0.55; // share of the time in which a past decays; in the rest the new is added

/**
 * @typedef {Object} View where it is drawn
 * @property {(point: number[]) => number[]} place pixels of a point
 * @property {(vector: number[], at: number[]) => number[]} slope from the pixels of `at` to a vector's tip, at the scale
 * @property {(vector: number[], at: number[]) => number[]} step likewise, of a displacement
 */

/** @param {import("./pen.js").Pen} pen @param {number} p how much of its motion is done, 0 to 1 */
export function picture(pen, view, data, index, p, look) {
  const frame = data.frames[index];
  const one = { pen, view, data, look, frame };
  for (const earlier of data.frames.slice(0, index)) {
    if (earlier.glyph === "ghost" && earlier.name !== frame.name) ghost(one, earlier, false);
  }
  for (const used of frame.uses) {
    const earlier = data.frames.slice(0, index).findLast(({ name }) => name === used);
    if (earlier && earlier.glyph !== "ghost") faint(one, earlier);
  }
  if (frame.value) strong(one, frame, p);
  const last = index === data.frames.length - 1;
  const at = view.place(data.start);
  pen.ball("start", last && p >= 1 && data.end ? at : at, look, last && p >= 1);
  if (last && data.end) {
    const tip = view.place(data.end);
    pen.ball("end", [at[0] + p * (tip[0] - at[0]), at[1] + p * (tip[1] - at[1])], look, false);
  }
}

const isVector = ({ glyph }) => glyph === "vector" || glyph === "step";
const along = (one, glyph) => (glyph === "vector" ? one.view.slope : one.view.step);
const plus = (a, b) => [a[0] + b[0], a[1] + b[1]];
const minus = (a, b) => [a[0] - b[0], a[1] - b[1]];
const times = (a, [x, y]) => [a * x, a * y];

/** What an earlier line gave, for the present one to use. */
function faint(one, earlier) {
  const { pen, view, look } = one;
  if (!earlier.value) return;
  if (isVector(earlier)) {
    const from = view.place(earlier.at);
    const to = plus(from, along(one, earlier.glyph)(earlier.value, earlier.at));
    pen.arrow(earlier.name, from, to, { colour: look.ink, width: 2, alpha: FAINT });
    pen.label(earlier.symbol, to, minus(to, from));
  } else if (earlier.glyph === "square") {
    tiles(one, earlier, 1, { alpha: 0.55 });
  } else if (earlier.glyph === "point") {
    ghost(one, earlier, false);
  }
}

function strong(one, frame, p) {
  const { glyph } = frame;
  if (isVector(frame)) vector(one, frame, p);
  else if (glyph === "square") tiles(one, frame, p, {});
  else if (glyph === "ghost") ghost(one, frame, true, p);
  else if (glyph === "point") point(one, frame, p);
  else if (glyph === "matrix") axes(one, frame, p);
}

function vector(one, frame, p) {
  const { pen, view, look } = one;
  const from = view.place(frame.at);
  const reach = along(one, frame.glyph);
  const whole = reach(frame.value, frame.at);
  if (frame.arrows.length) {
    chain(one, frame, from, (vector) => reach(vector, frame.at), p);
    if (p < 1) return;
  } else {
    parts(one, frame, from, p);
  }
  const to = plus(from, times(frame.arrows.length ? 1 : p, whole));
  const rescaled = frame.of && one.data.frames.find(({ name }) => name === frame.of);
  if (rescaled?.value && isVector(rescaled) && !frame.uses.includes(frame.of)) faint(one, rescaled);
  pen.arrow(frame.name, from, to, { colour: look.ink, width: 4 });
  pen.label(frame.symbol, to, whole, true);
}

/** The x part and the y part of a vector, and the dotted lines that close the rectangle. */
function parts(one, frame, from, p) {
  const { pen, look } = one;
  const reach = along(one, frame.glyph);
  const [x, y] = frame.value;
  const [a, b] = [times(p, reach([x, 0], frame.at)), times(p, reach([0, y], frame.at))];
  const tip = plus(from, plus(a, b));
  pen.line(plus(from, a), tip, look.ink, 1.25, [2, 4], 0.7);
  pen.line(plus(from, b), tip, look.ink, 1.25, [2, 4], 0.7);
  pen.arrow(`${frame.name} x`, from, plus(from, a), { colour: look.ink, width: 1.75, alpha: 0.85 });
  pen.arrow(`${frame.name} y`, from, plus(from, b), { colour: look.ink, width: 1.75, alpha: 0.85 });
}

/** Terms one at the tip of the other: what was before shrinks to what is kept of it, then the new is added. */
function chain(one, frame, from, reach, p) {
  const { pen, look } = one;
  const [past, rest] = [frame.arrows.filter(({ role }) => role === "past"), frame.arrows.filter(({ role }) => role !== "past")];
  const unrolled = frame.arrows.length > 2 && frame.name.endsWith(" unrolled");
  const order = unrolled ? [...frame.arrows].reverse() : [...past, ...rest];
  if (frame.before && past.length) {
    const before = reach(frame.before);
    pen.arrow(`${frame.name} before`, from, plus(from, before), { colour: look.ink, width: 1.5, dash: [3, 4], alpha: FAINT, head: "open" });
  }
  let tip = aside(from, order.map((term) => reach([term.x, term.y])));
  order.forEach((term, i) => {
    const moved = term.role === "past" && frame.before && !unrolled;
    const share = moved ? 1 : Math.min(Math.max(past.length && !unrolled ? (p - MOVE) / (1 - MOVE) : p * order.length - i, 0), 1);
    let vector = reach([term.x, term.y]);
    if (moved) {
      const before = reach(frame.before);
      const kept = Math.min(p / MOVE, 1);
      vector = plus(times(1 - kept, before), times(kept, vector));
    }
    const end = plus(tip, times(share, vector));
    const colour = term.role === "past" ? look.soft : term.role === "decay" ? look.decay : look.accent;
    if (share > 0) pen.arrow(`${frame.name} term ${i}`, tip, end, { colour, width: 3, dash: term.role === "past" ? [7, 4] : [] });
    const middle = times(0.5, plus(tip, end));
    const [dx, dy] = minus(end, tip);
    if (Math.hypot(dx, dy) > 18 && (!unrolled || order.length - i <= 4)) pen.label(term.label, middle, i % 2 ? [-dy, dx] : [dy, -dx]);
    tip = end;
  });
}

/** Where a chain starts: beside its sum, if it would lie on it. */
function aside(from, vectors) {
  const total = vectors.reduce(plus, [0, 0]);
  const size = Math.hypot(...total);
  if (size === 0) return from;
  const normal = [-total[1] / size, total[0] / size];
  let [tip, far] = [[0, 0], 0];
  for (const vector of vectors) {
    tip = plus(tip, vector);
    far = Math.max(far, Math.abs(tip[0] * normal[0] + tip[1] * normal[1]));
  }
  return far < ASIDE ? plus(from, times(ASIDE, normal)) : from;
}

/** A square for each coordinate on its axis, beside the slope: the area is the quantity, the side its root, the divisor. */
function tiles(one, frame, p, { alpha = 1 }) {
  const { pen, view, data, look } = one;
  const corner = view.place(frame.at);
  const slope = data.frames.find(({ glyph, value }) => glyph === "vector" && value)?.value ?? [1, 1];
  const signs = slope.map((value) => (value < 0 ? -1 : 1));
  const side = (area, axis) => {
    const root = Math.sqrt(area);
    const along = axis ? [0, signs[1] * root] : [signs[0] * root, 0];
    const beside = axis ? [-signs[0] * root, 0] : [0, -signs[1] * root];
    return [view.slope(along, frame.at), view.slope(beside, frame.at)];
  };
  const past = frame.arrows.find(({ role }) => role === "past");
  for (const axis of [0, 1]) {
    const area = frame.value[axis];
    if (!(area > 0)) continue;
    const kept = past ? (axis ? past.y : past.x) : 0;
    const before = frame.before?.[axis] ?? 0;
    if (alpha === 1 && before > 0) {
      const shrunk = before + (kept - before) * Math.min(p / MOVE, 1);
      pen.tile(`${frame.name} before ${"xy"[axis]}`, corner, ...side(before, axis), { colour: look.ink, width: 1.25, dash: [3, 4], alpha: 0.6 });
      if (shrunk > 0) pen.tile(`${frame.name} kept ${"xy"[axis]}`, corner, ...side(shrunk, axis), { colour: look.colour, fill: 0.3, width: 0 });
    }
    const grown = past && frame.before ? kept + (area - kept) * Math.max((p - MOVE) / (1 - MOVE), 0) : area * p;
    if (grown > 0) {
      pen.tile(`${frame.name} ${"xy"[axis]}`, corner, ...side(grown, axis), { colour: look.colour, fill: 0.28, width: alpha === 1 ? 2.5 : 1.5, alpha });
    }
    const [along, beside] = side(area, axis);
    const text = `<math><msqrt>${frame.symbol.replace(/<\/?math[^>]*>/g, "")}</msqrt></math><small>${"xy"[axis]}</small>`;
    if (alpha === 1 || Math.hypot(...along) > 20) pen.label(text, plus(plus(corner, beside), times(0.5, along)), beside, alpha === 1);
  }
}

/** A point that is only asked: a ball that is not there, and the way to it. */
function ghost(one, frame, strong, p = 1) {
  const { pen, view, look } = one;
  if (!frame.value) return;
  const [from, to] = [view.place(frame.at), view.place(frame.value)];
  if (strong && p < 1) return pen.arrow(frame.name, from, plus(from, times(p, minus(to, from))), { colour: look.ink, width: 2, dash: [6, 4] });
  if (Math.hypot(...minus(to, from)) > 1) {
    pen.arrow(frame.name, from, to, { colour: look.ink, width: strong ? 3 : 1.5, dash: [6, 4], alpha: strong ? 1 : FAINT, head: "open" });
  }
  pen.ball(frame.name, to, look, true);
  pen.label(frame.symbol, to, minus(to, from), strong);
}

/** The step: solid with a full head where the loss fell, broken with an open head where it rose. */
function point(one, frame, p) {
  const { pen, view, look, data } = one;
  const [from, to] = [view.place(data.start), view.place(frame.value)];
  const last = frame === data.frames.at(-1);
  if (frame.arrows.length > 1) chain(one, frame, view.place(frame.at), (vector) => view.step(vector, frame.at), 1);
  const rose = last && data.loss && data.loss[1] > data.loss[0];
  const end = plus(from, times(p, minus(to, from)));
  pen.arrow(frame.name, from, end, { colour: look.colour, width: 4.5, dash: rose ? [9, 6] : [], head: rose ? "open" : "full" });
  if (!last) pen.ball(frame.name, end, look, true);
  const fate = !last || !data.loss ? "" : rose ? " ▲" : data.loss[1] < data.loss[0] ? " ▼" : " =";
  pen.label(`${frame.symbol}${fate}`, to, minus(to, from), true);
}

/** The axes of a symmetric matrix: as long as its eigenvalues are large, broken where they are negative. */
function axes(one, frame, p) {
  const { pen, view, look } = one;
  const [a, b, , c] = frame.value;
  const from = view.place(frame.at);
  for (const { value, direction, share } of principal(a, b, c)) {
    const [ux, uy] = view.step(direction, frame.at);
    const size = (p * AXIS * share) / (Math.hypot(ux, uy) || 1);
    const to = plus(from, [ux * size, uy * size]);
    pen.line(plus(from, [-ux * size, -uy * size]), to, look.ink, 3, value < 0 ? [6, 5] : []);
    pen.label(`<i>λ</i> ${Number(value.toPrecision(3))}`.replace("-", "−"), to, [ux, uy], true);
  }
}

/** Eigenvalues and directions of [[a, b], [b, c]], and each one's share of the larger. */
export function principal(a, b, c) {
  const [middle, radius] = [(a + c) / 2, Math.hypot((a - c) / 2, b)];
  const angle = 0.5 * Math.atan2(2 * b, a - c);
  const found = [[middle + radius, angle], [middle - radius, angle + Math.PI / 2]];
  const most = Math.max(...found.map(([value]) => Math.abs(value))) || 1;
  return found.map(([value, at]) => ({ value, direction: [Math.cos(at), Math.sin(at)], share: Math.max(Math.abs(value) / most, 0.12) }));
}
