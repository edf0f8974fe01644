import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prefetchRank, rankOfMinute, type Attention } from '$lib/state/fetch-order';

const minuteUs = 60_000_000;
const startUs = Date.UTC(2014, 2, 10) * 1000;

function minuteAt(minute: number) {
  return { startUs: startUs + minute * minuteUs, endUs: startUs + (minute + 1) * minuteUs };
}

/** Minutes of a range in the order in which they would be fetched. */
function orderOf(minutes: number, attention: Partial<Attention> & { cursor?: number } = {}): number[] {
  const visible = attention.visible ?? { startUs, endUs: startUs + minutes * minuteUs };
  const cursorUs = startUs + (attention.cursor ?? 0) * minuteUs;
  return Array.from({ length: minutes }, (_, minute) => minute).sort(
    (a, b) =>
      rankOfMinute(minuteAt(a), { cursorUs, aheadMinutes: 0, ...attention, visible }) -
      rankOfMinute(minuteAt(b), { cursorUs, aheadMinutes: 0, ...attention, visible }),
  );
}

describe('order of fetching', () => {
  test('a short stretch is filled from the cursor outwards', () => {
    expect(orderOf(7, { cursor: 3 })).toEqual([3, 2, 4, 1, 5, 0, 6]);
  });

  test('a night is first seen coarsely, all over', () => {
    const order = orderOf(720, { cursor: 100 });
    expect(order[0]).toBe(100);
    // After a round of some 24 files no stretch of more than 32 minutes is left without one.
    const early = order.slice(0, 26).sort((a, b) => a - b);
    const holes = early.slice(1).map((minute, index) => minute - early[index]!);
    expect(Math.max(...holes)).toBeLessThanOrEqual(32);
    // And each further round halves the holes.
    const later = order.slice(0, 50).sort((a, b) => a - b);
    expect(Math.max(...later.slice(1).map((minute, index) => minute - later[index]!))).toBeLessThanOrEqual(16);
  });

  test('what is on screen comes before the rest, what is about to be played before both', () => {
    const visible = { startUs: startUs + 300 * minuteUs, endUs: startUs + 310 * minuteUs };
    const order = orderOf(720, { cursor: 305, visible, aheadMinutes: 3 });
    expect(order.slice(0, 4)).toEqual([305, 306, 307, 308]);
    expect(order.slice(0, 10).sort((a, b) => a - b)).toEqual([300, 301, 302, 303, 304, 305, 306, 307, 308, 309]);
  });

  test('every minute has its turn, and prefetching comes after all of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1440 }), fc.nat(1440), fc.nat(60), (minutes, cursor, ahead) => {
        for (let minute = 0; minute < minutes; minute += 7) {
          const rank = rankOfMinute(minuteAt(minute), {
            cursorUs: startUs + cursor * minuteUs,
            aheadMinutes: ahead,
            visible: { startUs, endUs: startUs + (minutes * minuteUs) / 2 },
          });
          expect(rank).toBeGreaterThanOrEqual(0);
          expect(rank).toBeLessThan(prefetchRank);
        }
      }),
    );
  });
});
