import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WallBreaks, WallGap } from '$lib/model/wall';
import { noBreaks } from '$lib/state/wall-breaks';
import { layoutOf } from '$lib/state/wall-layout';

const gap: WallGap = { firstUs: 0, lastUs: 0, nights: 1 };
const breaks = (gaps: readonly number[], groups: readonly number[] = []): WallBreaks => ({
  ...{ gaps: new Map(gaps.map((at) => [at, gap])), groups: new Set(groups), isSure: true },
});
const tops = (count: number, ...rest: [number, WallBreaks, boolean]) => {
  const layout = layoutOf(count, ...rest);
  return [...Array.from({ length: count }, (_, at) => layout.topOf(at)), layout.height];
};

describe('rows hang one below the other', () => {
  test.each([
    ['without breaks', 48, noBreaks, false, [0, 48, 96, 144]],
    ['with a line of some pixels for missing nights', 48, breaks([2]), false, [0, 48, 103, 151]],
    ['low ones with a thinner one', 4, breaks([1]), false, [0, 7, 11, 15]],
    ['groups in the pixel that high rows leave free', 16, breaks([], [1]), true, [0, 16, 32, 48]],
    ['low ones of the next site apart', 8, breaks([], [2]), true, [0, 8, 17, 25]],
    ['low ones of the next date not', 8, breaks([], [2]), false, [0, 8, 16, 24]],
  ] as const)('%s', (_, rowHeight, parted, bySite, expected) => {
    expect(tops(3, rowHeight, parted, bySite)).toEqual(expected);
  });

  test('a line parts groups where it covers nothing', () => {
    const lines = (rowHeight: number, bySite: boolean) => {
      const layout = layoutOf(3, rowHeight, breaks([1], [1, 2]), bySite);
      return [1, 2].map((at) => layout.lineAbove(at));
    };
    expect([lines(48, false), lines(8, true), lines(8, false)]).toEqual([
      [1, 1],
      [0, 1],
      [0, 0],
    ]);
  });
});

describe('a place on the wall', () => {
  test('between two rows is the nearer one’s, and known as between them', () => {
    const layout = layoutOf(3, 48, breaks([2]), false);
    const told = [0, 47, 48, 95, 96, 99, 100, 102.9, 103, 500].map((y) => [layout.rowAt(y), layout.spaceAt(y)]);
    expect(told).toEqual([
      [0, null],
      [0, null],
      [1, null],
      [1, null],
      [1, 2],
      [1, 2],
      [2, 2],
      [2, 2],
      [2, null],
      [2, null],
    ]);
    expect([layout.rowAt(-20), layoutOf(0, 48, noBreaks, false).rowAt(10)]).toEqual([0, 0]);
  });

  test('in a row is that row’s, whatever is between others', () => {
    const places = fc.uniqueArray(fc.integer({ min: 1, max: 39 }));
    fc.assert(
      fc.property(places, places, fc.constantFrom(4, 16, 48), fc.boolean(), (gaps, groups, rowHeight, bySite) => {
        const layout = layoutOf(40, rowHeight, breaks(gaps, groups), bySite);
        for (let at = 0; at < 40; at++) {
          const above = layout.topOf(at);
          for (const y of [above, above + rowHeight / 2, above + rowHeight - 0.01]) {
            expect([layout.rowAt(y), layout.spaceAt(y)]).toEqual([at, null]);
          }
          expect(above - layout.spaceAbove(at)).toBe(at === 0 ? 0 : layout.topOf(at - 1) + rowHeight);
        }
        expect(layout.height).toBe(layout.topOf(39) + rowHeight);
      }),
    );
  });
});
