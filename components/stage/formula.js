/** The surface's own expression, sent as a tree, evaluated under the pointer: the true value, not an interpolation. */

const RULES = {
  add: (args) => args.reduce((a, b) => a + b),
  mul: (args) => args.reduce((a, b) => a * b),
  pow: ([a, b]) => a ** b,
  sin: ([a]) => Math.sin(a),
  cos: ([a]) => Math.cos(a),
  tan: ([a]) => Math.tan(a),
  exp: ([a]) => Math.exp(a),
  log: ([a]) => Math.log(a),
  sqrt: ([a]) => Math.sqrt(a),
  abs: ([a]) => Math.abs(a),
};

/** @param {number|string|Array} tree a number, "x", "y", or [operation, ...arguments] */
export function evaluate(tree, x, y) {
  if (typeof tree === "number") return tree;
  if (tree === "x") return x;
  if (tree === "y") return y;
  const [operation, ...args] = tree;
  return RULES[operation](args.map((arg) => evaluate(arg, x, y)));
}
