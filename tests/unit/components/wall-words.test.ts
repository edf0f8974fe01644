import { expect, test } from 'vitest';
import { foundWords } from '$lib/components/wall-words';
import { dayUs, hourUs } from '$lib/datasets/utc';
import type { WallPicture } from '$lib/model/wall';
import { rowsOf } from '$lib/state/wall-rows';
import { daily, firstUs, gill, luck } from '../state/wall-bench';

const hours = (day: number, startHours: number, endHours: number): WallPicture =>
  daily(day, gill, {
    range: { startUs: firstUs + day * dayUs + startHours * hourUs, endUs: firstUs + day * dayUs + endHours * hourUs },
    url: `https://host/${day} ${startHours}`,
    span: 'hourly',
  });
const noon = 12;

test.each([
  ['none', [], 0, '0 keograms of 0 nights'],
  ['one', [daily(0)], 0, '1 keogram of 1 night'],
  ['two cameras', [daily(0), daily(0, luck), daily(1)], 0, '3 keograms of 2 nights'],
  ['of hours', [hours(0, 3, 4), hours(0, 4, 5), hours(1, 3, 4)], 0, '2 keograms of 2 nights'],
  // Rows from noon: a keogram of a UTC day has the morning of one night and the evening of the next.
  ['one across midnight', [daily(0)], noon, '1 keogram of 2 nights, both in part'],
  ['two dates are one night', [daily(0), daily(1)], noon, '2 keograms of 3 nights, 2 of them in part'],
  ['a week', [0, 1, 2, 3, 4, 5, 6].map((day) => daily(day)), noon, '7 keograms of 8 nights, 2 of them in part'],
  ['with a gap', [daily(0), daily(2)], noon, '2 keograms of 4 nights, each in part'],
  [
    'where another camera has the rest',
    [daily(0), daily(1), daily(0, luck)],
    noon,
    '3 keograms of 3 nights, 2 of them in part',
  ],
  ['an evening', [hours(0, 20, 21)], noon, '1 keogram of 1 night, in part'],
  ['a night by hours', [hours(0, 20, 21), hours(1, 3, 4)], noon, '2 keograms of 1 night'],
  ['a night in one picture', [hours(0, 20, 28)], noon, '1 keogram of 1 night'],
])('%s: counted in its own nights', (_, pictures, beginHours, expected) => {
  const rows = rowsOf(pictures, { groupedBy: 'date', latestFirst: true }, beginHours * hourUs);
  expect(foundWords(rows)).toBe(expected);
});

test('a row without a picture is no keogram, and no night of one', () => {
  const [row] = rowsOf([daily(0)], { groupedBy: 'date', latestFirst: true }, 0);
  expect(foundWords([row!, { ...row!, key: 'gap', dateUs: row!.dateUs + dayUs, pictures: [] }])).toBe(
    '1 keogram of 1 night',
  );
});
