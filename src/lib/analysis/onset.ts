import type { TimeRange } from '$lib/model/time';

/** How bright something was, frame by frame. */
export interface BrightnessSeries {
  /** Rising, UTC microseconds. */
  readonly timesUs: Float64Array;
  /** In any unit, but above the camera's dark level: a factor of counts with an offset means nothing. NaN for none. */
  readonly values: ArrayLike<number>;
}

export interface Onset {
  /** Index into the series. */
  readonly frame: number;
  readonly timeUs: number;
  /** Mean brightness of the quiet span. */
  readonly quietMean: number;
}

/** By how much an arc must outshine its quiet time. The sample event's truth has three of its own, to hold this one. */
export const onsetFactor = 3;

/**
 * When a substorm begins: the first frame after a quiet span in which the arc's brightness exceeds three times its mean
 * over that span. The arc's brightness is the largest emission along the site's meridian above 20° elevation.
 *
 * @param quiet frames from its start up to, and without, its end make the mean
 * @returns null where no frame does, or where the quiet span has no frames or no light
 */
export function findOnset(series: BrightnessSeries, quiet: TimeRange, factor: number = onsetFactor): Onset | null {
  const { timesUs, values } = series;
  const quietMean = meanWithin(series, quiet);
  if (!(quietMean > 0)) return null;
  for (let frame = 0; frame < timesUs.length; frame++) {
    const timeUs = timesUs[frame]!;
    if (timeUs >= quiet.endUs && values[frame]! > factor * quietMean) return { frame, timeUs, quietMean };
  }
  return null;
}

/** NaN where there is nothing. */
function meanWithin({ timesUs, values }: BrightnessSeries, { startUs, endUs }: TimeRange): number {
  let [sum, frames] = [0, 0];
  for (let frame = 0; frame < timesUs.length; frame++) {
    const value = values[frame]!;
    if (!(timesUs[frame]! >= startUs && timesUs[frame]! < endUs) || Number.isNaN(value)) continue;
    sum += value;
    frames++;
  }
  return sum / frames;
}
