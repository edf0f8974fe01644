import type { Observatory } from '$lib/model/dataset';
import type { Outcome } from '$lib/model/failure';
import { isRecord } from './json';
import type { Network } from './network';
import { askForList, lineOf } from './service-answer';

/**
 * The sites of one array, by the archive's service, in alphabetical order of their codes.
 *
 * @param instrumentArray as the service spells it: `themis_asi`
 */
export async function listObservatories(
  instrumentArray: string,
  network: Network,
): Promise<Outcome<readonly Observatory[]>> {
  const query = new URLSearchParams({ instrument_array: instrumentArray });
  const path = `/api/v1/data_distribution/observatories?${query.toString()}`;
  const list = await askForList(path, 'observatory list', parseObservatory, network);
  if (!list.ok) return list;
  const distinct = new Map(list.value.map((place) => [place.siteUid, place]));
  return { ok: true, value: [...distinct.values()].sort((a, b) => (a.siteUid < b.siteUid ? -1 : 1)) };
}

/** One record of the service; null for what is no place with a code. */
export function parseObservatory(record: unknown): Observatory | null {
  if (!isRecord(record) || typeof record.uid !== 'string') return null;
  const siteUid = record.uid.trim().toLowerCase();
  const { geodetic_latitude: latDeg, geodetic_longitude: lonDeg } = record;
  if (!/^[a-z0-9]{3,5}$/.test(siteUid) || !isWithin(latDeg, 90) || !isWithin(lonDeg, 360)) return null;
  const name = lineOf(record.full_name, 100) ?? siteUid.toUpperCase();
  // Either way of counting longitudes occurs in the archive.
  return { siteUid, name, latDeg, lonDeg: lonDeg > 180 ? lonDeg - 360 : lonDeg < -180 ? lonDeg + 360 : lonDeg };
}

function isWithin(value: unknown, most: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= most;
}
