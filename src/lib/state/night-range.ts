import { observatory } from '$lib/datasets/observatories';
import { dayUs } from '$lib/datasets/utc';
import { nightOfDate } from '$lib/geometry/night';
import type { TimeRange } from '$lib/model/time';

/**
 * What a whole night of a date means at a site: the Sun below −6°. Where the place is not known, or has no night then, the
 * UTC day.
 *
 * @param nightUs midnight UTC at the start of the date
 */
export function wholeNight(siteUid: string, nightUs: number): TimeRange {
  const place = observatory(siteUid);
  return (place && nightOfDate(nightUs, place)) ?? { startUs: nightUs, endUs: nightUs + dayUs };
}
