import { dayUs, formatDate } from '$lib/datasets/utc';
import type { TimeRange } from '$lib/model/time';

/* The year of who looks at the sky in the north: from July to June, so that the nights of a winter stay together. */

/** The season in which an instant lies: 1 July to 30 June, whole UTC days. */
export function seasonAt(timeUs: number): TimeRange {
  const date = new Date(timeUs / 1000);
  return seasonFrom(date.getUTCFullYear() - (date.getUTCMonth() < 6 ? 1 : 0));
}

/** The season that chosen days lie in; of several, that of the last day. */
export function seasonOf(days: TimeRange | null, nowUs: number): TimeRange {
  return seasonAt(days ? days.endUs - 1 : nowUs);
}

/** The one before or after. */
export function seasonBeside({ startUs }: TimeRange, years: number): TimeRange {
  return seasonFrom(new Date(startUs / 1000).getUTCFullYear() + years);
}

/** `2019–20` */
export function seasonName({ startUs }: TimeRange): string {
  const year = new Date(startUs / 1000).getUTCFullYear();
  return `${year}–${String((year + 1) % 100).padStart(2, '0')}`;
}

export function daysOf({ startUs, endUs }: TimeRange): number {
  return Math.round((endUs - startUs) / dayUs);
}

/** Where the months of a season begin, in days from its own beginning. */
export function monthsOf(season: TimeRange): readonly { readonly day: number; readonly name: string }[] {
  const year = new Date(season.startUs / 1000).getUTCFullYear();
  return Array.from({ length: 12 }, (_, month) => {
    const startUs = Date.UTC(year, 6 + month, 1) * 1000;
    return { day: Math.round((startUs - season.startUs) / dayUs), name: formatDate(startUs).slice(0, 7) };
  });
}

/** Seven nights with this one in the middle. */
export function nightsAround(dateUs: number): TimeRange {
  return { startUs: dateUs - 3 * dayUs, endUs: dateUs + 4 * dayUs };
}

function seasonFrom(year: number): TimeRange {
  return { startUs: Date.UTC(year, 6, 1) * 1000, endUs: Date.UTC(year + 1, 6, 1) * 1000 };
}
