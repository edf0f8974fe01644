import type { TimeRange } from '$lib/model/time';

/**
 * The frames of a file that are decoded together with one of them: null for all of them. Stretches are counted from the
 * file's first frame, so that stepping through a file asks for each of them once.
 *
 * @param timesUs of all frames of the file, rising
 * @param together see `Packing.framesTogether`
 */
export function stretchAround(timesUs: Float64Array, index: number, together: number | null): TimeRange | null {
  if (together === null || timesUs.length <= together) return null;
  return stretchFrom(timesUs, Math.floor(index / together) * together, together);
}

/** All stretches of a file, in order; the whole file is one of null. */
export function stretchesOf(timesUs: Float64Array, together: number | null): (TimeRange | null)[] {
  if (together === null || timesUs.length <= together) return [null];
  const count = Math.ceil(timesUs.length / together);
  return Array.from({ length: count }, (_, stretch) => stretchFrom(timesUs, stretch * together, together));
}

function stretchFrom(timesUs: Float64Array, from: number, together: number): TimeRange {
  const last = Math.min(timesUs.length, from + together) - 1;
  return { startUs: timesUs[from]!, endUs: timesUs[last]! + 1 };
}
