/** Small crosses at the minima of the 3-D view; fainter where the surface stands before them. */

import { Layer } from "./canvas.js";
import { hidden } from "./visibility.js";

const ARM = 5.5; // pixels, as on the map
const FAINT = 0.35;

export class Crosses {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.layer = new Layer(parent, "crosses");
  }

  /** @param {number[][]} points x, y, height */
  draw(projection, field, points, colour) {
    const { layer } = this;
    const { width, height } = projection;
    if (layer.width !== width || layer.height !== height) layer.resize(width, height);
    layer.clear();
    const { context } = layer;
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    const pixel = [0, 0];
    for (const [x, y, z] of points) {
      projection.project(x, y, z, pixel);
      context.globalAlpha = hidden(field, x, y, z, projection.eye) ? FAINT : 1;
      context.beginPath();
      context.moveTo(pixel[0] - ARM, pixel[1]);
      context.lineTo(pixel[0] + ARM, pixel[1]);
      context.moveTo(pixel[0], pixel[1] - ARM);
      context.lineTo(pixel[0], pixel[1] + ARM);
      context.stroke();
    }
  }
}
