/**
 * Where the parts of one page meet. The surface, the race and the cards arrive through different components, in any
 * order; each puts what it brings into the hub and listens for the rest.
 *
 * Values and their events: "ground" (surface message), "race" (decoded race), "swarm" (decoded swarm or null), "crowd" (a swarm that is being made: {slot, share, end}, or was given up: {slot, share: null, again}, or cannot be: {slot, share: null, says}; or null), "theme" ("light" | "dark"),
 * "chosen" (slot or null), "strip" (what the strip shows), "start" (where the hand holds the start), "held" (a hand
 * holds something), "playing", "step" (whole step on which the player stands), "time" (its fractional time, every frame).
 * Of the 3-D view: "view" ("map", "3d", "both" or null: as the screen allows), "camera" (eye and, if moved, centre;
 * null: from where the descent can be seen), "height" ("tone" | "linear").
 * Of a loss of samples: "axis" (what the clock counts: "updates", "epochs" or "samples").
 * Of the glass: "line" (which sub-frame of the opened step is shown; null: none is open), "arrows" (factor on the scale of
 * slopes), "model" (the Taylor model: {order, radius, at: its point or null for the ball}; null: none), and `still` (the time at which the racers stand while a step is open; null: the clock's).
 */

export class Hub extends EventTarget {
  ground = null;
  given = null; // the surface that the session has sent; `ground` may be ahead of it while a hand moves
  race = null;
  swarm = null;
  crowd = null;
  theme = null;
  chosen = null;
  strip = "loss";
  view = null;
  camera = null;
  height = "tone";
  axis = "updates";
  line = null;
  arrows = 1;
  model = null;
  still = null;
  start = null;
  held = false;
  /** What draws on the map besides the racers: each has draw(map), called with every frame. */
  painters = new Set();
  playing = false;
  step = 0;
  time = 0;

  /** Set a value and tell its listeners. */
  put(name, value) {
    this[name] = value;
    this.dispatchEvent(new Event(name));
  }

  /** Have the painters draw, where the stage stands still: one has come, or has something else to draw. */
  repaint() {
    this.dispatchEvent(new Event("paint"));
  }

  /** As `put`, but only if the value differs. */
  change(name, value) {
    if (this[name] !== value) this.put(name, value);
  }

  /**
   * Call `listener` now (if the value is there) and at every change, until `signal` aborts.
   * @param {string} names space-separated
   */
  on(names, listener, signal) {
    for (const name of names.split(" ")) this.addEventListener(name, listener, { signal });
    listener();
  }
}

/** The hub of this page. */
export const hub = new Hub();
