import { expect, test } from 'vitest';
import { judgedWords, noneWords } from '$lib/components/judged-words';
import type { LabelCriteria } from '$lib/model/learned-label';
import type { WallRow } from '$lib/model/wall';
import { luck, rowsOfDays } from '../state/wall-bench';

const rows = rowsOfDays(5);
const clear: LabelCriteria = {
  ...{ joined: 'AND', leastMinutes: 60 },
  list: [{ field: 'cloud', verdict: 'clear', leastPercent: null }],
};
const judged = (change: Partial<Record<'fitting' | 'unfit' | 'open' | 'notAsked', readonly WallRow[]>>) => ({
  ...{ kept: [], of: () => 'fits' as const, fitting: [], unfit: [], open: [], notAsked: [], ...change },
});

test.each([
  [{ fitting: rows }, '5 keograms of 5 nights with 60 minutes or more of clear, among 5'],
  [
    // Two cameras' keograms of one date are of one night.
    { fitting: rows.slice(0, 1), open: [...rows.slice(1, 3), ...rowsOfDays(3, luck).slice(1)] },
    '1 keogram of 1 night with 60 minutes or more of clear, among 5; 2 nights still to be judged',
  ],
  [
    { unfit: rows.slice(0, 2), open: rows.slice(2, 3), notAsked: rows.slice(3) },
    'No keogram with 60 minutes or more of clear, among 5; 1 night still to be judged; 2 nights not judged, which hang all the same',
  ],
])('what is known of the rows', (some, words) => {
  expect(judgedWords(judged(some), clear)).toBe(words);
});

test.each([
  [{ looked: 40, unlooked: 0 }, 'Models have looked at these nights, and none fits.'],
  [{ looked: 0, unlooked: 40 }, 'No model has looked at these nights.'],
  [
    { looked: 30, unlooked: 10 },
    'Models have looked at 30 of these nights, and none fits; at the other 10 no model has looked.',
  ],
])('why nothing was found', (looked, words) => {
  expect(noneWords(looked)).toBe(words);
});
