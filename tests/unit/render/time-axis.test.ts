import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isClear, labelBox, timeTicks } from '$lib/render/time-axis';

const t = (text: string) => Date.parse(text) * 1000;
const labels = (start: string, end: string, room: number) =>
  timeTicks({ startUs: t(start), endUs: t(end) }, room).map(({ label }) => label);

test('round labels', () => {
  expect(labels('2014-03-10T06:00Z', '2014-03-10T06:10Z', 6)).toEqual([
    '06:00',
    '06:02',
    '06:04',
    '06:06',
    '06:08',
    '06:10',
  ]);
  expect(labels('2014-03-10T06:00:10Z', '2014-03-10T06:00:40Z', 4)).toEqual([
    '06:00:10',
    '06:00:20',
    '06:00:30',
    '06:00:40',
  ]);
  expect(labels('2014-03-10T23:30Z', '2014-03-11T00:30Z', 4)).toEqual([
    '23:30',
    '23:45',
    '2014-03-11',
    '00:15',
    '00:30',
  ]);
});

test('never more than there is room for, always inside', () => {
  const any = fc.record({
    startUs: fc.integer({ min: t('2000-01-01T00:00Z'), max: t('2030-01-01T00:00Z') }),
    length: fc.integer({ min: 2_000_000, max: 86_400_000_000 }),
    room: fc.integer({ min: 2, max: 30 }),
  });
  fc.assert(
    fc.property(any, ({ startUs, length, room }) => {
      const ticks = timeTicks({ startUs, endUs: startUs + length }, room);
      expect(ticks.length).toBeLessThanOrEqual(room + 1);
      expect(ticks.every(({ timeUs }) => timeUs >= startUs && timeUs <= startUs + length)).toBe(true);
    }),
  );
});

test('a label stands in the middle of its instant, at the ends beside it, and clear of marks or not at all', () => {
  expect(labelBox('06:00', 100, 340)).toEqual({ left: 81, right: 119 });
  expect(labelBox('06:00', 5, 340)).toEqual({ left: 0, right: 38 });
  expect(labelBox('06:00', 335, 340)).toEqual({ left: 302, right: 340 });
  const label = labelBox('06:00', 100, 340);
  expect(isClear(label, [])).toBe(true);
  expect(isClear(label, [{ left: 115, right: 131 }])).toBe(false);
  expect(isClear(label, [{ left: 123, right: 139 }])).toBe(true);
  expect(isClear(label, [{ left: 60, right: 78 }])).toBe(false);
});
