import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayUs, formatDate, formatInstant, hourUs } from '$lib/datasets/utc';
import type { WallLook, WallPicture, WallRow } from '$lib/model/wall';
import { dayBegin, mostRowsOfPicture, rowsOf, shownOf } from '$lib/state/wall-rows';
import { daily, firstUs, gill, luck } from './wall-bench';

const byDate = { groupedBy: 'date', latestFirst: true } as const;
const short = ({ dateUs, camera }: WallRow) => `${formatDate(dateUs).slice(8)} ${camera.siteUid}`;
const hourly = (hour: number, change: Partial<WallPicture> = {}): WallPicture => {
  const startUs = firstUs + hour * hourUs;
  const range = { startUs, endUs: startUs + hourUs };
  return { ...daily(0), range, url: `https://host/${hour}`, span: 'hourly', kind: 'hourly', ...change };
};

describe('rows', () => {
  test.each<[WallLook['groupedBy'], boolean, string[]]>([
    ['date', true, ['03 gill', '02 luck', '01 gill', '01 luck']],
    ['date', false, ['01 gill', '01 luck', '02 luck', '03 gill']],
    ['site', true, ['03 gill', '01 gill', '02 luck', '01 luck']],
    ['site', false, ['01 gill', '03 gill', '01 luck', '02 luck']],
  ])('by %s, the latest first: %s', (groupedBy, latestFirst, expected) => {
    const pictures = [daily(0, luck), daily(2), daily(0), daily(1, luck)];
    expect(rowsOf(pictures, { groupedBy, latestFirst }, 0).map(short)).toEqual(expected);
  });

  test('that begin at noon have pictures of two days in time order; each row has its own key', () => {
    const rows = rowsOf([daily(1), daily(0)], { ...byDate, latestFirst: false }, 12 * hourUs);
    expect(rows.map(short)).toEqual(['31 gill', '01 gill', '02 gill']);
    expect(formatInstant(rows[1]!.range.startUs)).toBe('2020-02-01T12:00Z');
    expect(rows.map(({ pictures }) => pictures.map(({ name }) => name.slice(8, 10)))).toEqual([
      ['01'],
      ['01', '02'],
      ['02'],
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(3);
  });

  test('of two cameras of one site are two', () => {
    expect(rowsOf([daily(0), daily(0, { ...gill, deviceUid: 'rgb-09' })], byDate, 0)).toHaveLength(2);
  });

  test.each([true, false])(
    'of a site stay in order where its camera was exchanged; latest first: %s',
    (latestFirst) => {
      const other = { ...gill, deviceUid: 'rgb-01' };
      const pictures = [daily(0), daily(1), daily(2, other), daily(0, luck), daily(1, other)];
      const rows = rowsOf(pictures, { groupedBy: 'site', latestFirst }, 0);
      const told = rows.map((row) => `${short(row)} ${row.camera.deviceUid}`);
      const early = ['01 gill rgb-04'];
      const both = ['02 gill rgb-01', '02 gill rgb-04'];
      const late = ['03 gill rgb-01'];
      const own = latestFirst ? [...late, ...both, ...early] : [...early, ...both, ...late];
      expect(told).toEqual([...own, '01 luck rgb-03']);
    },
  );

  test('show the picture that is known best, whichever came first', () => {
    const kinds = ['daily_moviebased', 'something', 'daily_hires', 'daily', 'daily_moviederived'];
    for (const order of [kinds, [...kinds].reverse()]) {
      const [row] = rowsOf(
        order.map((kind) => daily(0, gill, { kind })),
        byDate,
        0,
      );
      expect(row!.pictures.map(({ kind }) => kind)).toEqual(['daily']);
    }
    const [other] = rowsOf(
      ['something', 'daily_moviebased'].map((kind) => daily(0, gill, { kind })),
      byDate,
      0,
    );
    expect(other!.pictures.map(({ kind }) => kind)).toEqual(['daily_moviebased']);
  });

  test('have pictures of hours only where there is none of the day', () => {
    const hours = [hourly(0), hourly(5), hourly(4), hourly(26)];
    const [second, first] = rowsOf([...hours, daily(0)], byDate, 0);
    expect(first!.pictures.map(({ span }) => span)).toEqual(['daily']);
    expect(second!.pictures.map(({ span }) => span)).toEqual(['hourly']);
    const [, without] = rowsOf(hours, byDate, 0);
    expect(without!.pictures.map(({ url }) => url)).toEqual(['https://host/0', 'https://host/4', 'https://host/5']);
  });

  test('of a picture that is said to cover a century do not fill the memory', () => {
    const range = { startUs: firstUs, endUs: firstUs + 36_525 * dayUs };
    expect(rowsOf([daily(0, gill, { range })], byDate, 0)).toHaveLength(mostRowsOfPicture);
  });

  test('show each picture where it lies, and no row is empty', () => {
    const begins = fc.constantFrom(0, 12 * hourUs);
    const picture = fc
      .record({ day: fc.integer({ min: -3, max: 3 }), minutes: fc.integer({ min: 0, max: 1439 }), long: fc.nat(3000) })
      .map(({ day, minutes, long }) => {
        const startUs = firstUs + day * dayUs + minutes * 60e6;
        return daily(0, gill, {
          url: `https://host/${startUs}`,
          range: { startUs, endUs: startUs + (1 + long) * 60e6 },
        });
      });
    fc.assert(
      fc.property(fc.array(picture, { maxLength: 8 }), begins, fc.boolean(), (pictures, begin, latestFirst) => {
        const rows = rowsOf(pictures, { groupedBy: 'date', latestFirst }, begin);
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
        for (const { range, pictures: own } of rows) {
          expect(own.length).toBeGreaterThan(0);
          expect(range.endUs - range.startUs).toBe(dayUs);
          for (const { range: covered } of own)
            expect(covered.startUs < range.endUs && covered.endUs > range.startUs).toBe(true);
        }
        const starts = new Set(pictures.map(({ range }) => range.startUs));
        const hung = new Set(rows.flatMap(({ pictures: own }) => own.map(({ range }) => range.startUs)));
        expect(hung).toEqual(starts);
      }),
    );
  });
});

test.each([
  ['over Canada nights are whole from midnight UTC', ['gill', 'luck', 'fsmi'], 0],
  ['over Svalbard from noon', ['lyrn'], 12],
  ['where nothing is known they are not shifted', [null, 'zzzz'], 0],
  ['where as many would be cut either way they are not shifted', ['gill', 'lyrn'], 0],
  ['each site counts once', ['gill', 'lyrn', 'lyrn', 'lyrn'], 0],
])('%s', (_, sites, hours) => {
  expect(dayBegin(sites.map((siteUid) => ({ camera: { siteUid } })))).toBe(hours * hourUs);
});

test('a window is counted from midnight of the row’s date', () => {
  const [row] = rowsOf([daily(0)], byDate, 0);
  expect(shownOf(row!, null)).toBe(row!.range);
  const window = { startUs: 25 * hourUs, endUs: 26 * hourUs };
  expect(formatInstant(shownOf(row!, window).startUs)).toBe('2020-02-02T01:00Z');
});
