import { describe, expect, test } from 'vitest';
import { keptPlace, keptScroll } from '$lib/state/wall-anchor';
import { noBreaks } from '$lib/state/wall-breaks';
import { layoutOf } from '$lib/state/wall-layout';
import { rowsOfDays } from './wall-bench';

const rows = rowsOfDays(6);
const those = (...days: readonly number[]) => days.map((day) => rows[day]!);

test.each([
  ['itself', those(1, 3, 4), 3, { before: 3, now: 1 }],
  ['the next below where it is gone', those(0, 4, 5), 2, { before: 4, now: 1 }],
  ['the nearest above where none is below', those(0, 1), 4, { before: 1, now: 1 }],
  ['none where all are gone', [], 2, null],
  ['itself among more', rows, 0, { before: 0, now: 0 }],
] as const)('one is where a row was by %s', (_, now, at, expected) => {
  expect(keptPlace(rows, now, at)).toEqual(expected);
});

describe('what was uppermost stays there', () => {
  const hanging = (days: readonly number[], rowHeight = 48, gapsAbove: readonly number[] = []) => ({
    rows: those(...days),
    layout: layoutOf(
      days.length,
      rowHeight,
      { ...noBreaks, gaps: new Map(gapsAbove.map((at) => [at, { firstUs: 0, lastUs: 0, nights: 1 }])) },
      false,
    ),
  });

  test.each([
    ['when rows come above', hanging([2, 3, 4]), hanging([0, 1, 2, 3, 4]), 10, 106],
    ['when rows go above', hanging([0, 1, 2, 3, 4]), hanging([2, 3, 4]), 106, 10],
    ['when lines appear between rows above', hanging([0, 2, 4]), hanging([0, 2, 4], 48, [1, 2]), 100, 114],
    ['when rows come above and lines with them', hanging([2, 4], 48, [1]), hanging([0, 2, 4], 48, [1, 2]), 10, 65],
    ['when all rows grow', hanging([0, 1, 2, 3]), hanging([0, 1, 2, 3], 96), 60, 120],
    ['but the top of the wall stays its top', hanging([2, 3, 4]), hanging([0, 1, 2, 3, 4]), 0, 0],
    ['and nothing is moved where nothing of it is left', hanging([0, 1]), hanging([4, 5]), 30, 30],
  ])('%s', (_, before, now, top, expected) => {
    expect(keptScroll(before, now, top)).toBe(expected);
  });
});
