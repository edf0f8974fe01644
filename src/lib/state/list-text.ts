import { formatInstant } from '$lib/datasets/utc';
import { listBounds, type ListContent, type ListedEvent } from '$lib/model/event-list';
import { csvLine, parseCsv, type CsvRow } from './csv';
import { readListedEvent, readWords, wordsOfLink, type RawEvent } from './listed-event';

/* Lists as files (README, "Lists and tours"): JSON keeps all of a list, CSV is for spreadsheets and for scripts. */

/** More is not read: a list of two thousand long notes has room in it. */
export const longestListFile = 16_000_000;

/** What was read, and what of it could not be used. */
export interface ReadList {
  /** null where it is no list at all: the first of the problems says why. */
  readonly list: ListContent | null;
  readonly problems: readonly string[];
}

export function listAsJson({ title, text, entries }: ListContent): string {
  const events = entries.map(({ link, title, note, tags, savedMs }) => ({
    link: `event/?${link}`,
    ...(title !== '' && { title }),
    ...(note !== '' && { note }),
    ...(tags.length > 0 && { tags }),
    ...(savedMs !== null && { saved: new Date(savedMs).toISOString() }),
  }));
  return `${JSON.stringify({ nightside: 'list', version: 1, title, ...(text !== '' && { text }), events }, null, 2)}\n`;
}

const columns = ['title', 'start', 'end', 'cursor', 'sites', 'link', 'tags', 'note'] as const;

/** @param linkTo the whole address of an event's link */
export function listAsCsv({ entries }: ListContent, linkTo: (link: string) => string): string {
  const lines = entries.map(({ link, title, tags, note }) => {
    const words = wordsOfLink(link);
    const { range, cursorUs } = words?.event ?? {};
    const times = [range?.startUs, range?.endUs, cursorUs].map((us) =>
      typeof us === 'number' ? formatInstant(us) : '',
    );
    return csvLine([title, ...times, words?.where ?? '', linkTo(link), tags.join(', '), note]);
  });
  return [columns.join(','), ...lines, ''].join('\r\n');
}

/**
 * A list in a file, JSON or CSV by what is in it. Never throws; every byte is untrusted.
 *
 * @param name of the file: the title of a list that has none
 */
export function parseListFile(text: string, name: string): ReadList {
  if (text.length > longestListFile)
    return noList(`The file is longer than ${longestListFile / 1e6} million characters.`);
  const plainName = name.replace(/\.[a-z]{1,5}$/i, '');
  return /^\ufeff?\s*[[{]/.test(text) ? parseJsonList(text, plainName) : parseCsvList(text, plainName);
}

/** A list as JSON has it, also one that the app's own server gives. */
export function parseJsonList(text: string, name: string): ReadList {
  let given: unknown;
  try {
    given = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return noList(`The file is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (!isRecord(given) || given.nightside !== 'list' || !Array.isArray(given.events))
    return noList('The file is JSON, but no list of events ("nightside": "list", "events": […]).');
  const problems: string[] = [];
  const say = (message: string) => void problems.push(message);
  if (given.version !== 1) say('The list is of another version than this app reads (1); what it knows of it was used.');
  const title = readWords(given.title, listBounds.title, 'title', say).replace(/\s+/g, ' ');
  const entries = readEntries(
    given.events,
    (event: unknown): RawEvent => (isRecord(event) ? { ...event, link: event.link } : { link: event }),
    (_, at) => `Event ${at + 1}`,
    say,
  );
  return {
    list: { title: title || name, text: readWords(given.text, listBounds.text, 'text', say), entries },
    problems,
  };
}

/** The columns of this app, or a table of anybody's with one of links. */
function parseCsvList(text: string, name: string): ReadList {
  const [head, ...rest] = parseCsv(text);
  if (!head) return noList('The file is empty.');
  const names = head.cells.map((cell) => cell.trim().toLowerCase());
  const placeOf = (...known: string[]) => names.findIndex((each) => known.includes(each));
  const named = placeOf('link', 'url', 'href');
  const bare = named >= 0 ? -1 : head.cells.findIndex(looksLikeLink);
  if (named < 0 && bare < 0) return noList('The table has no column “link”.');
  const at = {
    link: Math.max(named, bare),
    title: placeOf('title', 'name'),
    note: placeOf('note', 'notes'),
    tags: placeOf('tags'),
  };
  const problems: string[] = [];
  const entries = readEntries(
    named >= 0 ? rest : [head, ...rest],
    ({ cells }: CsvRow): RawEvent => {
      const cell = (place: number) => (place >= 0 && named >= 0 ? cells[place] : undefined);
      return { link: cells[at.link], title: cell(at.title), note: cell(at.note), tags: cell(at.tags) };
    },
    ({ line }) => `Line ${line}`,
    (message) => void problems.push(message),
  );
  return { list: { title: name, text: '', entries }, problems };
}

/** Not looked through where it is too long for a link: a cell may be as long as the file. */
function looksLikeLink(cell: string): boolean {
  return cell.length <= listBounds.link && /event\/?\?.*track=/.test(cell);
}

function readEntries<T>(
  given: readonly T[],
  rawOf: (one: T) => RawEvent,
  nameOf: (one: T, at: number) => string,
  say: (message: string) => void,
): ListedEvent[] {
  const entries = given.slice(0, listBounds.entries).flatMap((one, at) => {
    const entry = readListedEvent(rawOf(one), (message) => say(`${nameOf(one, at)}: ${message}`));
    return entry ? [entry] : [];
  });
  if (given.length > listBounds.entries) say(`The first ${listBounds.entries} of ${given.length} events were read.`);
  return entries;
}

function noList(problem: string): ReadList {
  return { list: null, problems: [problem] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
