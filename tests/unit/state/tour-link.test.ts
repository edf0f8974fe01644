import { expect, test } from 'vitest';
import { formatTourPlace, parseTourPlace } from '$lib/state/tour-link';

test('where a tour is stands in the address, counted from 1', () => {
  expect(formatTourPlace({ tour: 'sample', step: 1 })).toBe('#tour=sample/2');
  for (const tour of ['sample', 'given', 'saved', '0f3a', 'with space/and slash'])
    expect(parseTourPlace(formatTourPlace({ tour, step: 4 }))).toEqual({ tour, step: 4 });
});

test.each(['', '#', '#main', '#tour=', '#tour=sample', '#tour=sample/x', '#tour=%/1', '#tour=a/1/2'])(
  '%j is no place in a tour',
  (hash) => {
    expect(parseTourPlace(hash)).toBeNull();
  },
);

test('before the first step is the first', () => {
  expect(parseTourPlace('#tour=a/0')).toEqual({ tour: 'a', step: 0 });
});
