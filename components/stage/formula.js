/** The surface's own expression, sent as a tree, evaluated under the pointer: the true value, not an interpolation. */

const RULES = {
  add: (args) => args.reduce((a, b) => a + b),
  mul: (args) => args.reduce((a, b) => a * b),
  pow: ([a, b]) => a ** b,
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
  log: ([a]) => Math.log(a),
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
