import type { TimeRange } from '$lib/model/time';
import type { Gap } from '$lib/state/gaps';

/** Narrower ones, in pixels, have no element of their own, and of many only the widest: all are drawn, and all tell. */
const [narrowest, mostElements] = [3, 64];
/** Of a letter of a cause, and of the room beside its words, in pixels. */
const [letter, margin] = [6.5, 12];

/**
 * The gaps of a strip that are wide enough for an element of their own, in order.
 *
 * @param width of the strip, which shows the window, in pixels
 */
export function wideGaps(gaps: readonly Gap[], window: TimeRange, width: number): readonly Gap[] {
  const leastUs = (narrowest * (window.endUs - window.startUs)) / Math.max(1, width);
  const wide = gaps.filter(
    ({ kind, startUs, endUs }) =>
      kind !== 'pending' && endUs > window.startUs && startUs < window.endUs && endUs - startUs >= leastUs,
  );
  if (wide.length <= mostElements) return wide;
  const widest = new Set(wide.toSorted((a, b) => b.endUs - b.startUs - (a.endUs - a.startUs)).slice(0, mostElements));
  return wide.filter((gap) => widest.has(gap));
}

/** The gaps of a strip that are wide enough for the words of their causes: all are drawn, and all tell. */
export function roomyGaps(gaps: readonly Gap[], window: TimeRange, width: number): readonly Gap[] {
  return gaps.filter((gap) => gap.kind === 'gap' && hasRoomForCause(gap, window, width));
}

/** Whether what is seen of a gap is wide enough for the words of its cause. */
export function hasRoomForCause({ startUs, endUs, cause }: Gap, window: TimeRange, width: number): boolean {
  const visibleUs = Math.min(endUs, window.endUs) - Math.max(startUs, window.startUs);
  return (visibleUs / (window.endUs - window.startUs)) * width > cause.length * letter + margin;
}
