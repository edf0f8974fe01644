import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moveRange, rangeContext, rangeLimits } from '$lib/components/range-edit';
import type { TimeRange } from '$lib/model/time';

const minute = 60_000_000;
const hour = 60 * minute;
const t = (text: string) => Date.parse(`2014-03-${text}Z`) * 1000;
const bounds = { startUs: t('09T19:00'), endUs: t('10T19:00') };

describe('moving a range', () => {
  const range = { startUs: t('10T02:14:30'), endUs: t('10T05:00') };

  test('the end that is moved goes to the nearest full minute, the other stays as it is', () => {
    expect(moveRange(range, 'end', t('10T06:00:40'), bounds)).toEqual({ startUs: range.startUs, endUs: t('10T06:01') });
    expect(moveRange(range, 'start', t('10T01:00:10'), bounds)).toEqual({ startUs: t('10T01:00'), endUs: range.endUs });
  });

  test('as a whole it keeps its length', () => {
    const moved = moveRange(range, 'span', t('10T03:00:20'), bounds);
    expect(moved).toEqual({ startUs: t('10T03:00'), endUs: t('10T05:45:30') });
  });

  test('never shorter than a minute, never longer than a day, never out of its bounds', () => {
    const wide = { startUs: t('08T00:00'), endUs: t('12T00:00') };
    expect(moveRange(range, 'end', t('12T00:00'), wide).endUs).toBe(t('11T02:14'));
    const any = fc.record({
      startUs: fc.integer({ min: wide.startUs, max: wide.endUs - minute }),
      length: fc.integer({ min: 2 * minute, max: 24 * hour }),
      part: fc.constantFrom('start' as const, 'end' as const, 'span' as const),
      toUs: fc.integer({ min: wide.startUs - 50 * hour, max: wide.endUs + 50 * hour }),
    });
    fc.assert(
      fc.property(any, ({ startUs, length, part, toUs }) => {
        const endUs = Math.min(wide.endUs, startUs + length);
        const moved = moveRange({ startUs, endUs }, part, toUs, wide);
        const moving = part === 'end' ? moved.endUs : moved.startUs;
        expect(moving % minute).toBe(0);
        expect(moved.endUs - moved.startUs).toBeGreaterThanOrEqual(minute);
        expect(moved.endUs - moved.startUs).toBeLessThanOrEqual(24 * hour);
        expect(moved.startUs).toBeGreaterThanOrEqual(wide.startUs);
        expect(moved.endUs).toBeLessThanOrEqual(wide.endUs);
        const limits = rangeLimits({ startUs, endUs }, part, wide);
        expect(moving).toBeGreaterThanOrEqual(limits.startUs);
        expect(moving).toBeLessThanOrEqual(limits.endUs);
      }),
    );
  });
});

describe('what is shown around a range', () => {
  const night: TimeRange = { startUs: t('10T01:05'), endUs: t('10T11:57') };

  test('24 hours, and the same ones for every range of a night', () => {
    const shown = rangeContext(night, night);
    expect(shown.endUs - shown.startUs).toBe(24 * hour);
    expect(rangeContext({ startUs: t('10T06:00'), endUs: t('10T06:10') }, night)).toEqual(shown);
  });

  test('around the range where no night is known, and with room to move where it is long', () => {
    const day = { startUs: t('10T00:00'), endUs: t('11T00:00') };
    expect(rangeContext({ startUs: t('10T06:00'), endUs: t('10T06:10') }, null)).toEqual({
      startUs: t('09T18:00'),
      endUs: t('10T18:00'),
    });
    expect(rangeContext(day, null)).toEqual({ startUs: t('09T23:00'), endUs: t('11T01:00') });
  });
});
