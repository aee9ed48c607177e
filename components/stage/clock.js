/** The one clock: time in steps, from 0 to `end`. requestAnimationFrame is its only source of time. */

export const STEPS_A_SECOND = 10;
export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];

export class Clock extends EventTarget {
  time = 0;
  end = 0;
  playing = false;
  speed = 1;
  loop = false;
  #last = null;
  #frame = 0;

  /** Start from the beginning if the run is over. */
  play() {
    if (this.playing || this.end === 0) return;
    if (this.time >= this.end) this.seek(0);
    this.playing = true;
    this.#last = null;
    this.#frame = requestAnimationFrame((now) => this.#tick(now));
    this.#tell("state");
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.#frame);
    this.#tell("state");
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** Stand at time t. */
  seek(t) {
    this.time = Math.min(Math.max(t, 0), this.end);
    this.#tell("time");
  }

  /** Pause and go `by` whole steps on or back. */
  stepBy(by) {
    this.pause();
    this.seek(by > 0 ? Math.floor(this.time + 1e-9) + by : Math.ceil(this.time - 1e-9) + by);
  }

  setSpeed(speed) {
    this.speed = speed;
    this.#tell("state");
  }

  /** The next faster (+1) or slower (-1) speed. */
  shift(by) {
    const index = SPEEDS.indexOf(this.speed) + by;
    if (index in SPEEDS) this.setSpeed(SPEEDS[index]);
  }

  setLoop(loop) {
    this.loop = loop;
    this.#tell("state");
  }

  /** A run of another length: the time stays where it can. */
  setEnd(end) {
    this.end = end;
    if (this.time > end) this.seek(end);
  }

  #tick(now) {
    if (!this.playing) return;
    const seconds = this.#last === null ? 0 : (now - this.#last) / 1000;
    this.#last = now;
    const time = this.time + seconds * STEPS_A_SECOND * this.speed;
    if (time < this.end) {
      this.seek(time);
    } else if (this.loop) {
      this.seek(0);
    } else {
      this.seek(this.end);
      this.pause();
      return;
    }
    this.#frame = requestAnimationFrame((then) => this.#tick(then));
  }

  #tell(name) {
    this.dispatchEvent(new Event(name));
  }
}
