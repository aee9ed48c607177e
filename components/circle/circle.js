/** The circle around the start, drawn on the map from the numbers that come with the race; its radius is a dial. */

import { Layer } from "../stage/canvas.js";
import { channel } from "../stage/channel.js";
import { hub } from "../stage/hub.js";
import { short } from "../stage/numbers.js";

const HTML = `
  <label><span>radius <i>r</i></span><input type="range" step="any" aria-label="Radius of the circle"><output></output></label>
  <p class="angle" aria-live="polite"></p>
  <p class="losses"></p>
`;
const HEAD = 9; // pixels, of an arrow
const SPARE = 4; // how far along a line two labels stand from their points

const circles = new WeakMap();

/** What Streamlit calls, again with every new message. */
export function circle({ parentElement, data }) {
  const element = parentElement.querySelector(".steepest-circle");
  let one = circles.get(element);
  if (!one) {
    one = new Circle(element, data.range);
    circles.set(element, one);
  }
  return () => {
    one.leave();
    circles.delete(element);
  };
}

class Circle {
  #leave = new AbortController();
  #layer = null;

  constructor(element, [low, high]) {
    const { signal } = this.#leave;
    this.element = element;
    element.innerHTML = HTML;
    this.input = element.querySelector("input");
    Object.assign(this.input, { min: Math.log(low), max: Math.log(high) });
    const send = (settled) => {
      const radius = Number(Math.exp(Number(this.input.value)).toPrecision(3));
      channel.push("circle", { op: "circle", radius, settled });
    };
    this.input.addEventListener("input", () => { hub.put("held", true); send(false); }, { signal });
    this.input.addEventListener("change", () => { send(true); hub.put("held", false); }, { signal });
    this.draw = (map) => this.#draw(map);
    hub.painters.add(this);
    hub.repaint();
    hub.on("race ground", () => this.#tell(), signal);
  }

  get shown() {
    return hub.race?.ground === hub.ground?.key ? hub.race?.circle : null;
  }

  /** The numbers in words. */
  #tell() {
    const one = this.shown;
    this.element.hidden = !one;
    if (!one) return;
    if (!hub.held) this.input.value = Math.log(one.radius);
    this.element.querySelector("output").textContent = short(one.radius, 3);
    this.input.setAttribute("aria-valuetext", short(one.radius, 3));
    const { lowest, downhill, degrees, predicted } = one;
    this.element.querySelector(".angle").innerHTML = degrees === null
      ? "No point of this circle is the lowest, or there is no slope here."
      : `The lowest point stands <strong>${short(degrees, 3)}°</strong> away from −∇L.`;
    this.element.querySelector(".losses").textContent = lowest && downhill
      ? `Loss there ${short(lowest[2], 3)}, at −∇L ${short(downhill[2], 3)}; the tangent plane promises ${short(predicted, 3)}.`
      : "";
  }

  #draw(map) {
    this.#layer ??= new Layer(map.element.querySelector(".overlay"), "circles");
    const { width, height } = map.size;
    this.#layer.resize(width, height);
    const one = this.shown;
    if (!one || !hub.start) return;
    const { context } = this.#layer;
    const axes = map.axes();
    const { x, y } = axes;
    const style = getComputedStyle(map.element);
    const look = { ink: style.color, halo: hub.ground.themes[hub.theme].halo, font: style.fontFamily };
    const pixel = (point) => map.toPixels(point[0], point[1], axes);
    const radius = (one.radius * x.length) / (x.range[1] - x.range[0]);
    context.save();
    context.beginPath();
    context.rect(x.offset, y.offset, x.length, y.length);
    context.clip();
    const where = this.#walk(context, one, pixel, radius, look);
    if (where === 0 || hub.held) this.#points(context, one, pixel, radius, look);
    context.restore();
  }

  /** The walk up to the present time, and the circle that it is in; its whole steps so far. */
  #walk(context, one, pixel, radius, look) {
    const count = one.walk.length / 2;
    const time = hub.held ? count - 1 : Math.min(hub.time, count - 1);
    const whole = Math.floor(time);
    const at = (k) => pixel([one.walk[2 * k], one.walk[2 * k + 1]]);
    const points = Array.from({ length: whole + 1 }, (_, k) => at(k));
    if (time > whole) {
      const [[ax, ay], [bx, by]] = [points[whole], at(whole + 1)];
      points.push([ax + (time - whole) * (bx - ax), ay + (time - whole) * (by - ay)]);
    }
    stroke(context, look, 2, () => points.forEach(([px, py]) => context.lineTo(px, py)));
    context.fillStyle = look.ink;
    for (const [px, py] of points.slice(1)) {
      context.beginPath();
      context.arc(px, py, 3, 0, 7);
      context.fill();
    }
    const centre = hub.held ? pixel(hub.start) : points[whole];
    stroke(context, look, 1.5, () => context.arc(...centre, radius, 0, 7));
    return whole === time ? whole : -1;
  }

  /** The lowest point of the circle around the start, and where −∇L points. */
  #points(context, { lowest, downhill }, pixel, radius, look) {
    const centre = pixel(hub.start);
    context.font = `600 15px ${look.font}`;
    const label = (text, [px, py]) => {
      const [dx, dy] = [(px - centre[0]) / radius, (py - centre[1]) / radius];
      context.textAlign = dx < -0.3 ? "right" : dx > 0.3 ? "left" : "center";
      context.textBaseline = dy < -0.3 ? "bottom" : dy > 0.3 ? "top" : "middle";
      context.lineWidth = 4;
      context.strokeStyle = look.halo;
      context.strokeText(text, px + SPARE * 3 * dx, py + SPARE * 3 * dy);
      context.fillStyle = look.ink;
      context.fillText(text, px + SPARE * 3 * dx, py + SPARE * 3 * dy);
    };
    if (downhill) {
      const end = pixel(downhill);
      stroke(context, look, 2.5, () => arrow(context, centre, end));
      if (radius > 24) label("−∇L", end);
    }
    if (lowest) {
      const [px, py] = pixel(lowest);
      stroke(context, look, 2, () => context.arc(px, py, 6, 0, 7));
      context.fillStyle = look.halo;
      context.fill();
      const apart = downhill ? Math.hypot(px - pixel(downhill)[0], py - pixel(downhill)[1]) : radius;
      if (apart > 30) label("lowest", [px, py]);
    }
  }

  leave() {
    hub.painters.delete(this);
    this.#layer?.canvas.remove();
    this.#leave.abort();
  }
}

/** A line with a halo, so that it can be seen on any ground. */
function stroke(context, { ink, halo }, width, path) {
  context.lineJoin = context.lineCap = "round";
  for (const [colour, more] of [[halo, 2.5], [ink, 0]]) {
    context.beginPath();
    path();
    context.strokeStyle = colour;
    context.lineWidth = width + more;
    context.stroke();
  }
}

function arrow(context, [ax, ay], [bx, by]) {
  const angle = Math.atan2(by - ay, bx - ax);
  context.moveTo(ax, ay);
  context.lineTo(bx, by);
  for (const side of [-0.45, 0.45]) {
    context.moveTo(bx, by);
    context.lineTo(bx - HEAD * Math.cos(angle + side), by - HEAD * Math.sin(angle + side));
  }
}
