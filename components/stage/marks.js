/** The markers of the racers, as paths around the origin. Shape, dash and colour together name a racer. */

const polygon = (corners, turn = 0, inner = null) => (context, radius) => {
  const points = inner === null ? corners : 2 * corners;
  for (let i = 0; i < points; i++) {
    const r = inner !== null && i % 2 ? radius * inner : radius;
    const angle = ((turn + i / points) * 2 - 0.5) * Math.PI;
    context.lineTo(r * Math.cos(angle), r * Math.sin(angle));
  }
  context.closePath();
};

const THIN = 0.34;
const PLUS = [
  [THIN, -1], [THIN, -THIN], [1, -THIN], [1, THIN], [THIN, THIN], [THIN, 1],
  [-THIN, 1], [-THIN, THIN], [-1, THIN], [-1, -THIN], [-THIN, -THIN], [-THIN, -1],
];

const plus = (context, radius) => {
  for (const [x, y] of PLUS) context.lineTo(radius * x, radius * y);
  context.closePath();
};

/** Radii are balanced so that all shapes look equally large. */
const SHAPES = {
  circle: [1, (context, radius) => context.arc(0, 0, radius, 0, 2 * Math.PI)],
  square: [1.2, polygon(4, 1 / 8)],
  "triangle-up": [1.3, polygon(3)],
  diamond: [1.25, polygon(4)],
  "triangle-down": [1.3, polygon(3, 1 / 2)],
  pentagon: [1.15, polygon(5)],
  star: [1.45, polygon(5, 0, 0.45)],
  plus: [1.25, plus],
};

/** Trace the marker `shape` of size `radius` centred on (x, y); the caller fills and strokes. */
export function trace(context, shape, x, y, radius) {
  const [scale, draw] = SHAPES[shape];
  context.translate(x, y);
  context.beginPath();
  draw(context, radius * scale);
  context.translate(-x, -y);
}
