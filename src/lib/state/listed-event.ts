import type { SkyEvent } from '$lib/model/event';
import { listBounds, type ListedEvent } from '$lib/model/event-list';
import { trackDatasetByName } from '$lib/datasets/any-dataset';
import { formatEventLink, parseEventLink } from './event-link';
import { quote } from './link-words';
import { whenOf } from './new-event';

/* What comes into a list, from wherever: every byte untrusted, everything within bounds. */

/** As it was found, before anybody has looked at it. */
export interface RawEvent {
  readonly link: unknown;
  readonly title?: unknown;
  readonly note?: unknown;
  /** A list, or a text with commas or semicolons. */
  readonly tags?: unknown;
  readonly saved?: unknown;
}

/** Told what could not be used as it was given. */
type Say = (message: string) => void;

/** @returns null where it leads to no event: `say` was told why */
export function readListedEvent({ link, title, note, tags, saved }: RawEvent, say: Say): ListedEvent | null {
  const query = typeof link === 'string' ? queryOfLink(link, say) : null;
  if (typeof link !== 'string') say('It has no link.');
  if (query === null) return null;
  const savedMs = typeof saved === 'string' ? Date.parse(saved) : NaN;
  return {
    link: query,
    title: readWords(title, listBounds.title, 'title', say).replace(/\s+/g, ' '),
    note: readWords(note, listBounds.text, 'note', say),
    tags: readTags(tags, say),
    savedMs: Number.isFinite(savedMs) ? savedMs : null,
  };
}

/**
 * Query of the event page in a link: with any host, or relative to the app, or the bare query.
 *
 * @returns as this app writes it; null where there is no event in it
 */
function queryOfLink(link: string, say: Say): string | null {
  const text = link.trim();
  if (text === '') return none(say, 'It has no link.');
  if (text.length > listBounds.link) return none(say, `Its link is longer than ${listBounds.link} characters.`);
  const parts = /^(?:(.*?)\?)?([^#]*)/s.exec(text)!;
  const [, place = '', query = ''] = parts;
  if (!/(^|\/)event\/?$/.test(place) && !(place === '' && query.includes('track=')))
    return none(say, `${quote(text)} leads to no event of this app.`);
  const { event, problems } = parseEventLink(new URLSearchParams(query));
  for (const { message } of problems) say(message);
  if (!event) return none(say, `${quote(text)} names no event.`);
  const written = formatEventLink(event);
  return written.length > listBounds.link
    ? none(say, `Its link is longer than ${listBounds.link} characters.`)
    : written;
}

function none(say: Say, message: string): null {
  say(message);
  return null;
}

/** Words of a person: without what is no letter, newlines as one character, within bounds. */
export function readWords(words: unknown, most: number, what: string, say: Say): string {
  if (words === undefined || words === null) return '';
  if (typeof words !== 'string') {
    say(`Its ${what} is no text and was left out.`);
    return '';
  }
  const text = cleanWords(words);
  if (text.length <= most) return text;
  say(`Its ${what} is longer than ${most} characters and was cut.`);
  return cleanWords(text.slice(0, most));
}

/** Halves of characters, controls and marks that turn the direction of what follows are no words. */
export function cleanWords(words: string): string {
  return words
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(controls, '')
    .trim();
}

// eslint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Of what a person typed, or a file gave. */
export function readTags(tags: unknown, say: Say = () => undefined): readonly string[] {
  const given: readonly unknown[] = typeof tags === 'string' ? [tags] : Array.isArray(tags) ? tags : [];
  const words = given.flatMap((tag) => (typeof tag === 'string' ? cleanWords(tag).split(/[,;\n\t]/) : []));
  const all = [...new Set(words.map((tag) => tag.trim().replace(/\s+/g, ' ')).filter((tag) => tag !== ''))];
  const short = all.filter((tag) => tag.length <= listBounds.tag).slice(0, listBounds.tags);
  if (short.length < all.length)
    say(
      `Of its tags ${all.length - short.length} were left out: at most ${listBounds.tags}, of ${listBounds.tag} characters.`,
    );
  return short;
}

/** What a list shows of an event, told from its link alone. */
export interface EventWords {
  readonly event: SkyEvent;
  /** `2014-03-10 06:00–06:10 UTC` */
  readonly when: string;
  /** `THEMIS ASI GILL, REGO GILL` */
  readonly where: string;
}

/** @returns null for a link that this version of the app does not read */
export function wordsOfLink(link: string): EventWords | null {
  const { event } = parseEventLink(new URLSearchParams(link));
  return event && { event, when: whenOf(event.range), where: whereOf(event, (title) => title) };
}

/** `2014-03-10 06:00–06:10 UTC, THEMIS GILL` */
export function suggestedTitle(event: SkyEvent): string {
  const text = `${whenOf(event.range)}, ${whereOf(event, (title) => title.replace(/ ASI$/, ''))}`;
  return text.length <= listBounds.title ? text : `${text.slice(0, listBounds.title - 1)}…`;
}

/** Sites of an array together: `THEMIS ASI FSMI, GILL`. */
function whereOf({ tracks }: SkyEvent, shorten: (title: string) => string): string {
  const sites = new Map<string, string[]>();
  for (const { dataset, siteUid } of tracks) {
    const name = shorten(trackDatasetByName(dataset)?.title ?? dataset);
    const known = sites.get(name) ?? [];
    sites.set(name, known.includes(siteUid) ? known : [...known, siteUid]);
  }
  return [...sites]
    .map(([name, uids]) => `${name} ${uids.map((uid) => uid.toUpperCase()).join(', ')}`.trim())
    .join('; ');
}
