export interface ValueTick {
  readonly value: number;
  readonly label: string;
}

/**
 * Round values for the labels of an axis: steps of 1, 2 or 5 times a power of ten.
 *
 * @param room how many labels fit, at least 2
 * @returns rising, inside the range; all labels with as many decimals
 */
export function valueTicks([low, high]: readonly [low: number, high: number], room: number): ValueTick[] {
  const step = stepFor((high - low) / Math.max(1, room - 1));
  const ticks: ValueTick[] = [];
  // By whole multiples: adding up steps would add up their errors.
  for (let index = Math.ceil(low / step); index * step <= high && ticks.length < 100; index++) {
    ticks.push({ value: index * step, label: formatValue(index * step, step) });
  }
  return ticks;
}

/**
 * `2.453`, `−0.2`, `1.3 × 10⁶`, with a true minus.
 *
 * @param resolution smallest difference worth showing
 */
export function formatValue(value: number, resolution: number): string {
  const most = Math.max(Math.abs(value), resolution);
  if (most >= 1e6 || (most < 1e-3 && most > 0)) return powerText(value, resolution);
  const decimals = Math.min(6, Math.max(0, -Math.floor(Math.log10(resolution) + 1e-9)));
  return withMinus(value.toFixed(decimals));
}

/** The power of ten that is about a thousandth of a range: values are told that finely. */
export function resolutionOf([low, high]: readonly [low: number, high: number]): number {
  const height = high - low;
  return height > 0 ? 10 ** (Math.floor(Math.log10(height)) - 3) : 1;
}

function stepFor(least: number): number {
  if (!(least > 0) || !Number.isFinite(least)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function powerText(value: number, resolution: number): string {
  if (value === 0) return '0';
  const power = Math.floor(Math.log10(Math.abs(value)));
  const digits = Math.min(4, Math.max(0, power - Math.floor(Math.log10(resolution) + 1e-9)));
  return `${withMinus((value / 10 ** power).toFixed(digits))} × 10${superscript(power)}`;
}

function withMinus(text: string): string {
  return (/^-0(\.0*)?$/.test(text) ? text.slice(1) : text).replace('-', '−');
}

function superscript(power: number): string {
  return [...String(power)].map((sign) => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)])).join('');
}
