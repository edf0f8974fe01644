import { describe, expect, test } from 'vitest';
import { dayUs } from '$lib/datasets/utc';
import { isOfNight, placeOfNight } from '$lib/state/wall-night';
import { rowsOf } from '$lib/state/wall-rows';
import { daily, firstUs, gill, luck } from './wall-bench';

const pictures = [0, 1, 2, 5].flatMap((day) => [daily(day, gill), daily(day, luck)]);
const rows = rowsOf(pictures, { groupedBy: 'date', latestFirst: true }, 0);
const night = (day: number, siteUid: string | null = null) => ({ dateUs: firstUs + day * dayUs, siteUid });

describe('a night on the wall', () => {
  test.each([
    ['is its first row', night(2), 2],
    ['is that of its site', night(2, 'luck'), 3],
    ['without rows is the nearest', night(4, 'luck'), 1],
    ['is on another site rather than on another date', night(1, 'fsmi'), 4],
    ['before all others is the earliest', night(-9), 6],
  ])('%s', (_, wanted, place) => {
    expect(placeOfNight(rows, wanted)).toBe(place);
  });

  test('is nowhere where there are no rows', () => {
    expect(placeOfNight([], night(0))).toBe(-1);
  });

  test('is told from others', () => {
    expect(rows.map((row) => isOfNight(row, night(1)))).toEqual([
      ...Array<boolean>(4).fill(false),
      true,
      true,
      false,
      false,
    ]);
    expect(rows.filter((row) => isOfNight(row, night(1, 'luck')))).toHaveLength(1);
    expect(rows.some((row) => isOfNight(row, night(1, 'fsmi')))).toBe(false);
  });
});
