import { describe, expect, test } from 'vitest';
import { dayUs, formatDate } from '$lib/datasets/utc';
import type { WallLook } from '$lib/model/wall';
import { gapWords } from '$lib/components/wall-words';
import { breaksOf, gapDates } from '$lib/state/wall-breaks';
import { rowsOf } from '$lib/state/wall-rows';
import { daily, firstUs, gill, luck } from './wall-bench';

const at = (day: number) => firstUs + day * dayUs;
/** Nights of two sites, counted from 2020-02-01: missing are 03–05 of one, 02 of the other, 04 and 05 of both. */
const pictures = [0, 1, 5, 6].map((day) => daily(day)).concat([0, 2, 5].map((day) => daily(day, luck)));

/** `2: 3 nights 2020-02-03…05` */
function told(groupedBy: WallLook['groupedBy'], latestFirst: boolean, of = pictures): string[] {
  const { gaps } = breaksOf(rowsOf(of, { groupedBy, latestFirst }, 0), groupedBy, 'sure');
  return [...gaps].map(([place, gap]) => `${place}: ${gap.nights} ${gapDates(gap)}`);
}

describe('nights that are missing between rows', () => {
  test.each<[WallLook['groupedBy'], boolean, string[]]>([
    ['site', false, ['2: 3 2020-02-03…05', '5: 1 2020-02-02', '6: 2 2020-02-04…05']],
    ['site', true, ['2: 3 2020-02-03…05', '5: 2 2020-02-04…05', '6: 1 2020-02-02']],
    // Which of the sites lacks a row of a date is seen there.
    ['date', false, ['4: 2 2020-02-04…05']],
    ['date', true, ['3: 2 2020-02-04…05']],
  ])('by %s, the latest first: %s', (groupedBy, latestFirst, expected) => {
    expect(told(groupedBy, latestFirst)).toEqual(expected);
  });

  test('of one site are the same by date and by site', () => {
    const own = pictures.slice(0, 4);
    expect([told('date', false, own), told('site', false, own)]).toEqual([
      ['2: 3 2020-02-03…05'],
      ['2: 3 2020-02-03…05'],
    ]);
  });

  test.each([true, false])('are told once where a camera was exchanged; the latest first: %s', (latestFirst) => {
    const other = { ...gill, deviceUid: 'rgb-01' };
    const of = [daily(0), daily(1), daily(3, other), daily(4, other)];
    expect(told('site', latestFirst, of)).toEqual(['2: 1 2020-02-03']);
  });

  test('are none between two sites, nor while it is not known what there is', () => {
    expect(told('site', false, [daily(0), daily(9, luck)])).toEqual([]);
    const rows = rowsOf(pictures, { groupedBy: 'date', latestFirst: true }, 0);
    expect(breaksOf(rows, 'date', null).gaps.size).toBe(0);
  });
});

describe('groups', () => {
  const groups = (groupedBy: WallLook['groupedBy'], of = pictures) => [
    ...breaksOf(rowsOf(of, { groupedBy, latestFirst: false }, 0), groupedBy, null).groups,
  ];

  test('begin where the next date, or the next site, does', () => {
    expect([groups('date'), groups('site')]).toEqual([[2, 3, 4, 6], [4]]);
  });

  test('of one row each are none', () => {
    const own = pictures.slice(0, 4);
    expect([groups('date', own), groups('site', own), groups('date', [])]).toEqual([[], [], []]);
  });
});

test.each([
  [0, 1, '1 night without a keogram: 2020-02-01'],
  [2, 3, '3 nights without a keogram: 2020-02-03…05'],
  [27, 4, '4 nights without a keogram: 2020-02-28…03-02'],
  [-33, 3, '3 nights without a keogram: 2019-12-30…2020-01-01'],
])('in words: from day %i, %i of them', (day, nights, words) => {
  const gap = { firstUs: at(day), lastUs: at(day + nights - 1), nights };
  expect(gapWords(gap, true)).toBe(words);
  expect(gapWords(gap, false)).toContain('No keogram found of ');
  expect(formatDate(gap.firstUs)).toBe(words.split(': ')[1]!.slice(0, 10));
});
