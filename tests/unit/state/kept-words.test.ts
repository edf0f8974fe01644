import { expect, test } from 'vitest';
import { dayUs, parseInstant } from '$lib/datasets/utc';
import { foundWhen, missingWords } from '$lib/state/kept-words';

const days = (first: string, count = 1) => {
  const startUs = parseInstant(first)!;
  return { startUs, endUs: startUs + count * dayUs };
};

test.each([
  ['2026-11-20T08:09:10Z', '2026-11-20T08:09:50Z', 'on 2026-11-20 08:09 UTC'],
  ['2026-11-20T08:09:10Z', '2026-11-22T10:00:00Z', 'between 2026-11-20 08:09 and 2026-11-22 10:00 UTC'],
])('what was found from %s to %s was found %s', (first, last, words) => {
  expect(foundWhen({ asOfMs: Date.parse(first), newestMs: Date.parse(last) })).toBe(words);
});

test.each([
  [[], ''],
  [[days('2020-02-03')], ' No earlier search tells of 2020-02-03.'],
  [
    [days('2020-02-03', 2), days('2020-02-28', 2)],
    ' No earlier search tells of 2020-02-03 to 2020-02-04, 2020-02-28 to 2020-02-29.',
  ],
  [
    ['01', '03', '05', '07', '09', '11'].map((day) => days(`2020-02-${day}`)),
    ' No earlier search tells of 2020-02-01, 2020-02-03, 2020-02-05, 2020-02-07 and 2 more days.',
  ],
])('days of which nothing is known are named', (missing, words) => {
  expect(missingWords({ missing })).toBe(words);
});
