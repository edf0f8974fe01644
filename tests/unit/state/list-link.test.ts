import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ListContent } from '$lib/model/event-list';
import { formatListLink, longestListLink, parseListLink } from '$lib/state/list-link';
import { anyList } from './any-list';

const gill = 'v=1&range=2014-03-10T06:00Z/2014-03-10T06:10Z&track=THEMIS_ASI_RAW:gill,counts:2000-12000';
const entry = { link: gill, title: 'A quiet arc', note: 'Thin; “south”.', tags: ['arc', 'quiet sky'], savedMs: null };
const list: ListContent = {
  title: 'Onsets & arcs',
  text: '',
  entries: [entry, { ...entry, title: '', note: '', tags: [] }],
};
const fragment =
  'v=1&title=Onsets+%26+arcs' +
  '&event=range=2014-03-10T06:00Z/2014-03-10T06:10Z;track=THEMIS_ASI_RAW:gill,counts:2000-12000' +
  '&name=A+quiet+arc&tags=arc,quiet+sky&note=Thin;+%E2%80%9Csouth%E2%80%9D.' +
  '&event=range=2014-03-10T06:00Z/2014-03-10T06:10Z;track=THEMIS_ASI_RAW:gill,counts:2000-12000&count=2';

test('it can be read by a person', () => {
  expect(formatListLink(list)).toBe(fragment);
  expect(parseListLink(fragment)).toEqual({ list, problems: [] });
});

test('any list that fits comes back as it was, but for when its events were saved', () => {
  fc.assert(
    fc.property(anyList, (any) => {
      const written = formatListLink(any);
      fc.pre(written !== null);
      expect(written).toMatch(/^[\w\-.!~*'()%+:,/;=&]+$/);
      const entries = any.entries.map((each) => ({ ...each, savedMs: null }));
      expect(parseListLink(written)).toEqual({ list: { ...any, entries }, problems: [] });
    }),
    { numRuns: 300 },
  );
});

test('one that is too long for a link is none', () => {
  const long = { ...list, entries: Array.from({ length: 400 }, () => entry) };
  expect(formatListLink(long)).toBeNull();
  expect(formatListLink({ ...list, entries: long.entries.slice(0, 100) })!.length).toBeLessThanOrEqual(longestListLink);
});

test('what can be understood is used, what cannot is named; a link that was cut off is known by its count', () => {
  const cut = fragment.slice(0, fragment.lastIndexOf('&event='));
  expect(parseListLink(`${cut}&count=2`)).toMatchObject({
    list: { entries: [entry] },
    problems: ['The link was to have “2” events, and has 1: it was cut off or changed on its way.'],
  });
  // Where the end is missing, the count is: it stands last.
  expect(parseListLink(cut).problems).toEqual([
    'The link does not say how many events it has: it may have been cut off on its way.',
  ]);
  const { list: read, problems } = parseListLink(
    `v=7&name=lost&event=track=gill&event=${gill.replaceAll('&', ';')}&%zz=1`,
  );
  expect(read!.entries.map(({ link }) => link)).toEqual([gill]);
  expect([read!.title, problems.length]).toEqual(['A list', 7]);
  expect(parseListLink('main')).toMatchObject({ list: null });
  expect(parseListLink('').list).toBeNull();
});

test('nothing in the address makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webFragments()), (any) => {
      expect(Array.isArray(parseListLink(any).problems)).toBe(true);
      expect(Array.isArray(parseListLink(`event=${any}`).problems)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
