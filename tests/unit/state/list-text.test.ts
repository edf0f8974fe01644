import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listBounds, type ListContent } from '$lib/model/event-list';
import { parseCsv } from '$lib/state/csv';
import { listAsCsv, listAsJson, longestListFile, parseListFile } from '$lib/state/list-text';
import { anyList } from './any-list';

const linkTo = (link: string) => `https://nightside.example/app/event/?${link}`;
const gill = 'v=1&range=2014-03-10T06:00Z/2014-03-10T06:10Z&at=2014-03-10T06:02:27Z&track=THEMIS_ASI_RAW:gill';
const entry = { link: gill, title: 'An arc', note: 'thin', tags: ['arc', 'quiet sky'], savedMs: 1_394_431_200_000 };
const list: ListContent = { title: 'Arcs', text: 'For the seminar.', entries: [entry] };

describe('JSON', () => {
  test('is as the README says', () => {
    expect(JSON.parse(listAsJson(list))).toEqual({
      nightside: 'list',
      version: 1,
      title: 'Arcs',
      text: 'For the seminar.',
      events: [
        {
          link: `event/?${gill}`,
          title: 'An arc',
          note: 'thin',
          tags: ['arc', 'quiet sky'],
          saved: '2014-03-10T06:00:00.000Z',
        },
      ],
    });
  });

  test('any list comes back as it was', () => {
    fc.assert(
      fc.property(anyList, (any) => {
        expect(parseListFile(listAsJson(any), 'a.json')).toEqual({ list: any, problems: [] });
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['{"nightside":"list"', /^The file is no JSON/],
    ['[]', /no list of events/],
    ['{"sample":null}', /no list of events/],
    ['{"nightside":"list","events":{}}', /no list of events/],
    [`{${' '.repeat(longestListFile)}`, /longer than/],
  ])('no list, and why is said: %#', (text, reason) => {
    expect(parseListFile(text, 'a.json')).toEqual({ list: null, problems: [expect.stringMatching(reason)] });
  });

  test('what can be understood is used, what cannot is named with its place', () => {
    const odd = {
      ...{ nightside: 'list', version: 2, title: 7, text: 'a\u0000b\u202ec' },
      events: [
        null,
        { link: 'https://example.org/elsewhere?track=x' },
        { link: 'event/?v=1&track=nothing' },
        `https://other.example/event/?${gill}&colour=red#tour=1`,
        { link: `?${gill}`, title: 'x'.repeat(300), tags: ['a,b', ' a ', 3, 'y'.repeat(50)], note: {} },
      ],
    };
    const { list: read, problems } = parseListFile(JSON.stringify(odd), 'field trip.json');
    expect(read).toMatchObject({ title: 'field trip', text: 'abc' });
    expect(read!.entries.map(({ link, title, tags, note }) => [link, title.length, tags, note])).toEqual([
      [gill, 0, [], ''],
      [gill, listBounds.title, ['a', 'b'], ''],
    ]);
    expect(problems.map((problem) => problem.slice(0, 34))).toEqual([
      'The list is of another version tha',
      'Its title is no text and was left ',
      'Event 1: It has no link.',
      'Event 2: “https://example.org/else',
      'Event 3: The link names no time.',
      'Event 3: The dataset “nothing” is ',
      'Event 3: “event/?v=1&track=nothing',
      'Event 4: “colour” is not part of a',
      'Event 5: Its title is longer than ',
      'Event 5: Its note is no text and w',
      'Event 5: Of its tags 1 were left o',
    ]);
  });

  test('no text makes it throw or give more than a list may have', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.json().map((any) => `{"nightside":"list","events":[${any}]}`),
        ),
        (text) => {
          const { list: read, problems } = parseListFile(text, 'any');
          expect(read !== null || problems.length > 0).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
    const many = JSON.stringify({
      nightside: 'list',
      version: 1,
      events: Array(listBounds.entries + 5).fill(`?${gill}`),
    });
    const { list: read, problems } = parseListFile(many, 'any');
    expect([read!.entries.length, problems]).toEqual([
      listBounds.entries,
      ['The first 2000 of 2005 events were read.'],
    ]);
  });
});

describe('CSV', () => {
  test('has a line for an event, with its times and sites', () => {
    expect(listAsCsv(list, linkTo).split('\r\n')).toEqual([
      'title,start,end,cursor,sites,link,tags,note',
      `An arc,2014-03-10T06:00Z,2014-03-10T06:10Z,2014-03-10T06:02:27Z,THEMIS ASI GILL,${linkTo(gill)},"arc, quiet sky",thin`,
      '',
    ]);
  });

  test('nothing in it is reckoned by a spreadsheet, and it is read back as it was', () => {
    const odd = ['=1+1', '+1', '-1', '@a', "'=1", "'quoted'", 'a "b", c', 'a\nb'].map((note) => ({ ...entry, note }));
    const text = listAsCsv({ ...list, entries: odd }, linkTo);
    for (const { cells } of parseCsv(text.replaceAll("'", ''))) expect(cells).toHaveLength(8);
    expect(text).toContain(",'=1+1\r\n");
    expect(text).not.toMatch(/(^|,)"?[=+@-]/m);
    expect(parseListFile(text, 'x').list!.entries.map(({ note }) => note)).toEqual(odd.map(({ note }) => note));
  });

  test('any list comes back with its events', () => {
    fc.assert(
      fc.property(anyList, (any) => {
        const { list: read, problems } = parseListFile(listAsCsv(any, linkTo), 'Arcs.csv');
        const entries = any.entries.map((each) => ({ ...each, savedMs: null }));
        expect([read, problems]).toEqual([{ title: 'Arcs', text: '', entries }, []]);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['a column of links', `link\n${linkTo(gill)}\n`],
    ['among others, with semicolons and a mark', `\ufeffnr;URL;who\r\n1;${linkTo(gill)};me\r\n`],
    ['with tabs', `who\tlink\nme\t${linkTo(gill)}`],
    ['without a head', `1,"${linkTo(gill)}"\n\n`],
    ['the old Macintosh kind', `link\r${linkTo(gill)}\r`],
  ])('of somebody else is read: %s', (_, text) => {
    const { list: read, problems } = parseListFile(text, 'x.csv');
    expect([read!.entries.map(({ link }) => link), problems]).toEqual([[gill], []]);
  });

  test('a line that leads nowhere is named by its number in the file', () => {
    const { list: read, problems } = parseListFile(
      `note,link\n"two\nlines",\nx,${gill}\ny,https://a.example/?b\n`,
      'x',
    );
    expect(read!.entries).toHaveLength(1);
    expect(problems).toEqual([
      'Line 2: It has no link.',
      'Line 5: “https://a.example/?b” leads to no event of this app.',
    ]);
    expect(parseListFile('a,b\n1,2', 'x')).toEqual({ list: null, problems: ['The table has no column “link”.'] });
    expect(parseListFile('', 'x').problems).toEqual(['The file is empty.']);
  });

  test.each([
    ['letters', 'a'],
    ['doubled quotes', '""'],
  ])('one cell of %s as long as a file may be is read', (_, text) => {
    const times = Math.floor((longestListFile - 10) / text.length);
    const [, row] = parseCsv(`link\n"${text.repeat(times)}"`);
    expect(row!.cells.map(({ length }) => length)).toEqual([times]);
  });

  test('a long file of quotes takes no longer than another', () => {
    const began = performance.now();
    parseListFile(`link\n${'"'.repeat(1_000_001)}`, 'x');
    parseListFile(`link\n${'"a'.repeat(300_000)}`, 'x');
    parseListFile('event?'.repeat(50_000), 'x');
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
