import { dayUs, formatDate, parseInstant } from '$lib/datasets/utc';

/** What of the catalogue is looked at; it stands in the page's address: `?dataset=REGO_RAW&site=gill&day=2016-10-29`. */
export interface CatalogueChoice {
  readonly dataset: string | null;
  readonly siteUid: string | null;
  /** Start of the day, UTC microseconds. */
  readonly dayUs: number | null;
}

/** Reads a query; what cannot be is left out, so that the page shows what it can. */
export function parseChoice(query: URLSearchParams): CatalogueChoice {
  const dataset = query.get('dataset')?.toUpperCase() ?? '';
  const siteUid = query.get('site')?.toLowerCase() ?? '';
  return {
    dataset: /^[A-Z][A-Z0-9_]{2,79}$/.test(dataset) ? dataset : null,
    siteUid: /^[a-z0-9]{3,5}$/.test(siteUid) ? siteUid : null,
    dayUs: parseDay(query.get('day') ?? ''),
  };
}

/** The query of a choice, without `?`; empty where nothing is chosen. */
export function formatChoice({ dataset, siteUid, dayUs: startUs }: CatalogueChoice): string {
  const query = new URLSearchParams();
  if (dataset !== null) query.set('dataset', dataset);
  if (siteUid !== null) query.set('site', siteUid);
  if (startUs !== null) query.set('day', formatDate(startUs));
  return query.toString();
}

/** A day as people write it, `2014-03-10`; also `20140310` and `2014/3/10`. Null for what is no day of the calendar. */
export function parseDay(text: string): number | null {
  const match = /^\s*(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})\s*$/.exec(text);
  if (!match) return null;
  const startUs = parseInstant(`${match[1]}-${match[3]!.padStart(2, '0')}-${match[4]!.padStart(2, '0')}`);
  return startUs === null ? null : Math.floor(startUs / dayUs) * dayUs;
}
