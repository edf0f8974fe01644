import { indexOfTime } from '$lib/analysis/curve-envelope';
import type { ReducedCurves } from '$lib/model/curve';
import { gapAt, type Absence, type Gap } from './gaps';

/** What the curves say at an instant. */
export type CurveReading =
  | {
      readonly kind: 'values';
      /** Of the sample, UTC microseconds. */
      readonly timeUs: number;
      /** By the curve's `id`; a curve without a value at this time is left out. */
      readonly values: ReadonlyMap<string, number>;
    }
  | ({ readonly kind: 'gap' } & Absence)
  | { readonly kind: 'loading' };

/**
 * The sample nearest to an instant, within the cadence; in a gap its reason.
 *
 * @param series of days, loaded
 */
export function readCurves(
  series: readonly ReducedCurves[],
  gaps: readonly Gap[],
  instantUs: number,
  cadenceUs: number,
): CurveReading {
  const gap = gapAt(gaps, instantUs);
  if (gap?.kind === 'pending') return { kind: 'loading' };
  if (gap) return { kind: 'gap', cause: gap.cause, sentence: gap.sentence };
  let best: { curves: ReducedCurves; index: number; awayUs: number } | null = null;
  for (const curves of series) {
    for (const index of neighboursOf(curves, instantUs, cadenceUs)) {
      const awayUs = Math.abs(curves.timesUs[index]! - instantUs);
      if (awayUs <= cadenceUs && awayUs < (best?.awayUs ?? Infinity)) best = { curves, index, awayUs };
    }
  }
  if (!best) return { kind: 'gap', cause: 'no samples', sentence: 'There is no sample at this time.' };
  const { curves, index } = best;
  const values = new Map<string, number>();
  for (const curve of curves.curves) {
    const value = curve.values[index]!;
    if (!Number.isNaN(value)) values.set(curve.id, value);
  }
  return { kind: 'values', timeUs: curves.timesUs[index]!, values };
}

/** The time of the sample before or after an instant, over gaps; null where none is loaded. */
export function neighbourSample(series: readonly ReducedCurves[], instantUs: number, direction: -1 | 1): number | null {
  let best: number | null = null;
  for (const { timesUs } of series) {
    const index = direction < 0 ? indexOfTime(timesUs, instantUs) - 1 : indexOfTime(timesUs, instantUs + 1);
    const timeUs = timesUs[index];
    if (timeUs !== undefined && (best === null || direction * (best - timeUs) > 0)) best = timeUs;
  }
  return best;
}

/** Samples with a value on either side of an instant, as far away as the cadence. */
function neighboursOf({ timesUs, curves }: ReducedCurves, instantUs: number, cadenceUs: number): number[] {
  const found: number[] = [];
  const end = indexOfTime(timesUs, instantUs + cadenceUs + 1);
  for (let index = indexOfTime(timesUs, instantUs - cadenceUs); index < end; index++)
    if (curves.some(({ values }) => !Number.isNaN(values[index]))) found.push(index);
  return found;
}
