/** What the Taylor model looks like: on the map its contour lines, the circle and the steps; in 3-D the model as a sheet. */

import { heightOf, toneOf } from "../stage/field.js";
import { contours, polynomial } from "./contours.js";

const CELLS = 64; // along each side of the map
const LEVELS = 16; // between the lowest and the highest loss, as on the map: see figures/map.py
const FAR = 2.2; // radii from the point, up to which the model is drawn
const AXIS = 46; // pixels
const AROUND = 72; // pieces of the circle in 3-D
const SHEET = 18; // cells along each side
const WIDE = 1.7; // radii from the point to the sheet's sides
const SPOTS = [["lowest", "lowest"], ["downhill", "−∇<i>f</i>"], ["model", "model’s"]];

/** @param {import("../glass/pen.js").Pen} pen @param {string} shows "circle" or "steps" */
export function onMap(pen, view, data, shows, ground, look) {
  const at = view.place(data.point);
  if (data.order) lines(pen, view, data, ground, look, at);
  if (shows === "circle") ring(pen, view, data, look, at, ground.names.f);
  else steps(pen, view, data, look, at);
  pen.dot(at, 4, look.ink);
}

/** Lines of equal value of the model, at the values of the map's own: where the two coincide the model holds. */
function lines(pen, view, data, ground, look, at) {
  const { context, clip } = pen;
  const [left, top, width, height] = clip;
  const [nx, ny] = [CELLS + 1, CELLS + 1];
  const values = new Float64Array(nx * ny);
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const [x, y] = view.back([left + (i / CELLS) * width, top + (j / CELLS) * height]);
      values[j * nx + i] = toneOf(ground.tone, polynomial(data.coefficients, x - data.point[0], y - data.point[1]));
    }
  }
  const saturated = (tone) => (tone <= -1 || tone >= 2 ? Number.NaN : tone * LEVELS + 0.5);
  const place = (i, j) => [left + (i / CELLS) * width, top + (j / CELLS) * height];
  context.save();
  context.beginPath();
  context.arc(...at, FAR * view.pixels(data.circle.radius), 0, 7);
  context.clip();
  context.beginPath();
  contours(context, values, nx, ny, place, saturated);
  Object.assign(context, { strokeStyle: look.accent, lineWidth: 1.5, globalAlpha: 0.85 });
  context.stroke();
  context.restore();
}

function ring(pen, view, data, look, at, letter) {
  const { context } = pen;
  const radius = view.pixels(data.circle.radius);
  context.beginPath();
  context.arc(...at, radius, 0, 7);
  for (const [colour, width] of [[look.halo, 5], [look.ink, 2]]) {
    Object.assign(context, { strokeStyle: colour, lineWidth: width, globalAlpha: width > 2 ? 0.7 : 1 });
    context.stroke();
  }
  pen.drawn.push({ kind: "circle", name: "circle", from: at, to: [at[0] + radius, at[1]] });
  const { lowest, downhill, angle } = data.circle;
  if (lowest && downhill && angle > 0.02) {
    context.beginPath();
    const turn = Math.atan2(Math.sin(lowest.angle - downhill.angle), Math.cos(lowest.angle - downhill.angle));
    context.arc(...at, radius * 0.5, -downhill.angle, -downhill.angle - turn, turn > 0);
    Object.assign(context, { strokeStyle: look.ink, lineWidth: 1.5, globalAlpha: 0.9 });
    context.stroke();
    const middle = downhill.angle + turn / 2;
    const spot = [at[0] + radius * 0.5 * Math.cos(middle), at[1] - radius * 0.5 * Math.sin(middle)];
    pen.label(degrees(angle), spot, [Math.cos(middle), -Math.sin(middle)]);
  }
  for (const [name, text] of SPOTS) {
    const spot = data.circle[name];
    if (!spot) continue;
    const to = view.place([spot.x, spot.y]);
    pen.line(at, to, look.ink, name === "lowest" ? 2.5 : 1.5, name === "model" ? [2, 4] : name === "downhill" ? [8, 5] : [], 0.85);
    mark(pen, name, to, look);
    pen.label(text.replace("<i>f</i>", `<i>${letter}</i>`), to, [to[0] - at[0], to[1] - at[1]], name === "lowest");
  }
}

/** Three marks that no eye mistakes for one another: a disk, an open triangle, an open diamond. */
function mark(pen, name, [x, y], look) {
  const { context } = pen;
  pen.drawn.push({ kind: "spot", name, from: [x, y], to: [x, y] });
  context.beginPath();
  if (name === "lowest") context.arc(x, y, 6.5, 0, 7);
  else if (name === "downhill") [[0, -8], [7.5, 6], [-7.5, 6]].forEach(([dx, dy]) => context.lineTo(x + dx, y + dy));
  else [[0, -8], [8, 0], [0, 8], [-8, 0]].forEach(([dx, dy]) => context.lineTo(x + dx, y + dy));
  context.closePath();
  Object.assign(context, { globalAlpha: 1, fillStyle: name === "lowest" ? look.ink : look.halo, strokeStyle: name === "lowest" ? look.halo : look.ink, lineWidth: 2 });
  context.fill();
  context.stroke();
}

