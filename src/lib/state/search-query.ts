import { trackDatasets } from '$lib/datasets/any-dataset';
import { observatory, observatoriesOf } from '$lib/datasets/observatories';
import { dayUs, hourUs, minuteUs, parseInstant } from '$lib/datasets/utc';
import { nightAround, nightOfDate } from '$lib/geometry/night';
import type { TimeRange } from '$lib/model/time';
import { longestRangeUs } from './event-link';
import { noNightSentence } from './night-light';

export const usualLengthUs = 10 * minuteUs;

/** What a line such as `2014-03-10 06:00 gill` says, and what it leaves open. */
export interface SearchQuery {
  readonly dateUs: number | null;
  /** Microseconds after midnight. */
  readonly timeOfDayUs: number | null;
  readonly lengthUs: number | null;
  /** Whether the line says `night`: the whole of it, from dusk to dawn. */
  readonly night: boolean;
  readonly siteUid: string | null;
  /** False for a code that the app has never heard of. */
  readonly siteIsKnown: boolean;
  /** Datasets that the words may mean; none when the line names no array. */
  readonly datasets: readonly string[];
  /** Words that nothing was made of. */
  readonly notUnderstood: readonly string[];
}

/**
 * Reads a search line: date, time (or `06:00-06:10`), length (`30 min`, `2 h`, `night`), site (code or name) and array,
 * in any order, UTC.
 */
export function parseSearch(line: string): SearchQuery {
  let rest = ` ${line.toLowerCase().replace(/[,;]+/g, ' ').replace(/\s+/g, ' ')} `;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest);
    if (match) rest = rest.slice(0, match.index) + ' ' + rest.slice(match.index + match[0].length);
    return match;
  };

  const date = take(/(?<= )(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?=[ t_])[t_]?|(?<= )(\d{4})(\d{2})(\d{2})(?=[ t_])[t_]?/);
  const named = date ? null : take(new RegExp(`(?<= )(\\d{1,2}) (${months.join('|')})[a-z]* (\\d{4})(?= )`));
  const dateUs = date
    ? calendarDay(date[1] ?? date[5]!, date[3] ?? date[6]!, date[4] ?? date[7]!)
    : named && calendarDay(named[3]!, String(months.indexOf(named[2]!) + 1), named[1]!);

  // A dash between two times stands alone or touches both: “06:00 -0500” is a time zone, and not understood.
  const span = take(
    /(?<= )([01]?\d|2[0-3]):?([0-5]\d)(?::([0-5]\d(?:\.\d{1,6})?))?z?(?:(?:-| - | ?(?:–|to|\.\.) ?)(24(?=:?00)|[01]?\d|2[0-3]):?([0-5]\d))?z?(?= )/,
  );
  const startOfDay = span ? timeOfDay(span[1]!, span[2]!, span[3]) : null;
  const endOfDay = span?.[4] ? timeOfDay(span[4], span[5]!, undefined) : null;
  const length = take(/(?<= )(?:for )?0*([1-9]\d{0,3}) ?(m|min|mins|minutes?|h|hr|hrs|hours?)(?= )/);
  const hour = span ? null : take(/(?<= )([01]?\d|2[0-3]) ?(?:ut|utc|z)(?= )/);
  const night = take(/(?<= )(?:the )?(?:whole )?night(?: of)?(?= )/) !== null;
  take(/(?<= )(?:utc?|at|on)(?= )/);

  const timeOfDayUs = startOfDay ?? (hour ? timeOfDay(hour[1]!, '00', undefined) : null);
  let lengthUs = length ? Number(length[1]) * (length[2]!.startsWith('h') ? hourUs : minuteUs) : null;
  if (lengthUs === null && startOfDay !== null && endOfDay !== null && startOfDay !== endOfDay)
    lengthUs = endOfDay > startOfDay ? endOfDay - startOfDay : endOfDay - startOfDay + dayUs;

  const notUnderstood: string[] = [];
  if (date && dateUs === null) notUnderstood.push(date[0].trim());
  if (startOfDay !== null && startOfDay === endOfDay) notUnderstood.push(`${span![0].trim()} (a range without length)`);
  if (lengthUs !== null && lengthUs > longestRangeUs) notUnderstood.push('more than 24 hours');
  if (lengthUs !== null && night) notUnderstood.push('night (a length is given)');

  const { siteUid, datasets, others } = readWords(() => rest, take);
  // A code that no table holds may still exist in the archive; it is taken for one where nothing else is left over.
  const [guess, ...more] = others;
  const isGuess =
    siteUid === null &&
    guess !== undefined &&
    /^[a-z]{4}$/.test(guess) &&
    more.length === 0 &&
    (dateUs !== null || timeOfDayUs !== null);
  return {
    dateUs,
    timeOfDayUs,
    lengthUs: lengthUs && Math.min(lengthUs, longestRangeUs),
    night: night && lengthUs === null,
    siteUid: isGuess ? guess : siteUid,
    siteIsKnown: !isGuess,
    datasets,
    notUnderstood: isGuess ? notUnderstood : [...notUnderstood, ...others],
  };
}

/** What a query asks for, or what it lacks. */
export type AskedRange =
  | { readonly kind: 'range'; readonly range: TimeRange }
  /** From dusk to dawn. */
  | { readonly kind: 'night'; readonly range: TimeRange }
  /** The Sun does not sink low enough, or nobody knows where the site is: a sentence for people. */
  | { readonly kind: 'no night'; readonly sentence: string }
  | { readonly kind: 'incomplete'; readonly missing: readonly ('date' | 'time' | 'site')[] };

