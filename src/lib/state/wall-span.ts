import { minuteUs, secondUs } from '$lib/datasets/utc';
import type { TimeRange } from '$lib/model/time';
import type { WallMark, WallRow } from '$lib/model/wall';

/** A stretch of time on one row. */
export interface WallSpan extends TimeRange {
  readonly row: WallRow;
}

const steps = [minuteUs, 30 * secondUs, 10 * secondUs, 5 * secondUs, secondUs, secondUs / 2, secondUs / 5];

/** The roundest step of time that is no more than a pixel: what is dragged opens where it was seen. */
export function roundStep(usPerPixel: number): number {
  return steps.find((step) => step <= usPerPixel) ?? secondUs / 5;
}

/** A span between two instants in either order, in round steps, a step long at least, within what is shown. */
export function spanOf(row: WallRow, shown: TimeRange, oneUs: number, otherUs: number, stepUs: number): WallSpan {
  const round = (us: number) => Math.round(us / stepUs) * stepUs;
  // What is shown may begin and end between two steps.
  const [firstUs, lastUs] = [Math.ceil(shown.startUs / stepUs) * stepUs, Math.floor(shown.endUs / stepUs) * stepUs];
  const within = (us: number) => Math.min(lastUs, Math.max(firstUs, us));
  const startUs = within(Math.min(round(oneUs), round(otherUs), lastUs - stepUs));
  const endUs = within(Math.max(round(oneUs), round(otherUs), startUs + stepUs));
  return { row, startUs, endUs };
}

/** Null where the archive has no raw files of the camera, as far as is known. */
export function markOf({ row: { camera }, startUs, endUs }: WallSpan): WallMark | null {
  const { dataset, siteUid } = camera;
  return dataset === null || siteUid === null ? null : { dataset, siteUid, startUs, endUs };
}

/**
 * A window after zooming about an instant, all from midnight of a row's date.
 *
 * @param whole what rows show at most
 * @returns null for all of it
 */
export function zoomed(
  window: TimeRange | null,
  whole: TimeRange,
  factor: number,
  aboutUs: number,
  shortestUs: number,
): TimeRange | null {
  const shown = window ?? whole;
  const share = (aboutUs - shown.startUs) / (shown.endUs - shown.startUs);
  return windowAt(whole, (shown.endUs - shown.startUs) * factor, aboutUs, share, shortestUs);
}

/**
 * A window in which an instant stands at a place.
 *
 * @param share of the width at which it stands, 0…1
 * @returns null for all of it
 */
export function windowAt(
  whole: TimeRange,
  wantedUs: number,
  aboutUs: number,
  share: number,
  shortestUs: number,
): TimeRange | null {
  const longest = whole.endUs - whole.startUs;
  const length = Math.min(longest, Math.max(shortestUs, wantedUs));
  if (length >= longest) return null;
  return moved({ startUs: aboutUs - share * length, endUs: aboutUs + (1 - share) * length }, whole, 0);
}

/** The same length elsewhere, in whole seconds, within what rows show. */
export function moved(window: TimeRange, whole: TimeRange, byUs: number): TimeRange {
  const length = Math.round((window.endUs - window.startUs) / secondUs) * secondUs;
  const latest = whole.endUs - length;
  const startUs = Math.round(Math.min(latest, Math.max(whole.startUs, window.startUs + byUs)) / secondUs) * secondUs;
  return { startUs, endUs: startUs + length };
}
