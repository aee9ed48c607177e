/** A canvas that fills its parent at the screen's own resolution. */

export class Layer {
  /** @param {HTMLElement} parent positioned element */
  constructor(parent, name) {
    this.canvas = document.createElement("canvas");
    this.canvas.className = `layer ${name}`;
    this.canvas.setAttribute("aria-hidden", "true");
    this.context = this.canvas.getContext("2d");
    this.width = 0;
    this.height = 0;
    this.ratio = 0;
    parent.append(this.canvas);
  }

  /** Match the parent's size; drawing units are CSS pixels. */
  resize(width, height) {
    const ratio = window.devicePixelRatio || 1;
    if (width === this.width && height === this.height && ratio === this.ratio) {
      this.clear();
      return;
    }
    this.ratio = ratio;
    this.width = width;
    this.height = height;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  clear() {
    this.context.clearRect(0, 0, this.width, this.height);
  }
}