/**
 * The range a query asks for. Without a time of day it is the whole night of the date at the site; with a time and the
 * word `night` it is the night around that time.
 *
 * @param current what is open: it fills in the date, or all of it where the query says nothing of time
 * @param siteUid where the night is looked for, when it is not the query that says it
 */
export function askedRange(
  query: SearchQuery,
  current: TimeRange | null = null,
  siteUid: string | null = query.siteUid,
): AskedRange {
  const { dateUs, timeOfDayUs, lengthUs, night } = query;
  if (dateUs === null && timeOfDayUs === null && current && !night) {
    const { startUs, endUs } = current;
    return { kind: 'range', range: { startUs, endUs: lengthUs === null ? endUs : startUs + lengthUs } };
  }
  const day = dateUs ?? (current ? Math.floor(current.startUs / dayUs) * dayUs : null);
  if (day === null)
    return { kind: 'incomplete', missing: timeOfDayUs === null && !night ? ['date', 'time'] : ['date'] };
  if (timeOfDayUs !== null && !night) {
    const startUs = day + timeOfDayUs;
    return { kind: 'range', range: { startUs, endUs: startUs + (lengthUs ?? usualLengthUs) } };
  }
  if (lengthUs !== null) return { kind: 'incomplete', missing: ['time'] };
  if (siteUid === null) return { kind: 'incomplete', missing: ['site'] };
  const middleUs = current ? (current.startUs + current.endUs) / 2 : day;
  const instantUs = timeOfDayUs !== null ? day + timeOfDayUs : dateUs === null ? middleUs : null;
  return nightAt(siteUid, day, instantUs);
}

/** The range alone; null as long as something is missing or there is no night. */
export function rangeOf(
  query: SearchQuery,
  current: TimeRange | null = null,
  siteUid: string | null = query.siteUid,
): TimeRange | null {
  const asked = askedRange(query, current, siteUid);
  return asked.kind === 'range' || asked.kind === 'night' ? asked.range : null;
}

/** The night of a date, or around an instant where one is given. */
function nightAt(siteUid: string, dateUs: number, instantUs: number | null): AskedRange {
  const place = observatory(siteUid);
  if (!place) {
    const site = siteUid.toUpperCase();
    return {
      kind: 'no night',
      sentence: `Where ${site} lies is not known here, nor when it is dark there: give a time.`,
    };
  }
  const range = instantUs === null ? nightOfDate(dateUs, place) : nightAround(instantUs, place);
  return range ? { kind: 'night', range } : { kind: 'no night', sentence: noNightSentence(dateUs, place) };
}

/**
 * The dataset that a query asks for: of those it names the one that has a camera at the site, else of all; `usual`
 * first, where neither contradicts it.
 *
 * @returns null when neither the query nor `usual` says anything
 */
export function datasetOf({ datasets, siteUid }: SearchQuery, usual: string | null = null): string | null {
  const named = trackDatasets.filter(({ name }) => datasets.length === 0 || datasets.includes(name));
  const candidates = [...named.filter(({ name }) => name === usual), ...named.filter(({ name }) => name !== usual)];
  const atSite = candidates.find(({ instrumentArray }) =>
    observatoriesOf(instrumentArray).some((place) => place.siteUid === siteUid),
  );
  if (atSite) return atSite.name;
  return datasets.length > 0 || siteUid ? (candidates[0]?.name ?? null) : usual;
}

/** Sites with their place's name in plain words: `fort smith`. */
const places = [...new Set(trackDatasets.flatMap(({ instrumentArray }) => instrumentArray ?? []))]
  .flatMap((array) => observatoriesOf(array))
  .map(({ siteUid, name }) => ({
    siteUid,
    name: name
      .split(',')[0]!
      .toLowerCase()
      .replace(/[^a-z ]/g, ''),
  }));

/** Sorts words into sites, arrays and the rest. */
function readWords(rest: () => string, take: (pattern: RegExp) => RegExpExecArray | null) {
  let siteUid: string | null = null;
  for (const place of places)
    if (place.name.includes(' ') && take(new RegExp(`(?<= )${place.name}(?= )`))) siteUid ??= place.siteUid;
  const datasets: string[] = [];
  const others: string[] = [];
  for (const word of rest().split(' ').filter(Boolean)) {
    const meant = trackDatasets.filter(
      ({ name, searchWords }) => name.toLowerCase() === word || searchWords.includes(word),
    );
    const site = meant.length > 0 ? null : siteOf(word);
    if (meant.length > 0 && datasets.length === 0) datasets.push(...meant.map(({ name }) => name));
    else if (site && siteUid === null) siteUid = site;
    else others.push(word);
  }
  return { siteUid, datasets, others };
}

/** A word for a place: its code (`gill`), the start of its name (`gillam`). */
function siteOf(word: string): string | null {
  if (observatory(word)) return word;
  const letters = word.replace(/[^a-z]/g, '');
  if (letters.length < 4) return null;
  const starts = places.filter(({ name }) => name.replaceAll(' ', '').startsWith(letters));
  const matches = new Set(starts.map(({ siteUid }) => siteUid));
  return matches.size === 1 ? [...matches][0]! : null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function calendarDay(year: string, month: string, day: string): number | null {
  return parseInstant(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

function timeOfDay(hour: string, minute: string, second: string | undefined): number | null {
  const [h, m, s] = [Number(hour), Number(minute), Number(second ?? 0)];
  return h <= 24 && m < 60 && s < 60 ? h * hourUs + m * minuteUs + Math.round(s * 1_000_000) : null;
}
