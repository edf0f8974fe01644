import { dayUs } from '$lib/datasets/utc';
import type { TimeRange } from '$lib/model/time';

/** A place in a calendar strip, by the starts of UTC days. */
export interface CalendarPlace {
  readonly dayStartUs: number;
  /** Where the choice of several days began; null: none is being made. */
  readonly anchorUs: number | null;
}

/**
 * Where a key leads to: by days, with Page Up and Page Down by thirty; with Shift several are chosen. It may lie beyond
 * the years that are shown, in those beside them.
 *
 * @returns null for a key that leads nowhere
 */
export function dayKeys(
  key: string,
  isShift: boolean,
  { dayStartUs, anchorUs }: CalendarPlace,
  { startUs, endUs }: TimeRange,
): CalendarPlace | null {
  const to = dayOf(key, dayStartUs, startUs, endUs - dayUs);
  return to === null ? null : { dayStartUs: to, anchorUs: isShift ? (anchorUs ?? dayStartUs) : null };
}

/** The days from where a choice began to where it is now, whole ones; null for a single one. */
export function daysBetween({ dayStartUs, anchorUs }: CalendarPlace): TimeRange | null {
  if (anchorUs === null || anchorUs === dayStartUs) return null;
  return { startUs: Math.min(anchorUs, dayStartUs), endUs: Math.max(anchorUs, dayStartUs) + dayUs };
}

function dayOf(key: string, dayStartUs: number, firstUs: number, lastUs: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return dayStartUs - dayUs;
    case 'ArrowRight':
      return dayStartUs + dayUs;
    case 'PageUp':
      return dayStartUs - 30 * dayUs;
    case 'PageDown':
      return dayStartUs + 30 * dayUs;
    case 'Home':
      return firstUs;
    case 'End':
      return lastUs;
    default:
      return null;
  }
}
