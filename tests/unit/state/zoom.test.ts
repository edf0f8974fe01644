import { expect, test } from 'vitest';
import { shortestZoomUs } from '$lib/state/event-link';
import { zoomedAbout, zoomFollowing, zoomWithin } from '$lib/state/zoom';

const minute = 60e6;
const range = { startUs: 0, endUs: 100 * minute };

function minutes(startUs: number, endUs: number) {
  return { startUs: startUs * minute, endUs: endUs * minute };
}

test('an instant keeps its place; neither longer than the range nor shorter than the least', () => {
  expect(zoomedAbout(range, range, 0.5, 20 * minute)).toEqual(minutes(10, 60));
  expect(zoomedAbout(minutes(10, 60), range, 10, 10 * minute)).toEqual(minutes(10, 110));
  const closest = zoomedAbout(range, range, 1e-9, 50 * minute);
  expect(closest.endUs - closest.startUs).toBeCloseTo(shortestZoomUs, 0);
});

test('moved into the range; all of it is no zoom', () => {
  expect(zoomWithin(minutes(-10, 20), range)).toEqual(minutes(0, 30));
  expect(zoomWithin(minutes(90, 120), range)).toEqual(minutes(70, 100));
  expect(zoomWithin({ startUs: 0.4, endUs: minute + 0.4 }, range)).toEqual(minutes(0, 1));
  expect(zoomWithin(minutes(10, 110), range)).toBeNull();
});

test.each([
  ['before it', 5, minutes(-4, 6)],
  ['at its start', 10, minutes(10, 20)],
  ['at its end', 20, minutes(19, 29)],
])('a cursor %s', (_, at, expected) => {
  expect(zoomFollowing(minutes(10, 20), at * minute)).toEqual(expected);
});
