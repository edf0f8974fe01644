import { dayUs, formatDate } from '$lib/datasets/utc';
import type { FoundProducts } from '$lib/loading/products';
import type { TimeRange } from '$lib/model/time';

/** More than so many stretches of days are not named one by one. */
const mostNamed = 4;

/** `on 2020-02-01 10:20 UTC`, of several searches `between 2020-02-01 10:20 and 2020-02-03 08:00 UTC`. */
export function foundWhen({ asOfMs, newestMs }: Pick<FoundProducts, 'asOfMs' | 'newestMs'>): string {
  const [first, last] = [minuteOf(asOfMs), minuteOf(newestMs)];
  return first === last ? `on ${first} UTC` : `between ${first} and ${last} UTC`;
}

/** Which of the asked days nothing is known of, as a sentence after others; empty where all are known. */
export function missingWords({ missing }: Pick<FoundProducts, 'missing'>): string {
  if (missing.length === 0) return '';
  const named = missing.slice(0, mostNamed).map(daysOf).join(', ');
  const others = missing.slice(mostNamed).reduce((sum, { startUs, endUs }) => sum + (endUs - startUs) / dayUs, 0);
  return ` No earlier search tells of ${named}${others > 0 ? ` and ${Math.ceil(others)} more days` : ''}.`;
}

export function minuteOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}

function daysOf({ startUs, endUs }: TimeRange): string {
  const [first, last] = [formatDate(startUs), formatDate(endUs - 1)];
  return first === last ? first : `${first} to ${last}`;
}
