/** Contour lines of a function on an even grid, by marching squares: traced into the canvas' present path. */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Float64Array} values rows along y; what is not finite has no lines
 * @param {number} nx @param {number} ny
 * @param {(i: number, j: number) => number[]} place pixels of a place on the grid, between points too
 * @param {(value: number) => number} index of which level lies just below a value; levels are whole numbers of it
 */
export function contours(context, values, nx, ny, place, index) {
  for (let j = 0; j + 1 < ny; j++) {
    for (let i = 0; i + 1 < nx; i++) {
      const corners = [values[j * nx + i], values[j * nx + i + 1], values[(j + 1) * nx + i + 1], values[(j + 1) * nx + i]].map(index);
      const low = Math.ceil(Math.min(...corners));
      const high = Math.floor(Math.max(...corners));
      if (!(high - low < 50)) continue;
      for (let level = low; level <= high; level++) cell(context, corners, level, i, j, place);
    }
  }
}

const EDGES = [[0, 1, (t) => [t, 0]], [1, 2, (t) => [1, t]], [2, 3, (t) => [1 - t, 1]], [3, 0, (t) => [0, 1 - t]]];

function cell(context, corners, level, i, j, place) {
  const cuts = [];
  for (const [a, b, along] of EDGES) {
    const [from, to] = [corners[a] - level, corners[b] - level];
    if (from < 0 === to < 0) continue;
    const [x, y] = along(from / (from - to));
    cuts.push(place(i + x, j + y));
  }
  for (let k = 0; k + 1 < cuts.length; k += 2) {
    context.moveTo(...cuts[k]);
    context.lineTo(...cuts[k + 1]);
  }
}

/** A polynomial c[i][j] h^i k^j. */
export function polynomial(c, h, k) {
  let sum = 0;
  for (let i = c.length - 1; i >= 0; i--) {
    let inner = 0;
    for (let j = c.length - 1; j >= 0; j--) inner = inner * k + c[i][j];
    sum = sum * h + inner;
  }
  return sum;
}
