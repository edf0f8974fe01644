import { expect, test } from 'vitest';
import { exceeds, tableOf, type BenchRow } from '../../bench/bench-row';
import { bestOfRounds } from '../../bench/rounds';

const good: BenchRow = {
  what: 'decode',
  where: 'Node',
  ratio: 1.2,
  against: 'inflate',
  most: 1.25,
  amounts: '6 : 5 ms',
};
const free: BenchRow = { ...good, most: null, ratio: 9 };
const bad: BenchRow = { ...good, ratio: 1.3 };
const none: BenchRow = { what: 'decode', where: 'Firefox', skipped: 'not here' };

test('a row exceeds what is promised, and only that', () => {
  expect([good, free, bad, none].map(exceeds)).toEqual([false, false, true, false]);
  expect(exceeds({ ...good, ratio: NaN })).toBe(true);
});

test('the table has ratios first and says what was skipped', () => {
  expect(tableOf([bad, free, none]).split('\n')).toEqual([
    'ratio  at most  what    where    held against  measured',
    ' 1.30   1.25 !  decode  Node     inflate       6 : 5 ms',
    ' 9.00        –  decode  Node     inflate       6 : 5 ms',
    '    –        –  decode  Firefox                skipped: not here',
  ]);
});

test('of every piece the best round counts; more rounds only while they are not enough', async () => {
  const calls: string[] = [];
  let ms = 100;
  const way = (name: string) => (piece: number) => {
    calls.push(`${name}${piece}`);
    return Promise.resolve(piece === 0 ? 7 : (ms -= 1));
  };
  const best = await bestOfRounds(2, { a: way('a'), b: way('b') });
  expect(calls).toHaveLength(2 * 2 * 9);
  expect(calls.slice(0, 4)).not.toEqual(calls.slice(4, 8)); // in turns
  expect([best.a, best.b].sort()).toEqual([7 + 82, 7 + 83]);
  calls.length = 0;
  await bestOfRounds(1, { a: way('a') }, () => calls.length >= 18);
  expect(calls).toHaveLength(18);
  calls.length = 0;
  await bestOfRounds(1, { a: way('a') }, () => false);
  expect(calls).toHaveLength(27);
});
