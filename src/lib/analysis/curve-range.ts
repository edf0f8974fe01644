import type { ReducedCurves } from '$lib/model/curve';
import type { TimeRange } from '$lib/model/time';
import { indexOfTime } from './curve-envelope';

/** Values looked at, at most, evenly spread over all there are. */
const mostLooks = 20_000;
/** Shares of the values that may lie below and above: a receiver has spikes far outside what it measures. */
const [lowShare, highShare] = [0.005, 0.995];
/** Of so many values at least one is left out at either end; of fewer each may tell something. */
const many = 20;
/** Room above and below the curves, as a share of their height. */
const margin = 0.08;

/**
 * Between which values curves are drawn: nearly all of those on screen, whatever a few spikes do.
 *
 * @param ids of the curves, all in one unit
 * @param window what is on screen; where it holds no value at all, all there are count
 * @returns low and high, low below high; null where there is no value at all
 */
export function usualRange(
  files: readonly ReducedCurves[],
  ids: ReadonlySet<string>,
  window: TimeRange,
): readonly [low: number, high: number] | null {
  const inWindow = valuesOf(files, ids, window);
  const found = inWindow.length > 0 ? inWindow : valuesOf(files, ids, { startUs: -Infinity, endUs: Infinity });
  if (found.length === 0) return null;
  const sorted = Float64Array.from(found).sort();
  const last = sorted.length - 1;
  const inward = sorted.length >= many ? Math.ceil : Math.round;
  const low = sorted[inward(lowShare * last)]!;
  const high = sorted[last - inward((1 - highShare) * last)]!;
  // A curve that does not move stands in the middle.
  const room = high > low ? margin * (high - low) : Math.abs(low) / 10 || 1;
  return [low - room, high + room];
}

/** Values of a stretch of time, evenly thinned out where they are very many. */
function valuesOf(
  files: readonly ReducedCurves[],
  ids: ReadonlySet<string>,
  { startUs, endUs }: TimeRange,
): readonly number[] {
  const parts = files.flatMap(({ timesUs, curves }) => {
    const [from, to] = [indexOfTime(timesUs, startUs), indexOfTime(timesUs, endUs)];
    return curves.filter(({ id }) => ids.has(id)).map(({ values }) => ({ values, from, to }));
  });
  const samples = parts.reduce((sum, { from, to }) => sum + to - from, 0);
  const stride = Math.max(1, Math.ceil(samples / mostLooks));
  const found: number[] = [];
  for (const { values, from, to } of parts)
    for (let index = from; index < to; index += stride) if (!Number.isNaN(values[index])) found.push(values[index]!);
  return found;
}
