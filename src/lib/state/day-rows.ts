import { trackDatasetByName } from '$lib/datasets/any-dataset';
import { gridDatasetByName } from '$lib/datasets/grid-catalogue';
import { dayUs, hourUs } from '$lib/datasets/utc';
import type { DayHoldings } from '$lib/model/availability';
import type { CatalogueDataset } from '$lib/model/catalogue';
import type { SkyEvent } from '$lib/model/event';
import type { Failure } from '$lib/model/failure';
import { newEvent } from './new-event';

/** Something that the archive is asked for. */
export type Asked<T> =
  | { readonly phase: 'idle' | 'asking' }
  | { readonly phase: 'known'; readonly value: T }
  | { readonly phase: 'failed'; readonly failure: Failure };

/** One camera's line of a day. */
export interface DayRow extends DayHoldings {
  /** Where the question about its hours stands. */
  readonly phase: Asked<unknown>['phase'];
  /** Why its hours are not known; null otherwise. */
  readonly failure: Failure | null;
}

/**
 * The lines of a day: the cameras that it has, each with its hours as soon as they are known.
 *
 * @param holdings of all sites, where they are known
 * @param ofSite what was asked of single sites
 */
export function dayRows(
  holdings: readonly DayHoldings[],
  ofSite: ReadonlyMap<string, Asked<{ readonly holdings: readonly DayHoldings[] }>>,
): DayRow[] {
  const plain = (holding: DayHoldings, phase: DayRow['phase'], failure: Failure | null = null): DayRow => ({
    ...holding,
    phase: holding.hours ? 'known' : phase,
    failure,
  });
  const rows = holdings.flatMap((holding): DayRow[] => {
    const asked = holding.siteUid === null ? undefined : ofSite.get(holding.siteUid);
    if (!asked || asked.phase === 'known') return asked ? [] : [plain(holding, 'idle')];
    return [plain(holding, asked.phase, asked.phase === 'failed' ? asked.failure : null)];
  });
  for (const [siteUid, asked] of ofSite) {
    if (asked.phase === 'known') rows.push(...asked.value.holdings.map((holding) => plain(holding, 'known')));
    else if (!rows.some((row) => row.siteUid === siteUid)) {
      const failure = asked.phase === 'failed' ? asked.failure : null;
      rows.push(plain({ siteUid, deviceUid: null, hours: null, dayFiles: 0 }, asked.phase, failure));
    }
  }
  const rank = ({ siteUid, deviceUid }: DayRow) => `${siteUid ?? ''} ${deviceUid ?? ''}`;
  return rows.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** Files of a line: null where they were not counted. */
export function filesOf({ hours, dayFiles }: DayHoldings): number | null {
  if (hours === null || hours.some(({ files }) => files === null)) return null;
  return hours.reduce((sum, { files }) => sum + (files ?? 0), dayFiles);
}

/**
 * The event of one hour of a camera, or of its whole day. Merged maps are of no site, and open as a map.
 *
 * @param startUs of the day
 * @param hour null: the whole day
 * @returns null for a dataset that no event can show, and for other files of a whole array
 */
export function eventOfHour(
  dataset: Pick<CatalogueDataset, 'name'>,
  { siteUid, deviceUid }: Pick<DayHoldings, 'siteUid' | 'deviceUid'>,
  startUs: number,
  hour: number | null,
): SkyEvent | null {
  const fromUs = startUs + (hour ?? 0) * hourUs;
  const range = { startUs: fromUs, endUs: hour === null ? startUs + dayUs : fromUs + hourUs };
  if (gridDatasetByName(dataset.name)) return { ...newEvent(dataset.name, '', range), view: 'map' };
  if (siteUid === null || !trackDatasetByName(dataset.name)) return null;
  const event = newEvent(dataset.name, siteUid, range);
  return { ...event, tracks: event.tracks.map((track) => ({ ...track, deviceUid })) };
}
