/**
 * Where the loss has no value the map is blank: a sheet of paper over the contours, which go on a little beneath it, so
 * that none of them runs along its edge. Plotly's own way with gaps takes seconds on a grid as fine as the map's.
 */

import { numbers } from "./field.js";

const UNDER = 2; // cells that the contours go on beneath the sheet

/**
 * @param {object} contour the trace of the map as plotly.py sends it
 * @param {string} paper the colour of the page @param {object} line of the sheet's edge
 * @returns {object[]} the sheet, or nothing where the loss has a value everywhere; what is left of `contour` has no gap
 */
export function sheets(contour, paper, line) {
  const tones = numbers(contour.z);
  const nowhere = Uint8Array.from(tones, Number.isNaN);
  if (!nowhere.includes(1)) return [];
  const width = numbers(contour.x).length;
  for (let n = 0; n < UNDER; n++) spread(tones, width);
  let last = 0;
  for (let k = 0; k < tones.length; k++) last = Number.isNaN(tones[k]) ? (tones[k] = last) : tones[k];
  contour.z = rows(tones, width);
  const { x, y } = contour;
  const contours = { type: "constraint", operation: "<", value: 0.5 };
  return [{ type: "contour", name: "blank", x, y, z: rows(nowhere, width), contours, fillcolor: paper, line, showscale: false, hoverinfo: "skip" }];
}

/** Every gap beside something becomes the mean of its neighbours. */
function spread(tones, width) {
  const before = tones.slice();
  for (let k = 0; k < tones.length; k++) {
    if (!Number.isNaN(before[k])) continue;
    const column = k % width;
    const around = [before[k - width], before[k + width], column ? before[k - 1] : NaN, column < width - 1 ? before[k + 1] : NaN];
    const there = around.filter((tone) => tone === tone && tone !== undefined);
    if (there.length) tones[k] = there.reduce((sum, tone) => sum + tone) / there.length;
  }
}

const rows = (values, width) => Array.from({ length: values.length / width }, (_, j) => values.subarray(j * width, (j + 1) * width));
