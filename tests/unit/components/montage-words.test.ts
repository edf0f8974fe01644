import { expect, test } from 'vitest';
import { everyWords } from '$lib/components/montage-words';

test.each([
  [3, false, 'every 3 s'],
  [0.375, false, 'every 0.375 s'],
  [60, false, 'every 1 min'],
  [69, false, 'every 69 s'],
  [171, false, 'every 2 min 51 s'],
  [600, false, 'every 10 min'],
  [3600, false, 'every 1 h'],
  [5400, false, 'every 1 h 30 min'],
  [13.33, true, 'about every 13 s'],
  [7.5, true, 'about every 7.5 s'],
  [171.4, true, 'about every 2 min 51 s'],
])('%s s (about: %s) is told as "%s"', (seconds, isAbout, words) => {
  expect(everyWords({ stepUs: seconds * 1e6, isAbout })).toBe(words);
});
