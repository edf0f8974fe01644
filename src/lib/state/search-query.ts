import { imagerDatasets } from '$lib/datasets/catalogue';
import { observatory, observatoriesOf } from '$lib/datasets/observatories';
import { dayUs, hourUs, minuteUs, parseInstant } from '$lib/datasets/utc';
import type { ImagerDataset } from '$lib/model/dataset';
import type { TimeRange } from '$lib/model/time';
import { longestRangeUs } from './event-link';

export const usualLengthUs = 10 * minuteUs;

/** What a line such as `2014-03-10 06:00 gill` says, and what it leaves open. */
export interface SearchQuery {
  readonly dateUs: number | null;
  /** Microseconds after midnight. */
  readonly timeOfDayUs: number | null;
  readonly lengthUs: number | null;
  readonly siteUid: string | null;
  /** Datasets that the words may mean; none when the line names no array. */
  readonly datasets: readonly string[];
  /** Words that nothing was made of. */
  readonly notUnderstood: readonly string[];
}

/**
 * Reads a search line: date, time (or `06:00-06:10`), length (`30 min`, `2 h`), site (code or name) and array, in any
 * order, UTC.
 */
export function parseSearch(line: string): SearchQuery {
  let rest = ` ${line.toLowerCase().replace(/[,;]+/g, ' ').replace(/\s+/g, ' ')} `;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest);
    if (match) rest = rest.slice(0, match.index) + ' ' + rest.slice(match.index + match[0].length);
    return match;
  };

  const date = take(/(?<= )(\d{4})([-/.]?)(\d{2})\2(\d{2})(?=[ t_])t?_?/);
  const dateUs = date ? parseInstant(`${date[1]}-${date[3]}-${date[4]}`) : null;
  const span = take(
    /(?<= )([01]?\d|2[0-3]):?([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?z?(?: ?(?:-|–|to|\.\.) ?(24(?=:?00)|[01]?\d|2[0-3]):?([0-5]\d))?z?(?= )/,
  );
  const startOfDay = span ? timeOfDay(span[1]!, span[2]!, span[3]) : null;
  const endOfDay = span?.[4] ? timeOfDay(span[4], span[5]!, undefined) : null;
  const length = take(/(?<= )(?:for )?0*([1-9]\d{0,3}) ?(m|min|mins|minutes?|h|hr|hrs|hours?)(?= )/);
  const hour = span ? null : take(/(?<= )([01]?\d|2[0-3]) ?(?:ut|utc|z)(?= )/);
  take(/(?<= )(?:utc?|at|on)(?= )/);

  const timeOfDayUs = startOfDay ?? (hour ? timeOfDay(hour[1]!, '00', undefined) : null);
  let lengthUs = length ? Number(length[1]) * (length[2]!.startsWith('h') ? hourUs : minuteUs) : null;
  if (lengthUs === null && startOfDay !== null && endOfDay !== null)
    lengthUs = endOfDay > startOfDay ? endOfDay - startOfDay : endOfDay - startOfDay + dayUs;

  let siteUid: string | null = null;
  for (const { name, siteUid: uid } of places) {
    if (name.includes(' ') && take(new RegExp(`(?<= )${name}(?= )`))) siteUid ??= uid;
  }
  const named: ImagerDataset[] = [];
  const notUnderstood: string[] = [];
  if (date && dateUs === null) notUnderstood.push(date[0].trim());
  for (const word of rest.split(' ').filter(Boolean)) {
    const datasets = imagerDatasets.filter(
      ({ name, searchWords }) => name.toLowerCase() === word || searchWords.includes(word),
    );
    const site = datasets.length > 0 ? null : siteOf(word);
    if (datasets.length > 0) named.push(...datasets);
    else if (site && siteUid === null) siteUid = site;
    else notUnderstood.push(word);
  }
  return {
    dateUs,
    timeOfDayUs,
    lengthUs: lengthUs && Math.min(lengthUs, longestRangeUs),
    siteUid,
    datasets: named.map(({ name }) => name),
    notUnderstood,
  };
}

/** The range a query asks for; null as long as it has no date and time. */
export function rangeOf({ dateUs, timeOfDayUs, lengthUs }: SearchQuery): TimeRange | null {
  if (dateUs === null || timeOfDayUs === null) return null;
  const startUs = dateUs + timeOfDayUs;
  return { startUs, endUs: startUs + (lengthUs ?? usualLengthUs) };
}

/**
 * The dataset that a query asks for: of those it names the one that has a camera at the site, else of all; `usual`
 * first, where neither contradicts it.
 *
 * @returns null when neither the query nor `usual` says anything
 */
export function datasetOf({ datasets, siteUid }: SearchQuery, usual: string | null = null): string | null {
  const named = imagerDatasets.filter(({ name }) => datasets.length === 0 || datasets.includes(name));
  const candidates = [...named.filter(({ name }) => name === usual), ...named.filter(({ name }) => name !== usual)];
  const atSite = candidates.find(({ instrumentArray }) =>
    observatoriesOf(instrumentArray).some((place) => place.siteUid === siteUid),
  );
  if (atSite) return atSite.name;
  return datasets.length > 0 || siteUid ? (candidates[0]?.name ?? null) : usual;
}

/** Sites with their place's name in plain words: `fort smith`. */
const places = [...new Set(imagerDatasets.flatMap(({ instrumentArray }) => instrumentArray ?? []))]
  .flatMap((array) => observatoriesOf(array))
  .map(({ siteUid, name }) => ({
    siteUid,
    name: name
      .split(',')[0]!
      .toLowerCase()
      .replace(/[^a-z ]/g, ''),
  }));

/** A word for a place: its code (`gill`), the start of its name (`gillam`, `fort` alone is too little). */
function siteOf(word: string): string | null {
  if (observatory(word)) return word;
  if (word.length < 4) return null;
  const letters = word.replace(/[^a-z]/g, '');
  const starts = places.filter(({ name }) => letters && name.replaceAll(' ', '').startsWith(letters));
  const matches = new Set(starts.map(({ siteUid }) => siteUid));
  if (matches.size === 1) return [...matches][0]!;
  // A four-letter code that the table does not hold may still exist in the archive.
  return matches.size === 0 && /^[a-z]{4}$/.test(word) ? word : null;
}

function timeOfDay(hour: string, minute: string, second: string | undefined): number | null {
  const [h, m, s] = [Number(hour), Number(minute), Number(second ?? 0)];
  return h <= 24 && m < 60 && s < 60 ? h * hourUs + m * minuteUs + s * 1_000_000 : null;
}
