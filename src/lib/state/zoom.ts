import type { TimeRange } from '$lib/model/time';
import { shortestZoomUs } from './event-link';

/** A stretch of time, longer or shorter by a factor about an instant that keeps its place in it. */
export function zoomedAbout(window: TimeRange, range: TimeRange, factor: number, aboutUs: number): TimeRange {
  const rangeUs = lengthOf(range);
  const lengthUs = Math.min(rangeUs, Math.max(Math.min(shortestZoomUs, rangeUs), lengthOf(window) * factor));
  const share = (aboutUs - window.startUs) / lengthOf(window);
  return { startUs: aboutUs - share * lengthUs, endUs: aboutUs + (1 - share) * lengthUs };
}

/** A stretch moved into the range where it reaches beyond, in whole microseconds; null for all of the range. */
export function zoomWithin({ startUs, endUs }: TimeRange, range: TimeRange): TimeRange | null {
  const lengthUs = Math.min(Math.round(endUs - startUs), lengthOf(range));
  const fromUs = Math.min(range.endUs - lengthUs, Math.max(range.startUs, Math.round(startUs)));
  return lengthUs >= lengthOf(range) ? null : { startUs: fromUs, endUs: fromUs + lengthUs };
}

/**
 * The stretch that a cursor which has left it takes along: the cursor is a tenth from the edge, so that playing on turns
 * the page only when it is read.
 */
export function zoomFollowing(zoom: TimeRange, cursorUs: number): TimeRange {
  const lengthUs = lengthOf(zoom);
  if (cursorUs < zoom.startUs) return { startUs: cursorUs - 0.9 * lengthUs, endUs: cursorUs + 0.1 * lengthUs };
  if (cursorUs >= zoom.endUs) return { startUs: cursorUs - 0.1 * lengthUs, endUs: cursorUs + 0.9 * lengthUs };
  return zoom;
}

function lengthOf({ startUs, endUs }: TimeRange): number {
  return endUs - startUs;
}
