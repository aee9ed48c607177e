/** A race as the server sends it, decoded into typed arrays. */

/**
 * @typedef {Object} Run one racer's run
 * @property {number} slot its colour, dash and marker
 * @property {string} name
 * @property {number} count how many points are finite: steps + 1, or fewer if it diverged
 * @property {number|null} divergedAt the update at which it left the numbers
 * @property {boolean} undefined whether that was to a point where the loss has no value
 * @property {string} remark
 * @property {[number, string][]} events what happened on the way: the step, and what it was
 * @property {Float32Array} theta x, y of each point
 * @property {Float64Array} loss
 * @property {Float64Array} gradient norm of the gradient; -1 where it is not defined
 * @property {Float32Array} lr rate of each update
 * @property {Uint8Array} status index into `words`
 * @property {number} [stride] on a clock of epochs: steps of the clock from one of its updates to the next
 * @property {Uint8Array} [arrived] likewise: at which steps an update ends
 * @property {Run} [source] likewise: the run by its own updates
 */

/** The bytes of base64 text, by the browser's own decoder where it has one. */
function bytes(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const raw = atob(text);
  const values = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) values[i] = raw.charCodeAt(i);
  return values;
}

export const f32 = (text) => new Float32Array(bytes(text).buffer);
export const f64 = (text) => new Float64Array(bytes(text).buffer);
export const u16 = (text) => new Uint16Array(bytes(text).buffer);

/** Whole numbers of 16 bits in rows of `width`, from their changes between rows: see `packed_changes`. */
export function i16Rows(text, width) {
  const raw = bytes(text);
  const values = new Int16Array(raw.length / 2);
  for (let i = 0; i < values.length; i++) {
    const folded = raw[i] | (raw[values.length + i] << 8);
    values[i] = (i < width ? 0 : values[i - width]) + ((folded >> 1) ^ -(folded & 1));
  }
  return values;
}

/**
 * The race on a clock that counts epochs: every racer has seen as many samples. Its steps are those of the racer with
 * the most updates in an epoch; the others go straight on to their next point meanwhile, and their numbers wait for it.
 */
export function inEpochs(race) {
  const runs = race.runs.map((run) => slowed(run, race.epoch / run.epoch, race.steps));
  return { ...race, counted: race.epoch, runs };
}

/** How many updates of its own a run has made at a step of the clock. */
export const updatesAt = ({ stride = 1 }, step) => Math.floor(step / stride + 1e-9);

/** The step of the clock at which a run has made so many updates of its own. */
export const stepOf = ({ stride = 1 }, updates) => Math.ceil(updates * stride - 1e-9);

/** As `updatesAt`, with the part that is done of the update under way. An update ends at a step of the clock. */
export function progress(run, time) {
  const at = (step) => {
    const whole = updatesAt(run, step);
    return step > 0 && whole > updatesAt(run, step - 1) ? whole : step / (run.stride ?? 1);
  };
  const step = Math.floor(time);
  return at(step) + (time - step) * (at(step + 1) - at(step));
}

function slowed(run, stride, steps) {
  if (stride === 1 || !run.count) return run;
  const last = run.count - 1;
  const count = Math.min(steps, Math.floor(last * stride)) + 1;
  const own = (k) => Math.min(updatesAt({ stride }, k), last);
  const theta = new Float32Array(2 * count);
  const arrived = new Uint8Array(count); // whether an update of its own ends here
  for (let k = 0; k < count; k++) {
    const i = own(k);
    arrived[k] = k > 0 && i > own(k - 1);
    const part = i === last ? 0 : progress({ stride }, k) - i;
    for (const c of [0, 1]) theta[2 * k + c] = run.theta[2 * i + c] + part * (run.theta[2 * i + c + 2 * (i < last)] - run.theta[2 * i + c]);
  }
  const held = (values, length) => values.constructor.from({ length }, (_, k) => values[Math.min(own(k), values.length - 1)]);
  return {
    ...run,
    source: run,
    stride,
    count,
    theta,
    arrived,
    events: run.events.map(([k, ...rest]) => [Math.ceil(k * stride), ...rest]),
    divergedAt: run.divergedAt === null ? null : Math.ceil(run.divergedAt * stride),
    loss: held(run.loss, count),
    gradient: held(run.gradient, count),
    lr: held(run.lr, steps),
    status: held(run.status, steps + 1),
  };
}

/** @returns {{steps: number, start: number[], words: string[], runs: Run[]}} */
export function decode(message) {
  const runs = message.runs.map((run) => ({
    ...run,
    theta: f32(run.theta),
    loss: f64(run.loss),
    gradient: f64(run.gradient),
    lr: f32(run.lr),
    status: bytes(run.status),
  }));
  const { circle } = message;
  return { ...message, runs, circle: circle && { ...circle, walk: f32(circle.walk) } };
}

/** The run's numbers at a whole step; at its last finite point after it diverged. Only for runs with a point. */
export function at(run, step) {
  const k = Math.min(step, run.count - 1);
  return {
    k,
    diverged: run.divergedAt !== null && step >= run.divergedAt,
    x: run.theta[2 * k],
    y: run.theta[2 * k + 1],
    loss: run.loss[k],
    gradient: run.gradient[k],
    lr: run.lr[Math.min(k, run.lr.length - 1)],
    status: run.status[Math.min(step, run.status.length - 1)],
  };
}

/** How a run ended that did not reach its last step. */
export const ended = (run) => `${run.undefined ? "no value" : "diverged"} at step ${run.divergedAt}`;

/** The run that what tells of one racer is about: the chosen one, or the first. */
export const followed = ({ runs }, chosen) => runs.find(({ slot }) => slot === chosen) ?? runs[0] ?? {};
