import { dayUs, formatDate, parseInstant } from '$lib/datasets/utc';
import { productTypes, type ProductType } from '$lib/model/data-product';
import { exploreViews, type ExploreArray, type ExploreChoice } from '$lib/model/explore';
import type { FilterExpression, FilterGroup, FilterOperator } from '$lib/model/search';
import { seasonStrips } from '$lib/model/season';
import type { TimeRange } from '$lib/model/time';
import type { WallMark } from '$lib/model/wall';
import { readLabels, writeLabels } from './label-link';
import {
  formatMark,
  formatNight,
  mostMarks,
  parseLook,
  parseMark,
  parseNight,
  plainLook,
  writeLook,
} from './wall-link';

export const noChoice: ExploreChoice = {
  ...{ range: null, array: null, platforms: [], types: [], filters: null, requestId: null, labels: null },
  ...{ show: 'wall', wall: plainLook, strip: 'brightness', night: null, marks: [] },
};

/** The longest operators first, so that none is taken for the beginning of another. */
export const filterOperators: readonly FilterOperator[] = [
  ...(['not in', 'between', '!=', '<=', '>=', 'in', '=', '<', '>'] as const),
];

/** More would be no range that a person looks through; the service takes ten years. */
export const mostDays = 3653;

/** So many parts of an address that could not be read are named one by one. */
const mostNamed = 10;

/** A choice as it was read, and what of the address could not be. */
export interface ReadChoice {
  readonly choice: ExploreChoice;
  /** Parts of the address that were passed over, as they stand there. */
  readonly passedOver: readonly string[];
}

/**
 * Reads the page's query:
 * `?days=2020-02-01/2020-02-05&array=trex/RGB ASI&at=gillam,fort smith&type=keogram&where=keogram_type in daily`.
 * `&label=cloud:clear,75&label=oath:arc&minutes=60` looks for nights, see `label-link`.
 * What cannot be read is left out and named, so that the page shows what it can.
 */
export function parseExplore(query: URLSearchParams): ReadChoice {
  const passedOver: string[] = [];
  const read = <T>(name: string, parse: (text: string) => T | null): T | null => {
    const text = query.get(name);
    if (text === null || text === '') return null;
    const value = parse(text);
    if (value === null) passedOver.push(`${name}=${text.slice(0, 200)}`);
    return value;
  };
  const expressions = query.getAll('where').flatMap((text) => {
    const expression = parseExpression(text);
    if (!expression) passedOver.push(`where=${text.slice(0, 200)}`);
    return expression ?? [];
  });
  const marks = new Map<string, WallMark>();
  let marksTooMany = 0;
  for (const text of query.getAll('mark')) {
    const mark = parseMark(text);
    if (!mark) passedOver.push(`mark=${text.slice(0, 200)}`);
    else if (marks.size < mostMarks || marks.has(formatMark(mark))) marks.set(formatMark(mark), mark);
    else marksTooMany++;
  }
  if (marksTooMany > 0) passedOver.push(`${marksTooMany} marks after the first ${mostMarks}`);
  const joined = query.get('any') === '1' ? 'OR' : 'AND';
  const choice: ExploreChoice = {
    range: read('days', parseDays),
    array: read('array', parseArray),
    platforms: read('at', parsePlatforms) ?? [],
    types: read('type', parseTypes) ?? [],
    filters: expressions.length > 0 ? { joined, expressions } : null,
    labels: readLabels(query, (part) => passedOver.push(part)),
    requestId: read('request', (text) => (/^[0-9a-f-]{36}$/i.test(text) ? text.toLowerCase() : null)),
    show: read('show', (text) => exploreViews.find((view) => view === text) ?? null) ?? 'wall',
    wall: parseLook(read),
    strip: read('strip', (text) => seasonStrips.find((strip) => strip === text) ?? null) ?? 'brightness',
    night: read('night', parseNight),
    // The same span twice is one.
    marks: [...marks.values()],
  };
  return { choice, passedOver: someOf(passedOver) };
}

/** A link of thousands of mistakes is no page of them. */
function someOf(parts: readonly string[]): readonly string[] {
  const others = parts.length - mostNamed;
  return others > 1 ? [...parts.slice(0, mostNamed), `${others} more parts`] : parts;
}

