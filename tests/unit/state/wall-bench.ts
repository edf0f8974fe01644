import { dayUs, formatDate, parseInstant } from '$lib/datasets/utc';
import type { WallCamera, WallPicture, WallRow } from '$lib/model/wall';
import { rowsOf } from '$lib/state/wall-rows';

export const firstUs = parseInstant('2020-02-01')!;

export const gill: WallCamera = {
  ...{ name: 'TREx RGB GILL', dataset: 'TREX_RGB_RAW_NOMINAL', siteUid: 'gill', deviceUid: 'rgb-04' },
};
export const luck: WallCamera = { ...gill, name: 'TREx RGB LUCK', siteUid: 'luck', deviceUid: 'rgb-03' };

/** A camera's keogram of a day, counted from the first. */
export function daily(day: number, camera = gill, change: Partial<WallPicture> = {}): WallPicture {
  const startUs = firstUs + day * dayUs;
  const name = `${formatDate(startUs)} ${camera.siteUid}.jpg`;
  const range = { startUs, endUs: startUs + dayUs };
  return { url: `https://host/${name}`, name, range, span: 'daily', kind: 'daily', camera, ...change };
}

/** Rows of some days, the first day first. */
export function rowsOfDays(count: number, camera = gill): readonly WallRow[] {
  const pictures = Array.from({ length: count }, (_, day) => daily(day, camera));
  return rowsOf(pictures, { groupedBy: 'date', latestFirst: false }, 0);
}
