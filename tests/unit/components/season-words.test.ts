import { describe, expect, test } from 'vitest';
import { keyPlace } from '$lib/components/season-keys';
import { lostWords, placeWords, progressWords, type ReadSeason } from '$lib/components/season-words';
import { dayUs, hourUs, parseInstant } from '$lib/datasets/utc';
import { binsOfDay, brightest, noData } from '$lib/model/season';
import { daily } from '../state/wall-bench';

const startUs = parseInstant('2019-07-01')!;
const range = { startUs, endUs: startUs + 366 * dayUs };
const grid = new Uint8Array(366 * binsOfDay).fill(noData);
grid[3 * binsOfDay + 37] = brightest / 2;
const sky = {
  range,
  sunDeg: new Float32Array(366 * binsOfDay + 1).fill(-31.4),
  darkUs: new Float64Array(366).fill(12 * hourUs),
  moonDarkUs: new Float64Array(366).fill(1.5 * hourUs),
  moonLit: new Float64Array(366).fill(0.984),
};
const season: ReadSeason = { ...{ range, beginUs: 0, nowUs: range.endUs, sky, grid, availability: null } };

describe('what is read at a place', () => {
  test('brightness, with the Sun and the Moon', () => {
    expect(placeWords({ day: 3, part: 37 }, season)).toBe(
      '2019-07-04 06:10 UTC: brightness 50 %. Sun −31°. Moon 98 % lit, up for 1 h 30 min of 12 h in the dark.',
    );
  });

  test('no data; no darkness; nothing known of the sky', () => {
    const light = { ...sky, darkUs: new Float64Array(366), sunDeg: sky.sunDeg.map(() => 12) };
    expect(placeWords({ day: 0, part: 0 }, { ...season, sky: light })).toBe(
      '2019-07-01 00:00 UTC: no data. Sun 12°. Moon 98 % lit; it does not get dark.',
    );
    expect(placeWords({ day: 0, part: 0 }, { ...season, sky: null })).toBe('2019-07-01 00:00 UTC: no data.');
  });

  test('rows that begin at noon go on into the next date', () => {
    const shifted = { startUs: startUs + dayUs / 2, endUs: range.endUs + dayUs / 2 };
    const words = placeWords({ day: 0, part: 100 }, { ...season, range: shifted, beginUs: dayUs / 2, sky: null });
    expect(words).toMatch(/^2019-07-02 04:40 UTC: /);
  });

  test('numbers of products, and keograms that are there or not', () => {
    const perDay = Uint32Array.of(0, 1, 1490);
    const told = (day: number, counts: 'products' | 'keograms') =>
      placeWords({ day, part: 0 }, { ...season, sky: null, availability: { perDay, counts } }).slice(12);
    expect([0, 1, 2].map((day) => told(day, 'products'))).toEqual([
      'no products.',
      '1 product.',
      '1\u202f490 products.',
    ]);
    expect([0, 1].map((day) => told(day, 'keograms'))).toEqual(['no keogram.', 'a keogram.']);
  });

  test('what is yet to come', () => {
    expect(placeWords({ day: 9, part: 0 }, { ...season, nowUs: startUs + 8 * dayUs, sky: null })).toBe(
      '2019-07-10 00:00 UTC: yet to come.',
    );
    const sample = { ...season, nowUs: startUs - dayUs, sky: null };
    expect(placeWords({ day: 3, part: 37 }, sample)).toBe('2019-07-04 06:10 UTC: brightness 50 %.');
  });
});

test('how far the nights have come', () => {
  expect([progressWords(120, 214, 40_000, 'night'), progressWords(1, 1, null, 'keogram')]).toEqual([
    '120 of 214 nights, 40 s left',
    '1 of 1 keogram',
  ]);
});

test('what could not be had', () => {
  const lost = (count: number) =>
    Array.from({ length: count }, (_, day) => [daily(day), { kind: 'missing', message: 'x' }] as const);
  expect([lostWords([], 'night'), lostWords(lost(1), 'keogram'), lostWords(lost(2), 'night')]).toEqual([
    '',
    'One keogram could not be had, 2020-02-01: Not on the server.',
    '2 nights could not be had, 2020-02-01 among them: Not on the server.',
  ]);
});

describe('keys', () => {
  const press = (key: string, day: number, part = 60) => keyPlace(key, { day, part }, 366, startUs);
  test.each([
    ['ArrowLeft', 0, 0, 60],
    ['ArrowRight', 5, 6, 60],
    ['ArrowUp', 5, 5, 54],
    ['ArrowDown', 5, 5, 66],
    ['PageDown', 30, 61, 60], // from the 31st of July to that of August
    ['PageDown', 61, 91, 60], // September has thirty days
    ['PageUp', 61, 30, 60],
    ['PageUp', 3, 0, 60],
    ['Home', 99, 0, 60],
    ['End', 99, 365, 60],
  ])('%s from day %i leads to day %i', (key, from, day, part) => {
    expect(press(key, from)).toEqual({ day, part });
  });

  test('the ends of a day hold; other keys lead nowhere', () => {
    expect([press('ArrowUp', 0, 3)?.part, press('ArrowDown', 0, 143)?.part, press('a', 0)]).toEqual([0, 143, null]);
  });
});
