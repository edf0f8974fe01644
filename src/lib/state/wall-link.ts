import { dayUs, formatDate, formatInstant, hourUs, minuteUs, parseInstant } from '$lib/datasets/utc';
import type { TimeRange } from '$lib/model/time';
import type { WallLook, WallMark, WallNight } from '$lib/model/wall';

/* How the wall hangs, in the page's address: `by=site&order=earliest&rows=96&hours=03:00/09:30&night=…&mark=…`. */

export const plainLook: WallLook = { groupedBy: 'date', latestFirst: true, rowHeight: 48, window: null };

/** CSS pixels: from a season on one screen to a keogram that can be read. */
export const rowHeights = [4, 8, 16, 24, 48, 96, 192] as const;
export const [lowestRow, highestRow] = [4, 192];

/** A narrower window would be fewer pixels than the pictures have. */
export const shortestWindowUs = 10 * minuteUs;
/** Rows that begin at noon end at noon of the day after. */
const latestUs = 36 * hourUs;

/** More spans than these are no list that a person makes by hand, and no link. */
export const mostMarks = 100;

/** @param read gives a parameter's value, and null for what is missing or not understood */
export function parseLook(read: <T>(name: string, parse: (text: string) => T | null) => T | null): WallLook {
  const groupedBy = read('by', (text) => (text === 'date' || text === 'site' ? text : null));
  const order = read('order', (text) => (text === 'latest' || text === 'earliest' ? text : null));
  return {
    groupedBy: groupedBy ?? plainLook.groupedBy,
    latestFirst: order === null ? plainLook.latestFirst : order === 'latest',
    rowHeight: read('rows', parseRowHeight) ?? plainLook.rowHeight,
    window: read('hours', parseHours),
  };
}

export function writeLook(query: URLSearchParams, { groupedBy, latestFirst, rowHeight, window }: WallLook): void {
  if (groupedBy !== plainLook.groupedBy) query.set('by', groupedBy);
  if (latestFirst !== plainLook.latestFirst) query.set('order', latestFirst ? 'latest' : 'earliest');
  if (rowHeight !== plainLook.rowHeight) query.set('rows', String(rowHeight));
  if (window) query.set('hours', `${formatClock(window.startUs)}/${formatClock(window.endUs)}`);
}

/** `THEMIS_ASI_RAW gill 2014-03-10T06:00:00Z/2014-03-10T07:30:00Z` */
export function formatMark({ dataset, siteUid, startUs, endUs }: WallMark): string {
  return `${dataset} ${siteUid} ${formatInstant(startUs)}/${formatInstant(endUs)}`;
}

export function parseMark(text: string): WallMark | null {
  const match = /^([A-Z][A-Z0-9_]{2,79}) ([a-z0-9]{3,5}) ([^/ ]{10,32})\/([^/ ]{10,32})$/.exec(text);
  if (!match) return null;
  const [startUs, endUs] = [parseInstant(match[3]!), parseInstant(match[4]!)];
  if (startUs === null || endUs === null || endUs <= startUs || endUs - startUs > dayUs) return null;
  return { dataset: match[1]!, siteUid: match[2]!, startUs, endUs };
}

/** `2020-01-15`, and of one site among several `2020-01-15,gill` */
export function formatNight({ dateUs, siteUid }: WallNight): string {
  return siteUid === null ? formatDate(dateUs) : `${formatDate(dateUs)},${siteUid}`;
}

export function parseNight(text: string): WallNight | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:,([a-z0-9]{3,5}))?$/.exec(text);
  const dateUs = match && parseInstant(match[1]!);
  return match && dateUs !== null ? { dateUs, siteUid: match[2] ?? null } : null;
}

/** From midnight of a row's date; hours after its end count on: `26:30`. */
export function formatClock(us: number): string {
  const seconds = Math.round(us / 1_000_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  return seconds % 60 === 0 ? clock : `${clock}:${two(seconds % 60)}`;
}

function parseRowHeight(text: string): number | null {
  const height = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  return height >= lowestRow && height <= highestRow ? height : null;
}

function parseHours(text: string): TimeRange | null {
  const match = /^(\d\d):(\d\d)(?::(\d\d))?\/(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  if (!match) return null;
  const [, ...parts] = match.map((part) => Number(part ?? 0)) as [number, ...number[]];
  const clock = ([hours, minutes, seconds]: readonly number[]) =>
    minutes! < 60 && seconds! < 60 ? ((hours! * 60 + minutes!) * 60 + seconds!) * 1_000_000 : NaN;
  const [startUs, endUs] = [clock(parts.slice(0, 3)), clock(parts.slice(3))];
  if (!(endUs - startUs >= shortestWindowUs && endUs <= latestUs && endUs - startUs <= dayUs)) return null;
  return { startUs, endUs };
}