/** The query of a choice, without `?`; empty where nothing is chosen. */
export function formatExplore(choice: ExploreChoice): string {
  const query = searchPart(choice);
  if (choice.show !== 'wall') query.set('show', choice.show);
  writeLook(query, choice.wall);
  if (choice.strip !== 'brightness') query.set('strip', choice.strip);
  writeLabels(query, choice.labels);
  if (choice.night) query.set('night', formatNight(choice.night));
  for (const mark of choice.marks) query.append('mark', formatMark(mark));
  return readable(query);
}

/** What of a choice is asked of the service: another look at the same is no other search. */
export function formatSearch(choice: ExploreChoice): string {
  return readable(searchPart(choice));
}

function searchPart({ range, array, platforms, types, filters, requestId }: ExploreChoice): URLSearchParams {
  const query = new URLSearchParams();
  if (range) query.set('days', formatDays(range));
  if (array) query.set('array', `${array.program}/${array.instrumentType}`);
  if (platforms.length > 0) query.set('at', platforms.join(','));
  if (types.length > 0) query.set('type', types.join(','));
  for (const expression of filters?.expressions ?? []) query.append('where', formatExpression(expression));
  if (filters?.joined === 'OR') query.set('any', '1');
  if (requestId !== null) query.set('request', requestId);
  return query;
}

/** Commas, colons and slashes may stand in a query; written as such, a person can read it. */
function readable(query: URLSearchParams): string {
  return query.toString().replaceAll('%2F', '/').replaceAll('%2C', ',').replaceAll('%3A', ':');
}

/** `2020-02-01/2020-02-05`: first and last day. */
export function formatDays({ startUs, endUs }: TimeRange): string {
  return `${formatDate(startUs)}/${formatDate(endUs - 1)}`;
}

/** Null for what are no days of the calendar, the first not after the last, or far too many. */
export function parseDays(text: string): TimeRange | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:\/(\d{4}-\d\d-\d\d))?$/.exec(text.trim());
  if (!match) return null;
  const startUs = parseInstant(match[1]!);
  const lastUs = parseInstant(match[2] ?? match[1]!);
  if (startUs === null || lastUs === null || lastUs < startUs || lastUs - startUs >= mostDays * dayUs) return null;
  return { startUs, endUs: lastUs + dayUs };
}

function parseArray(text: string): ExploreArray | null {
  // A program may have a slash of its own: unis/kho.
  const slash = text.lastIndexOf('/');
  const [program, instrumentType] = [text.slice(0, slash), text.slice(slash + 1)];
  return slash > 0 && isName(program) && isName(instrumentType) ? { program, instrumentType } : null;
}

function parsePlatforms(text: string): readonly string[] | null {
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  return names.length <= 300 && names.every(isName) ? names : null;
}

function parseTypes(text: string): readonly ProductType[] | null {
  const wanted = text.split(',');
  const known = productTypes.filter((type) => wanted.includes(type));
  return known.length === new Set(wanted).size ? known : null;
}

function isName(text: string): boolean {
  return /^[\w()+ ./-]{1,100}$/.test(text);
}

/** `keogram_type in daily|daily_hires`. */
function formatExpression({ key, operator, values }: FilterExpression): string {
  return `${key} ${operator} ${values.map((value) => value.replaceAll(/[\\|]/g, '\\$&')).join('|')}`;
}

function parseExpression(text: string): FilterExpression | null {
  const match = /^([\w.-]{1,100}) (.+)$/s.exec(text);
  if (!match) return null;
  const rest = match[2]!;
  const operator = filterOperators.find((name) => rest.startsWith(`${name} `));
  if (!operator) return null;
  const values = splitValues(rest.slice(operator.length + 1));
  return isSound({ key: match[1]!, operator, values }) ? { key: match[1]!, operator, values } : null;
}

function splitValues(text: string): string[] {
  const values = [''];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '|') values.push('');
    else values[values.length - 1] += text[at] === '\\' && at + 1 < text.length ? text[++at]! : text[at]!;
  }
  return values;
}

/** Whether the service would take it: as many values as the operator wants, none of them empty. */
export function isSound({ key, operator, values }: FilterExpression): boolean {
  if (!/^[\w.-]{1,100}$/.test(key) || values.some((value) => value.trim() === '' || value.length > 200)) return false;
  if (operator === 'between') return values.length === 2;
  return operator === 'in' || operator === 'not in' ? values.length >= 1 && values.length <= 100 : values.length === 1;
}

/** The same group without those of its expressions that are not sound; null where none is left. */
export function soundFilters(group: FilterGroup | null): FilterGroup | null {
  const expressions = group?.expressions.filter(isSound) ?? [];
  return group && expressions.length > 0 ? { ...group, expressions } : null;
}
