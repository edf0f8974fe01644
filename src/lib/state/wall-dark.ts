import { observatory } from '$lib/datasets/observatories';
import { dayUs, formatDate } from '$lib/datasets/utc';
import { darkHours } from '$lib/geometry/dark-hours';
import type { TimeRange } from '$lib/model/time';
import type { WallRow } from '$lib/model/wall';
import { formatClock, shortestWindowUs } from './wall-link';
import { windowAt } from './wall-span';

/** The hours of rows in which it is dark, and what there is to say of them: nothing where they are all that is dark. */
export type DarkWindow =
  /** From midnight of a row's date; null for all of it. */
  | { readonly kind: 'hours'; readonly window: TimeRange | null; readonly words: string }
  | { readonly kind: 'none'; readonly words: string };

/** @param whole what rows show at most, from midnight of their dates */
export function darkWindowOf(rows: readonly WallRow[], whole: TimeRange): DarkWindow {
  const dates = new Map<string, Map<string, number>>();
  let unknown = false;
  for (const { camera, dateUs } of rows) {
    const siteUid = camera.siteUid;
    if (siteUid === null || !observatory(siteUid)) unknown = true;
    else {
      // The Sun comes back to the same place each year, but for a minute or two.
      const own = dates.get(siteUid) ?? new Map<string, number>();
      dates.set(siteUid, own.set(formatDate(dateUs).slice(5), dateUs));
    }
  }
  const lookedAt = [...dates].map(([siteUid, own]) => ({ place: observatory(siteUid)!, datesUs: own.values() }));
  if (lookedAt.length === 0) return { kind: 'none', words: 'It is not known where these cameras stand.' };
  const dark = darkHours(lookedAt, whole.startUs);
  if (!dark) return { kind: 'none', words: 'The Sun does not sink below −6° there in these nights.' };
  const { startUs, endUs } = dark.hours;
  if (endUs - startUs >= dayUs)
    return { kind: 'hours', window: null, words: 'At every hour it is dark somewhere on this wall.' };
  const sentences: string[] = [];
  if (dark.cutOff) {
    const clock = `${formatClock(dark.cutOff.startUs)}–${formatClock(dark.cutOff.endUs)} UTC`;
    sentences.push(`${clock} is left out, at the other end of the rows: it is dark then, too, in some nights.`);
  }
  if (unknown) sentences.push('It is not known where some cameras stand.');
  const window = windowAt(whole, endUs - startUs, (startUs + endUs) / 2, 0.5, shortestWindowUs);
  return { kind: 'hours', window, words: sentences.join(' ') };
}
