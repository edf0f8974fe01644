import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeCover, type CoverStretch } from '$lib/render/time-cover';

const stretch = (kind: CoverStretch['kind'], startUs: number, endUs: number): CoverStretch => ({
  kind,
  startUs,
  endUs,
});
const window = { startUs: 100, endUs: 200 };

describe('areas', () => {
  test('neighbours are one area; what lies outside the window is cut off', () => {
    const cover = timeCover(
      [stretch('gap', 50, 110), stretch('gap', 110, 120), stretch('pending', 150, 160), stretch('damage', 190, 300)],
      window,
      100,
      50,
      7,
    );
    expect(cover).toEqual({ gap: 'M0 0h10v7h-10z', pending: 'M25 0h5v7h-5z', damage: 'M45 0h5v7h-5z' });
  });

  test('a column that a gap touches is not on its way, whichever comes first', () => {
    const both = [stretch('pending', 100, 200), stretch('gap', 150.2, 150.4)];
    const expected = { gap: 'M50 0h1v1h-1z', pending: 'M0 0h50v1h-50zM51 0h49v1h-49z', damage: '' };
    expect(timeCover(both, window, 100, 100, 1)).toEqual(expected);
    expect(timeCover(both.toReversed(), window, 100, 100, 1)).toEqual(expected);
  });

  test('never more areas than columns, and none beyond the picture', () => {
    const any = fc.record({
      kind: fc.constantFrom('gap' as const, 'pending' as const, 'damage' as const),
      startUs: fc.double({ min: 0, max: 300, noNaN: true }),
      length: fc.double({ min: 0.01, max: 50, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 500 }), fc.integer({ min: 1, max: 90 }), (list, columns) => {
        const stretches = list.map(({ kind, startUs, length }) => stretch(kind, startUs, startUs + length));
        for (const path of Object.values(timeCover(stretches, window, columns, columns, 1)) as string[]) {
          const areas = [...path.matchAll(/M(\S+) 0h(\S+?)v/g)].map(([, x, width]) => [Number(x), Number(width)]);
          expect(areas.length).toBeLessThanOrEqual(Math.ceil(columns / 2));
          for (const [x, width] of areas) {
            expect(x).toBeGreaterThanOrEqual(0);
            expect(x! + width!).toBeLessThanOrEqual(columns);
          }
        }
      }),
    );
  });
});