/** The axes of the curvature, the gradient step with several rates, and Newton's. */
function steps(pen, view, data, look, at) {
  if (data.eigenvectors.length) {
    const most = Math.max(...data.eigenvalues.map(Math.abs)) || 1;
    data.eigenvectors.forEach((vector, i) => {
      const value = data.eigenvalues[i];
      const size = AXIS * Math.max(Math.abs(value) / most, 0.35);
      const [dx, dy] = [vector[0] * size, -vector[1] * size];
      pen.line([at[0] - dx, at[1] - dy], [at[0] + dx, at[1] + dy], look.ink, 2, value < 0 ? [5, 5] : [], 0.7);
      pen.label(`<i>λ</i><sub>${i + 1}</sub> ${plain(value)}`, [at[0] + dx, at[1] + dy], [dx, dy]);
    });
  }
  const known = data.steps.filter(({ to }) => to);
  const ends = known.map(({ to }) => view.place(to));
  const far = ends.toSorted((a, b) => distance(b, at) - distance(a, at))[0];
  if (far) pen.arrow("gradient step", at, far, { colour: look.colour, width: 2.5, dash: [8, 5], head: "none" });
  known.forEach(({ label }, i) => {
    mark(pen, i ? "downhill" : "lowest", ends[i], look);
    const [dx, dy] = [ends[i][0] - at[0], ends[i][1] - at[1]];
    pen.label(label, ends[i], i % 2 ? [-dy, dx] : [dy, -dx]);
  });
  if (!data.newton?.to) return;
  const to = view.place(data.newton.to);
  pen.arrow("newton", at, to, { colour: look.accent, width: 3.5 });
  pen.label("Newton", to, [to[0] - at[0], to[1] - at[1]], true);
}

const distance = ([a, b], [c, d]) => Math.hypot(a - c, b - d);
const plain = (value) => String(Number(value.toPrecision(3))).replace("-", "−");
const degrees = (angle) => `${plain((angle * 180) / Math.PI)}°`;

/** The model, where there is one, as a translucent sheet, farthest parts first, and the circle on the surface. */
export function inSpace(layer, space, data, ground, scale, look) {
  const cells = data.order ? sheet(layer, space, data, ground, scale, look) : 0;
  ropes(layer, space, data, look);
  return cells;
}

/** The circle and its lowest point where they lie on the surface; dotted where the surface hides them. */
function ropes({ context }, space, data, look) {
  const { radius, lowest } = data.circle;
  const at = (angle) => space.pixel(data.point[0] + radius * Math.cos(angle), data.point[1] + radius * Math.sin(angle));
  const ring = Array.from({ length: AROUND + 1 }, (_, i) => at((2 * Math.PI * i) / AROUND));
  Object.assign(context, { strokeStyle: look.ink, lineWidth: 2, lineCap: "round" });
  for (const hidden of [true, false]) {
    context.beginPath();
    ring.slice(1).forEach(([x, y, seen], i) => {
      if (seen === hidden || !Number.isFinite(x + ring[i][0])) return;
      context.moveTo(ring[i][0], ring[i][1]);
      context.lineTo(x, y);
    });
    context.globalAlpha = hidden ? 0.35 : 1;
    context.setLineDash(hidden ? [2, 4] : []);
    context.stroke();
  }
  context.setLineDash([]);
  if (!lowest) return;
  const [x, y, seen] = space.pixel(lowest.x, lowest.y);
  if (!Number.isFinite(x)) return;
  context.beginPath();
  context.arc(x, y, 6, 0, 7);
  Object.assign(context, { globalAlpha: seen ? 1 : 0.4, fillStyle: look.ink, strokeStyle: look.halo, lineWidth: 2 });
  context.fill();
  context.stroke();
}

function sheet(layer, space, data, ground, scale, look) {
  const { projection, field } = space;
  const { context } = layer;
  const half = WIDE * data.circle.radius;
  const [[x0, x1], [y0, y1]] = ground.bounds;
  const grid = [];
  const pixel = [0, 0];
  const ceiling = field.high + 0.15 * (field.high - field.low);
  const floor = field.low - 0.15 * (field.high - field.low);
  for (let j = 0; j <= SHEET; j++) {
    for (let i = 0; i <= SHEET; i++) {
      const [h, k] = [half * ((2 * i) / SHEET - 1), half * ((2 * j) / SHEET - 1)];
      const [x, y] = [data.point[0] + h, data.point[1] + k];
      const z = heightOf(ground.tone, polynomial(data.coefficients, h, k), scale);
      const inside = x >= x0 && x <= x1 && y >= y0 && y <= y1 && z >= floor && z <= ceiling;
      const depth = projection.project(x, y, z, pixel);
      grid.push(inside && Number.isFinite(pixel[0]) ? { at: [...pixel], depth } : null);
    }
  }
  const cells = [];
  for (let j = 0; j < SHEET; j++) {
    for (let i = 0; i < SHEET; i++) {
      const corners = [grid[j * (SHEET + 1) + i], grid[j * (SHEET + 1) + i + 1], grid[(j + 1) * (SHEET + 1) + i + 1], grid[(j + 1) * (SHEET + 1) + i]];
      if (corners.every(Boolean)) cells.push({ corners, depth: corners.reduce((sum, { depth }) => sum + depth, 0) });
    }
  }
  cells.sort((a, b) => b.depth - a.depth);
  for (const { corners } of cells) {
    context.beginPath();
    for (const { at } of corners) context.lineTo(...at);
    context.closePath();
    Object.assign(context, { globalAlpha: 0.22, fillStyle: look.accent, strokeStyle: look.accent, lineWidth: 1 });
    context.fill();
    context.globalAlpha = 0.4;
    context.stroke();
  }
  return cells.length;
}

