import { dayUs, hourUs, minuteUs } from '$lib/datasets/utc';
import type { TimeRange } from '$lib/model/time';

export const shortestRangeUs = minuteUs;
export const longestRangeUs = dayUs;

/** What of a range is taken hold of. */
export type RangePart = 'start' | 'end' | 'span';

/**
 * A range with one of its ends, or all of it, moved to another instant: the nearest full minute that the limits allow.
 * What is not moved stays as it is, to the microsecond.
 *
 * @param timeUs where the end, or the start of the whole range, shall be
 * @param bounds which the range does not leave
 */
export function moveRange(range: TimeRange, part: RangePart, timeUs: number, bounds: TimeRange): TimeRange {
  const { startUs, endUs } = range;
  const limits = rangeLimits(range, part, bounds);
  const movedUs = Math.min(limits.endUs, Math.max(limits.startUs, Math.round(timeUs / minuteUs) * minuteUs));
  if (part === 'start') return { startUs: movedUs, endUs };
  if (part === 'end') return { startUs, endUs: movedUs };
  return { startUs: movedUs, endUs: movedUs + (endUs - startUs) };
}

/** How far an end, or the start of the whole range, can be moved: the first and the last full minute, both allowed. */
export function rangeLimits({ startUs, endUs }: TimeRange, part: RangePart, bounds: TimeRange): TimeRange {
  const limits = {
    start: [Math.max(bounds.startUs, endUs - longestRangeUs), endUs - shortestRangeUs],
    end: [startUs + shortestRangeUs, Math.min(bounds.endUs, startUs + longestRangeUs)],
    span: [bounds.startUs, bounds.endUs - (endUs - startUs)],
  } as const;
  const firstUs = Math.ceil(limits[part][0] / minuteUs) * minuteUs;
  const lastUs = Math.floor(limits[part][1] / minuteUs) * minuteUs;
  // Where the bounds leave no choice (they lie inside the range): the limit that keeps it a range.
  return part === 'end'
    ? { startUs: firstUs, endUs: Math.max(firstUs, lastUs) }
    : { startUs: Math.min(firstUs, lastUs), endUs: lastUs };
}

/**
 * The stretch of time that is shown around a range: 24 h, or an hour more than the range at each end, in full hours.
 * It stays where it is as long as the range stays in the same night.
 *
 * @param wholeNight of the range's place and date, where there is one
 */
export function rangeContext(range: TimeRange, wholeNight: TimeRange | null): TimeRange {
  const about = wholeNight && isInside(range, wholeNight) ? wholeNight : range;
  const middleUs = Math.round((about.startUs + about.endUs) / 2 / hourUs) * hourUs;
  const halfUs = Math.max(dayUs / 2, Math.ceil((about.endUs - about.startUs) / 2 / hourUs + 1) * hourUs);
  return { startUs: middleUs - halfUs, endUs: middleUs + halfUs };
}

function isInside(inner: TimeRange, outer: TimeRange): boolean {
  return inner.startUs >= outer.startUs && inner.endUs <= outer.endUs;
}
