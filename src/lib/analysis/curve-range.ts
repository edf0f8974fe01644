import type { ReducedCurves } from '$lib/model/curve';

/** Values looked at, at most, evenly spread over all there are. */
const mostLooks = 20_000;
/** Shares of the values that may lie below and above: a receiver has spikes far outside what it measures. */
const [lowShare, highShare] = [0.005, 0.995];
/** Room above and below the curves, as a share of their height. */
const margin = 0.08;

/**
 * Between which values curves are drawn: nearly all of them, whatever a few spikes do.
 *
 * @param ids of the curves, all in one unit
 * @returns low and high, low below high; null where there is no value at all
 */
export function usualRange(
  files: readonly ReducedCurves[],
  ids: ReadonlySet<string>,
): readonly [low: number, high: number] | null {
  const curves = files.flatMap((file) => file.curves.filter(({ id }) => ids.has(id)));
  const samples = curves.reduce((sum, { values }) => sum + values.length, 0);
  const stride = Math.max(1, Math.ceil(samples / mostLooks));
  const found: number[] = [];
  for (const { values } of curves)
    for (let index = 0; index < values.length; index += stride)
      if (!Number.isNaN(values[index])) found.push(values[index]!);
  if (found.length === 0) return null;
  const sorted = Float64Array.from(found).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  const [low, high] = [at(lowShare), at(highShare)];
  // A curve that does not move stands in the middle.
  const room = high > low ? margin * (high - low) : Math.abs(low) / 10 || 1;
  return [low - room, high + room];
}
