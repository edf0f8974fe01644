import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatIsoUs, parseTimestampUs } from '$lib/datasets/timestamp';

test.each([
  ['2014-03-10 06:00:00.063119 UTC', '2014-03-10T06:00:00.063119Z'],
  ['2014-03-10 06:00:00.0631 UTC   ', '2014-03-10T06:00:00.063100Z'],
  ['2014-03-10 06:00:00. UTC', '2014-03-10T06:00:00.000000Z'],
  ['2023-03-24 06:00:00 UTC', '2023-03-24T06:00:00.000000Z'],
  ['2023-03-24 06:00:00', '2023-03-24T06:00:00.000000Z'],
  ['2023-03-24 06:00:00Z', '2023-03-24T06:00:00.000000Z'],
  ['2024-02-29 23:59:59.999999', '2024-02-29T23:59:59.999999Z'],
  ['1969-12-31 23:59:59.999999', '1969-12-31T23:59:59.999999Z'],
])('%s', (text, iso) => {
  expect(formatIsoUs(parseTimestampUs(text)!)).toBe(iso);
});

test.each([
  '',
  '2014-03-10',
  '2014-03-10 06:00',
  '2014-02-30 06:00:00',
  '2023-02-29 06:00:00',
  '2014-13-01 06:00:00',
  '2014-00-10 06:00:00',
  '0014-03-10 06:00:00',
  '2014-03-10 24:00:00',
  '2014-03-10 06:60:00',
  '2014-03-10 06:00:60',
  '2014-03-10 06:00:00.1234567',
  '2014-03-10 06:00:00 CST',
  '9999-01-01 00:00:00',
])('no time: %s', (text) => {
  expect(parseTimestampUs(text)).toBeNull();
});

test('every microsecond is written and read back exactly', () => {
  const us = fc.integer({ min: Date.UTC(1980, 0) * 1000, max: Date.UTC(2200, 0) * 1000 });
  fc.assert(
    fc.property(us, (time) => {
      expect(parseTimestampUs(formatIsoUs(time))).toBe(time);
    }),
  );
});
