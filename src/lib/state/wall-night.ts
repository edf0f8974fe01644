import type { WallNight, WallRow } from '$lib/model/wall';

/* Where on the wall the night hangs that somebody asked to be brought to. */

/** Whether a row is of that night. */
export function isOfNight({ dateUs, camera }: WallRow, night: WallNight): boolean {
  return dateUs === night.dateUs && (night.siteUid === null || camera.siteUid === night.siteUid);
}

/** The place of the first row of a night; where it has none, of the nearest night. -1: there are no rows. */
export function placeOfNight(rows: readonly WallRow[], night: WallNight): number {
  const awayOf = (row: WallRow) => 2 * Math.abs(row.dateUs - night.dateUs) + (isOfSite(row, night) ? 0 : 1);
  let best = -1;
  for (const [place, row] of rows.entries()) if (best < 0 || awayOf(row) < awayOf(rows[best]!)) best = place;
  return best;
}

function isOfSite({ camera }: WallRow, { siteUid }: WallNight): boolean {
  return siteUid === null || camera.siteUid === siteUid;
}
