import { observatory } from '$lib/datasets/observatories';
import { dayUs, hourUs } from '$lib/datasets/utc';
import type { TimeRange } from '$lib/model/time';
import type { WallCamera, WallLook, WallPicture, WallRow } from '$lib/model/wall';

/** Of several pictures of one day the one that is known best; any other kind comes after these. */
const kinds = ['daily', 'daily_hires', 'daily_hires_200px', 'daily_moviederived', 'daily_moviebased'];

/** A picture that is said to cover more days than a month has is no keogram that a person finds a night in. */
export const mostRowsOfPicture = 31;

/**
 * One row for each night and camera that has a picture.
 *
 * @param dayBeginUs when a row begins, from midnight UTC of its date
 */
export function rowsOf(
  pictures: readonly WallPicture[],
  { groupedBy, latestFirst }: Pick<WallLook, 'groupedBy' | 'latestFirst'>,
  dayBeginUs: number,
): readonly WallRow[] {
  const rows = new Map<string, { row: WallRow; pictures: WallPicture[] }>();
  for (const picture of bestOf(pictures)) {
    const { camera, range } = picture;
    const firstUs = Math.floor((range.startUs - dayBeginUs) / dayUs) * dayUs;
    const untilUs = Math.min(range.endUs - dayBeginUs, firstUs + mostRowsOfPicture * dayUs);
    for (let dateUs = firstUs; dateUs < untilUs; dateUs += dayUs) {
      const key = `${camera.name} ${camera.deviceUid ?? ''} ${dateUs}`;
      const begun = rows.get(key);
      if (begun) begun.pictures.push(picture);
      else {
        const own = [picture];
        const startUs = dateUs + dayBeginUs;
        const row = { key, dateUs, range: { startUs, endUs: startUs + dayUs }, camera, pictures: own };
        rows.set(key, { row, pictures: own });
      }
    }
  }
  const all = [...rows.values()].map(({ row, pictures: own }) => {
    own.sort((a, b) => a.range.startUs - b.range.startUs);
    return row;
  });
  const byDate = (a: WallRow, b: WallRow) => (latestFirst ? b.dateUs - a.dateUs : a.dateUs - b.dateUs);
  const byName = ({ camera: a }: WallRow, { camera: b }: WallRow) => compare(a.name, b.name);
  const byDevice = ({ camera: a }: WallRow, { camera: b }: WallRow) => compare(a.deviceUid ?? '', b.deviceUid ?? '');
  const order = groupedBy === 'date' ? [byDate, byName] : [byName, byDate];
  // A camera that is exchanged during a season does not cut the season of its site in two.
  return all.sort((a, b) => order[0]!(a, b) || order[1]!(a, b) || byDevice(a, b));
}

/**
 * When rows begin, from midnight UTC of their dates, so that nights are not cut: at 00:00 UTC where it is day then, as in
 * Canada; else at noon.
 */
export function dayBegin(pictures: readonly { readonly camera: Pick<WallCamera, 'siteUid'> }[]): number {
  const sites = new Set(pictures.map(({ camera }) => camera.siteUid));
  let cut = 0;
  let whole = 0;
  for (const siteUid of sites) {
    const place = siteUid === null ? null : observatory(siteUid);
    if (!place) continue;
    const midnightHour = (((-place.lonDeg / 15) % 24) + 24) % 24;
    if (midnightHour < 3 || midnightHour >= 21) cut++;
    else whole++;
  }
  return cut > whole ? 12 * hourUs : 0;
}

/** What of a row is shown: the window is counted from midnight UTC of its date. */
export function shownOf({ dateUs, range }: WallRow, window: TimeRange | null): TimeRange {
  return window ? { startUs: dateUs + window.startUs, endUs: dateUs + window.endUs } : range;
}

/** One picture for each camera and span of time; those of hours only where there is none of the day. */
function bestOf(pictures: readonly WallPicture[]): readonly WallPicture[] {
  const best = new Map<string, WallPicture>();
  for (const picture of pictures) {
    const key = spanKey(picture, picture.range.startUs);
    const other = best.get(key);
    if (!other || rank(picture) < rank(other)) best.set(key, picture);
  }
  return [...best.values()].filter(
    (picture) =>
      picture.span === 'daily' ||
      best.get(spanKey(picture, Math.floor(picture.range.startUs / dayUs) * dayUs))?.span !== 'daily',
  );
}

function spanKey({ camera }: WallPicture, startUs: number): string {
  return `${camera.name} ${camera.deviceUid ?? ''} ${startUs}`;
}

function rank({ span, kind }: WallPicture): number {
  const place = kinds.indexOf(kind);
  return (span === 'daily' ? 0 : 100) + (place < 0 ? kinds.length : place);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
