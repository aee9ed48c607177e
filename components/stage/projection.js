/**
 * From points of the data to pixels of a Plotly 3-D scene and back. plotly.js does not publish its camera: its
 * private matrices are touched here and nowhere else. A browser test holds this against Plotly's own markers.
 */

const NEAR = 1e-6; // points not in front of the camera have no pixel

export class Projection {
  /** data → clip space, column-major, and back */
  #matrix = new Float64Array(16);
  #back = new Float64Array(16);
  #hooked = null;
  width = 0;
  height = 0;
  left = 0;
  top = 0;
  /** where the camera stands, in the data's units */
  eye = new Float64Array(3);

  /** @param {HTMLElement} plot a Plotly element with one scene */
  constructor(plot) {
    this.plot = plot;
  }

  get #scene() {
    return this.plot._fullLayout?.scene?._scene ?? null;
  }

  /** Call `listener` in every frame that Plotly draws, before it is drawn. Once more after each `Plotly.react`. */
  follow(listener) {
    const gl = this.#scene?.glplot;
    if (!gl || gl === this.#hooked) return;
    this.#hooked = gl;
    const theirs = gl.onrender;
    gl.onrender = () => {
      theirs?.();
      listener();
    };
  }

  /**
   * Plotly draws every scene twice, once to know what is under the pointer, and reads that back from the graphics
   * card. We follow rays ourselves: nothing here can be picked. Once after each `Plotly.react`.
   */
  unpicked() {
    const gl = this.#scene?.glplot;
    if (!gl?.objects || !gl.add || !gl.remove) return;
    for (const one of gl.objects) one.pickSlots = 0;
    const nothing = { pickSlots: 0 };
    gl.add(nothing); // what comes or goes makes it count again what can be picked
    gl.remove(nothing);
  }

  /**
   * Put Plotly's camera somewhere, without the whole of `Plotly.relayout`.
   * @param {{eye: object, center: object, up: object}} camera
   */
  look(camera) {
    const scene = this.#scene;
    if (!scene) return;
    const { aspectratio, camera: before } = scene.fullSceneLayout;
    Object.assign(before, camera);
    Object.assign(this.plot.layout.scene.camera, camera);
    scene.setViewport({ camera: before, aspectratio, aspectmode: "manual" });
  }

  /**
   * The scene as it stands, as an image that stays: what the graphics card draws is gone after its frame.
   * @returns {HTMLCanvasElement|null}
   */
  picture() {
    const gl = this.#scene?.glplot;
    if (!gl) return null;
    gl.redraw();
    const canvas = Object.assign(document.createElement("canvas"), { width: gl.canvas.width, height: gl.canvas.height });
    canvas.className = "picture";
    canvas.getContext("2d").drawImage(gl.canvas, 0, 0);
    return canvas;
  }

  /** Read the camera. @returns {boolean} whether anything moved since the last time */
  update() {
    const scene = this.#scene;
    const camera = scene?.glplot?.cameraParams;
    if (!camera?.view || !camera.model) return false;
    const frame = scene.container.getBoundingClientRect();
    const outer = this.plot.getBoundingClientRect();
    const scale = scene.dataScale;
    const next = times(camera.projection, times(camera.view, camera.model));
    for (let column = 0; column < 3; column++) {
      for (let row = 0; row < 4; row++) next[4 * column + row] *= scale[column];
    }
    const [left, top] = [frame.left - outer.left, frame.top - outer.top];
    const same = frame.width === this.width && frame.height === this.height && left === this.left && top === this.top;
    if (same && next.every((value, i) => value === this.#matrix[i])) return false;
    Object.assign(this, { width: frame.width, height: frame.height, left, top });
    this.#matrix = next;
    this.#back = inverse(next);
    const [x, y, z, w] = apply(this.#back, 0, 0, 1, 0); // what goes to infinity towards the viewer is the camera
    this.eye.set([x / w, y / w, z / w]);
    return true;
  }

  get ready() {
    return this.width > 0 && this.height > 0 && this.#matrix[15] !== 0;
  }

  /**
   * Pixels of a point in the plot, and its depth; NaN behind the camera.
   * @param {Float32Array|number[]} out x and y go to out[at], out[at + 1]
   * @returns {number} the depth w
   */
  project(x, y, z, out, at = 0) {
    const m = this.#matrix;
    const w = m[3] * x + m[7] * y + m[11] * z + m[15];
    if (w < NEAR) {
      out[at] = out[at + 1] = Number.NaN;
      return w;
    }
    out[at] = this.left + (0.5 + (m[0] * x + m[4] * y + m[8] * z + m[12]) / (2 * w)) * this.width;
    out[at + 1] = this.top + (0.5 - (m[1] * x + m[5] * y + m[9] * z + m[13]) / (2 * w)) * this.height;
    return w;
  }

  /** The ray that goes through a pixel: from the camera, away from it. */
  ray(px, py) {
    const [u, v] = [(2 * (px - this.left)) / this.width - 1, 1 - (2 * (py - this.top)) / this.height];
    const [x, y, z, w] = apply(this.#back, u, v, 1, 1);
    const far = [x / w, y / w, z / w];
    return { origin: Array.from(this.eye), direction: far.map((value, i) => value - this.eye[i]) };
  }
}

function times(a, b) {
  const c = new Float64Array(16);
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += a[4 * k + row] * b[4 * column + k];
      c[4 * column + row] = sum;
    }
  }
  return c;
}

function apply(m, x, y, z, w) {
  return [0, 1, 2, 3].map((row) => m[row] * x + m[4 + row] * y + m[8 + row] * z + m[12 + row] * w);
}

/** Gauss–Jordan with pivoting: the data's units may differ by many powers of ten. */
function inverse(m) {
  const rows = [0, 1, 2, 3].map((r) => [m[r], m[4 + r], m[8 + r], m[12 + r], ...[0, 1, 2, 3].map((c) => Number(c === r))]);
  for (let c = 0; c < 4; c++) {
    let pivot = c;
    for (let r = c + 1; r < 4; r++) if (Math.abs(rows[r][c]) > Math.abs(rows[pivot][c])) pivot = r;
    [rows[c], rows[pivot]] = [rows[pivot], rows[c]];
    const scale = rows[c][c];
    rows[c] = rows[c].map((value) => value / scale);
    for (let r = 0; r < 4; r++) {
      const factor = rows[r][c];
      if (r !== c && factor !== 0) rows[r] = rows[r].map((value, i) => value - factor * rows[c][i]);
    }
  }
  const back = new Float64Array(16);
  for (let r = 0; r < 4; r++) for (let c = 0; c < 4; c++) back[4 * c + r] = rows[r][4 + c];
  return back;
}
