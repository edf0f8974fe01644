import type { CurveName } from '$lib/model/curve';
import { formatValue } from '$lib/render/value-axis';
import type { CurveReading } from '$lib/state/curve-reading';

/**
 * `3.168 V`
 *
 * @param resolution smallest difference worth showing
 */
export function quantified(value: number, unit: string | null, resolution: number): string {
  return `${formatValue(value, resolution)}${unit ? ` ${unit}` : ''}`;
}

/** What one curve says: its value, or in two or three words why there is none. */
export function valueWords(reading: CurveReading, { id, unit }: CurveName, resolution: number): string {
  if (reading.kind !== 'values') return reading.kind === 'gap' ? reading.cause : 'on its way';
  const value = reading.values.get(id);
  return value === undefined ? 'no value' : quantified(value, unit, resolution);
}

/** What all curves say: `30.00 MHz 1.000, 20.00 MHz 3.000`, or a sentence why there is nothing. */
export function readingWords(reading: CurveReading, shown: readonly CurveName[], resolution: number): string {
  if (reading.kind === 'gap') return reading.sentence;
  if (reading.kind === 'loading') return 'On its way.';
  return shown.map((name) => `${name.id} ${valueWords(reading, name, resolution)}`).join(', ');
}
