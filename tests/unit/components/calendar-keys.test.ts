import { expect, test } from 'vitest';
import { dayKeys, daysBetween } from '$lib/components/calendar-keys';
import { formatDate, parseInstant } from '$lib/datasets/utc';
import { formatDays } from '$lib/state/explore-link';

const at = (date: string) => parseInstant(date)!;
const year = { startUs: at('2020-01-01'), endUs: at('2021-01-01') };

test.each([
  ['ArrowLeft', '2020-02-01', '2020-01-31'],
  ['ArrowRight', '2020-02-28', '2020-02-29'],
  ['PageUp', '2020-03-01', '2020-01-31'],
  ['PageDown', '2020-01-01', '2020-01-31'],
  ['Home', '2020-05-05', '2020-01-01'],
  ['End', '2020-05-05', '2020-12-31'],
  ['ArrowLeft', '2020-01-01', '2019-12-31'],
  ['PageDown', '2020-12-31', '2021-01-30'],
])('%s leads from %s to %s', (key, from, to) => {
  const gone = dayKeys(key, false, { dayStartUs: at(from), anchorUs: at('2020-04-01') }, year)!;
  expect([formatDate(gone.dayStartUs), gone.anchorUs]).toEqual([to, null]);
});

test('other keys lead nowhere', () => {
  for (const key of ['ArrowUp', 'Tab', 'a', ' '])
    expect(dayKeys(key, false, { dayStartUs: at('2020-02-01'), anchorUs: null }, year)).toBeNull();
});

test('with Shift days are chosen from where it began, over the new year too', () => {
  let place = { dayStartUs: at('2020-12-30'), anchorUs: null as number | null };
  expect(daysBetween(place)).toBeNull();
  for (let days = 0; days < 3; days++) place = dayKeys('ArrowRight', true, place, year)!;
  expect(formatDays(daysBetween(place)!)).toBe('2020-12-30/2021-01-02');
  place = dayKeys('Home', true, place, year)!;
  expect(formatDays(daysBetween(place)!)).toBe('2020-01-01/2020-12-30');
  expect(daysBetween({ dayStartUs: place.anchorUs!, anchorUs: place.anchorUs })).toBeNull();
});
