import { dayUs, hourUs } from '$lib/datasets/utc';
import type { Failure } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';

/** One UTC day of a range, as the archive's folders have it. */
export interface ArchiveDay {
  readonly startUs: number;
  /** `['2014', '03', '10']` */
  readonly path: readonly string[];
  /** Folders of the hours that the range touches: `ut06`, `ut07` … */
  readonly hours: ReadonlySet<string>;
}

/** More days than this are a mistake, not a wish: they would be hundreds of requests. */
export const mostDays = 62;

export const tooManyDays: Failure = {
  kind: 'unsupported',
  format: 'directory listing',
  message: `the range has too many days to look through; at most ${mostDays} are`,
};

/** The UTC days that a range touches, in order; one more than `mostDays` where there are more. */
export function daysOf({ startUs, endUs }: TimeRange): ArchiveDay[] {
  const days: ArchiveDay[] = [];
  for (let dayStartUs = startOf(dayUs, startUs); dayStartUs < endUs && days.length <= mostDays; dayStartUs += dayUs) {
    const hours = new Set<string>();
    const untilUs = Math.min(endUs, dayStartUs + dayUs);
    for (let hour = startOf(hourUs, Math.max(startUs, dayStartUs)); hour < untilUs; hour += hourUs) {
      hours.add(`ut${String((hour - dayStartUs) / hourUs).padStart(2, '0')}`);
    }
    const path = new Date(dayStartUs / 1000).toISOString().slice(0, 10).split('-');
    days.push({ startUs: dayStartUs, path, hours });
  }
  return days;
}

/** Whether a folder of a day, `gill_themis19`, is that of a site, and of a device where one is named. */
export function isCameraFolder(
  folder: string,
  { siteUid, deviceUid }: { readonly siteUid: string; readonly deviceUid: string | null },
): boolean {
  const [site, ...device] = folder.toLowerCase().split('_');
  return site === siteUid.toLowerCase() && (deviceUid === null || device.join('_') === deviceUid.toLowerCase());
}

function startOf(unitUs: number, us: number): number {
  return Math.floor(us / unitUs) * unitUs;
}
