/** How numbers are written on the stage: short, with a true minus sign. */

/** Four significant digits, powers of ten outside 0.001 … 99999. */
export function short(value, digits = 4) {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e5) {
    const [mantissa, exponent] = value.toExponential(digits - 2).split("e");
    return minus(`${mantissa}e${Number(exponent)}`);
  }
  return minus(String(Number(value.toPrecision(digits))));
}

/** With as many decimals as `digits` leaves, so that columns do not jitter and 0.0015 is not 0.00. */
export function steady(value, digits = 4) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e4)) {
    const [mantissa, exponent] = value.toExponential(digits - 2).split("e");
    return minus(`${mantissa}e${Number(exponent)}`);
  }
  const whole = size < 1 ? 0 : Math.floor(Math.log10(size)) + 1;
  return minus(value.toFixed(Math.max(0, digits - whole)));
}

const minus = (text) => text.replaceAll("-", "−");

/** Round tick values between low and high, about `count` of them. */
export function ticks(low, high, count) {
  const raw = (high - low) / Math.max(1, count);
  if (!(raw > 0) || !Number.isFinite(raw)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((m) => m * power >= raw * 0.999) ?? 10);
  const values = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) values.push(i * step);
  return values;
}
