/**
 * The hand on the camera: drag turns it, the wheel or two fingers bring it nearer, the right button or Shift shifts it.
 * A camera is [eye x, y, z, centre x, y, z] in Plotly's units. The vertical stays vertical. Ours and not Plotly's,
 * whose turns and zooms depend on how fast frames follow each other.
 */

const NEAREST = 0.3;
const FARTHEST = 8;
const STEEPEST = 1.5; // radians above or below the horizon
const WHEEL = 0.0012; // of a pixel of the wheel, and
const PINCH = 0.01; // of a trackpad's pinch, which comes as a wheel with Ctrl

/** @param {number[]} camera @param {number} turn radians about the vertical @param {number} rise radians upwards */
export function turned([x, y, z, a, b, c], turn, rise) {
  const [u, v, w] = [x - a, y - b, z - c];
  const distance = Math.hypot(u, v, w);
  const azimuth = Math.atan2(v, u) + turn;
  const height = Math.min(Math.max(Math.asin(w / distance) + rise, -STEEPEST), STEEPEST);
  const flat = distance * Math.cos(height);
  return [a + flat * Math.cos(azimuth), b + flat * Math.sin(azimuth), c + distance * Math.sin(height), a, b, c];
}

/** The eye `factor` times as far from the centre. */
export function farther([x, y, z, a, b, c], factor) {
  const distance = Math.hypot(x - a, y - b, z - c);
  const k = Math.min(Math.max(distance * factor, NEAREST), FARTHEST) / distance;
  return [a + k * (x - a), b + k * (y - b), c + k * (z - c), a, b, c];
}

/** Eye and centre shifted to the right and up in the picture, by shares of their distance. */
export function shifted([x, y, z, a, b, c], right, up) {
  const [u, v, w] = [x - a, y - b, z - c];
  const flat = Math.hypot(u, v) || 1e-9;
  const distance = Math.hypot(flat, w);
  const across = [(-v / flat) * distance, (u / flat) * distance, 0];
  const upwards = [(-w * u) / flat, (-w * v) / flat, flat];
  const by = across.map((value, i) => right * value + up * upwards[i]);
  return [x + by[0], y + by[1], z + by[2], a + by[0], b + by[1], c + by[2]];
}

/**
 * Let pointers on `element` move the camera.
 * @param {HTMLElement} element
 * @param {() => number[]|null} get the camera
 * @param {(camera: number[]) => void} set
 */
export function orbit(element, get, set, signal) {
  const pointers = new Map();
  const on = (name, listener, options = {}) => element.addEventListener(name, listener, { signal, ...options });
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  };
  on("pointerdown", (event) => {
    if (!get()) return;
    element.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  on("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const wide = pointers.size === 2 ? spread() : 0;
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    const height = element.clientHeight || 1;
    const [dx, dy] = [(event.clientX - before[0]) / height, (event.clientY - before[1]) / height];
    if (pointers.size === 2) set(farther(get(), wide / Math.max(spread(), 1)));
    else if (event.buttons & 2 || event.shiftKey) set(shifted(get(), -dx, dy));
    else set(turned(get(), -Math.PI * dx, Math.PI * dy));
  });
  const release = (event) => pointers.delete(event.pointerId);
  on("pointerup", release);
  on("pointercancel", release);
  on("lostpointercapture", release);
  on("contextmenu", (event) => event.preventDefault());
  on("wheel", (event) => {
    if (!get()) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 20 : 1);
    set(farther(get(), Math.exp(pixels * (event.ctrlKey ? PINCH : WHEEL))));
  }, { passive: false });
}
