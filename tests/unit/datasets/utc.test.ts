import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatDate,
  formatInstant,
  formatMicrosecond,
  formatRange,
  formatSecond,
  parseInstant,
} from '$lib/datasets/utc';

const t = (text: string) => Date.parse(text) * 1000;

describe('instants', () => {
  test('text → microseconds → text loses nothing', () => {
    const any = fc.integer({ min: t('1970-01-01T00:00Z'), max: t('2200-01-01T00:00Z') });
    fc.assert(
      fc.property(any, (us) => {
        expect(parseInstant(formatInstant(us))).toBe(us);
      }),
    );
  });

  test.each([
    ['2014-03-10', t('2014-03-10T00:00Z')],
    ['2014-03-10T06', t('2014-03-10T06:00Z')],
    ['2014-03-10 06:02', t('2014-03-10T06:02Z')],
    ['2014-03-10T0602Z', t('2014-03-10T06:02Z')],
    ['2014-03-10T06:02:27.030761Z', t('2014-03-10T06:02:27Z') + 30_761],
    ['2014-03-10T06:02:27.5', t('2014-03-10T06:02:27Z') + 500_000],
    ['2016-02-29', t('2016-02-29T00:00Z')],
  ])('%s', (text, us) => expect(parseInstant(text)).toBe(us));

  test.each([
    '',
    'now',
    '2014-02-29',
    '2014-13-01',
    '2014-03-10T24:00',
    '2014-03-10T06:60',
    '2014-03-10T06:02:27.1234567',
  ])('%j is no moment of the calendar', (text) => expect(parseInstant(text)).toBeNull());
});

test('what people read', () => {
  const us = t('2014-03-10T06:02:27Z') + 30_761;
  expect([formatDate(us), formatSecond(us), formatMicrosecond(us)]).toEqual([
    '2014-03-10',
    '06:02:27',
    '06:02:27.030761',
  ]);
  expect(formatRange({ startUs: t('2014-03-10T06:00Z'), endUs: t('2014-03-10T06:10Z') })).toBe('06:00–06:10');
  expect(formatRange({ startUs: t('2014-03-10T23:00Z'), endUs: t('2014-03-11T00:00Z') })).toBe('23:00–24:00');
  expect(formatRange({ startUs: t('2014-03-10T23:50Z'), endUs: t('2014-03-11T00:10Z') })).toBe(
    '2014-03-10 23:50 – 2014-03-11 00:10',
  );
});
