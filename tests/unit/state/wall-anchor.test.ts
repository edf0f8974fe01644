import { expect, test } from 'vitest';
import { keptPlace } from '$lib/state/wall-anchor';
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
