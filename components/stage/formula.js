/**
 * The surface's own expression, sent as a tree, evaluated under the pointer: the true value, not an interpolation.
 * Where a part of it is not defined, as 1 / x at 0, the whole is NaN.
 */

const RULES = {
  add: (args) => args.reduce((a, b) => a + b),
  mul: (args) => args.reduce((a, b) => a * b),
  div: ([a, b]) => (b === 0 ? NaN : a / b),
  pow: ([a, b]) => ((a === 0 && b < 0) || Number.isNaN(a) ? NaN : a ** b), // NaN ** 0 would be 1
  sin: ([a]) => Math.sin(a),
  cos: ([a]) => Math.cos(a),
  tan: ([a]) => Math.tan(a),
  asin: ([a]) => Math.asin(a),
  acos: ([a]) => Math.acos(a),
  atan: ([a]) => Math.atan(a),
  sinh: ([a]) => Math.sinh(a),
  cosh: ([a]) => Math.cosh(a),
  tanh: ([a]) => Math.tanh(a),
  exp: ([a]) => Math.exp(a),
  log: ([a]) => (a > 0 ? Math.log(a) : NaN),
  sqrt: ([a]) => Math.sqrt(a),
  abs: ([a]) => Math.abs(a),
  sign: ([a]) => Math.sign(a),
  min: (args) => Math.min(...args),
  max: (args) => Math.max(...args),
};

/** @param {number|string|Array} tree a number, "x", "y", or [operation, ...arguments] */
export function evaluate(tree, x, y) {
  if (typeof tree === "number") return tree;
  if (tree === "x") return x;
  if (tree === "y") return y;
  const [operation, ...args] = tree;
  return RULES[operation](args.map((arg) => evaluate(arg, x, y)));
}
