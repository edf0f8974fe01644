import { listBounds, type ListContent } from '$lib/model/event-list';
import { quote } from './link-words';
import type { ReadList } from './list-text';
import { readListedEvent, readWords } from './listed-event';

/*
 * A list in one link (README, "Lists and tours"), behind a # that no server is ever sent:
 *
 *   lists/#v=1&title=Onsets&text=…
 *         &event=range=2014-03-10T06:00Z/2014-03-10T06:10Z;track=THEMIS_ASI_RAW:gill&name=A+quiet+arc&tags=arc,quiet&note=…
 *         &event=…&count=2
 *
 * An event is the query of its own link with ; for &. What follows it, up to the next one, is about it. The count stands
 * at the end: a link that was cut off on its way is known by that.
 */

/** What mail programs, messengers and browsers pass on unharmed. */
export const longestListLink = 30_000;
/** More than that is not even looked at. */
const longestRead = 1_000_000;

/** What stands behind the #; null where that is too long for a link. */
export function formatListLink({ title, text, entries }: ListContent): string | null {
  const parameters: [string, string][] = [
    ['v', '1'],
    ['title', title],
    ['text', text],
    ...entries.flatMap(({ link, title, note, tags }): [string, string][] => [
      ['event', link.replace(/^v=1&/, '').replaceAll('&', ';')],
      ['name', title],
      ['tags', tags.join(',')],
      ['note', note],
    ]),
    ['count', String(entries.length)],
  ];
  const written = parameters.filter(([, value]) => value !== '').map(([name, value]) => `${name}=${readable(value)}`);
  const fragment = written.join('&');
  return fragment.length > longestListLink ? null : fragment;
}

/** Reads what stands behind the #; never throws. */
export function parseListLink(fragment: string): ReadList {
  const problems: string[] = [];
  const say = (message: string) => void problems.push(message);
  if (fragment.length > longestRead) say('The link is far too long: only the beginning of it was read.');
  const head = new Map<string, string>();
  const raw: { link: string; title?: string; note?: string; tags?: string }[] = [];
  const names = new Map<string, 'title' | 'note' | 'tags'>([
    ['name', 'title'],
    ['note', 'note'],
    ['tags', 'tags'],
  ]);
  for (const [name, value] of new URLSearchParams(fragment.slice(0, longestRead))) {
    const about = names.get(name);
    const last = raw.at(-1);
    if (name === 'event') raw.push({ link: value.replaceAll(';', '&') });
    else if (about && last) last[about] ??= value;
    else if (['v', 'title', 'text', 'count'].includes(name)) head.set(name, head.get(name) ?? value);
    else say(`${quote(name)} is not part of a link to a list and was left out.`);
  }
  const version = head.get('v');
  if (version !== undefined && version !== '1')
    say(`The link is of version ${quote(version)}; this app reads version 1 and used what it knows.`);
  const count = head.get('count');
  if (count === undefined && raw.length > 0)
    say('The link does not say how many events it has: it may have been cut off on its way.');
  else if (count !== undefined && count !== String(raw.length))
    say(`The link was to have ${quote(count)} events, and has ${raw.length}: it was cut off or changed on its way.`);
  const entries = raw.slice(0, listBounds.entries).flatMap((one, at) => {
    const entry = readListedEvent(one, (message) => say(`Event ${at + 1}: ${message}`));
    return entry ? [entry] : [];
  });
  if (raw.length > listBounds.entries) say(`The first ${listBounds.entries} of ${raw.length} events are shown.`);
  const title = readWords(head.get('title'), listBounds.title, 'title', say).replace(/\s+/g, ' ');
  const text = readWords(head.get('text'), listBounds.text, 'text', say);
  if (raw.length === 0 && title === '') return { list: null, problems: ['The link names no list.', ...problems] };
  return { list: { title: title || 'A list', text, entries }, problems };
}

/** Percent-encoding, but for the marks that may stand there as they are: a link is meant to be read. */
function readable(value: string): string {
  return encodeURIComponent(value)
    .replace(/%20/g, '+')
    .replace(/%(3A|2C|2F|3B|3D)/g, (code) => decodeURIComponent(code));
}
