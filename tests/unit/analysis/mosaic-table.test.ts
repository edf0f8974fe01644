import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gridGeometry } from '$lib/analysis/mosaic-geometry';
import { pickMosaic } from '$lib/analysis/mosaic-pick';
import { mergeCoverages, mosaicRefusal, pixelOf, sourceOf } from '$lib/analysis/mosaic-table';
import { directionTo } from '$lib/geometry/geodesy';
import type { MosaicTable, OverlapRule } from '$lib/model/mosaic';
import { toySkymap } from '../geometry/toy-skymap';
import { covered, geometryOf, merged, tableOf } from './mosaic-bench';
import { orthographic, plateCarree, stereographic, viewOf } from './toy-projections';

const view = viewOf(90, 70, 20_000);
const projection = stereographic(62, -100);

function firstAt({ offsets, entries }: MosaicTable, at: number): number | null {
  return offsets[at + 1]! > offsets[at]! ? entries[offsets[at]!]! : null;
}

describe('grids', () => {
  test('a grid lies below cameras that see the same', () => {
    const world = viewOf(90, 70, 20_000);
    const grid = covered(gridGeometry(90, 180), world, projection, { id: 'grid', layer: 0, altitudeKm: null });
    const camera = covered(geometryOf({ skymap: toySkymap({ latDeg: 62 }) }), world, projection, { id: 'camera' });
    for (const sources of [
      [grid, camera],
      [camera, grid],
    ]) {
      for (const rule of ['highest', 'nearest'] as const) {
        const picks = pickMosaic(merged(sources, world, rule), 45.5, 35.5);
        expect(picks.map(({ source }) => source.id)).toEqual(['camera', 'grid']);
        expect(picks[1]!.elevationDeg).toBeNull();
      }
    }
  });
});

describe('cameras that see the same', () => {
  const cameras = [
    { skymap: toySkymap({ latDeg: 62, lonDeg: -104 }) },
    { skymap: toySkymap({ latDeg: 62, lonDeg: -96 }) },
    { skymap: toySkymap({ latDeg: 64, lonDeg: -100, turnedDeg: 50 }), altitudeKm: 230 },
  ];
  const rules: readonly OverlapRule[] = ['highest', 'nearest', 'order', 'mean', 'maximum'];

  test.each(['highest', 'nearest', 'mean', 'maximum'] as const)(
    '%s: of different cameras at one site the later is taken throughout, whatever their pixels are',
    (rule) => {
      const [one, turned] = [toySkymap({ latDeg: 62 }), toySkymap({ latDeg: 62.01, turnedDeg: 33 })];
      const table = tableOf([{ skymap: one }, { skymap: turned }], view, projection, rule);
      const shared = Array.from({ length: view.width * view.height }, (_, at) => at).filter(
        (at) => table.offsets[at + 1]! - table.offsets[at]! === 2,
      );
      expect(shared.length).toBeGreaterThan(300);
      expect(new Set(shared.map((at) => sourceOf(firstAt(table, at)!)))).toEqual(new Set([1]));
    },
  );

  test('emission at another altitude is seen at another elevation, also from the same site', () => {
    const camera = { skymap: toySkymap({ latDeg: 62 }) };
    const table = tableOf([{ ...camera, altitudeKm: 230 }, camera], view, projection, 'highest');
    // The red of 230 km is seen higher above the same place than the green of 110 km.
    expect(pickMosaic(table, 30.5, 35.5).map(({ index }) => index)).toEqual([0, 1]);
    const byDistance = tableOf([{ ...camera, altitudeKm: 230 }, camera], view, projection, 'nearest');
    expect(pickMosaic(byDistance, 30.5, 35.5).map(({ index }) => index)).toEqual([1, 0]);
  });

  test.each(rules)('%s: every candidate is there once, the best first', (rule) => {
    const table = tableOf(cameras, view, projection, rule);
    const alone = cameras.map((camera) => covered(geometryOf(camera), view, projection).coverage);
    let several = 0;
    for (let at = 0; at < view.width * view.height; at += 5) {
      const [row, column] = [Math.floor(at / view.width), at % view.width];
      const picks = pickMosaic(table, column + 0.5, row + 0.5);
      const expected = alone.flatMap(({ left, top, width, height, pixels }, index) => {
        const isInside = row >= top && row < top + height && column >= left && column < left + width;
        const value = isInside ? pixels[(row - top) * width + column - left]! : 0;
        return value > 0 ? [`${index} ${value - 1}`] : [];
      });
      expect(picks.map(({ index, row, column }) => `${index} ${row * 32 + column}`).sort()).toEqual(expected);
      if (picks.length > 1) several++;
      for (const [better, worse] of picks.slice(1).map((pick, place) => [picks[place]!, pick] as const)) {
        if (rule === 'order') expect(better.index).toBeGreaterThan(worse.index);
        else if (rule === 'nearest') expect(kmToSite(better)).toBeLessThanOrEqual(kmToSite(worse) * 1.01 + 1);
        else expect(better.elevationDeg!).toBeGreaterThanOrEqual(worse.elevationDeg!);
      }
    }
    expect(several).toBeGreaterThan(200);
  });

  /** How far a pixel's middle is from its camera, along the ground. */
  function kmToSite({ index, row, column }: { index: number; row: number; column: number }): number {
    const { skymap, altitudeKm = 110 } = cameras[index]!;
    const elevation = (skymap.elevationDeg[row * 32 + column]! * Math.PI) / 180;
    return 6371 * (Math.acos((6371 * Math.cos(elevation)) / (6371 + altitudeKm)) - elevation);
  }

  test('halfway between two like cameras is the seam, by elevation as by distance', () => {
    const two = cameras.slice(0, 2);
    for (const rule of ['highest', 'nearest'] as const) {
      const table = tableOf(two, view, projection, rule);
      for (const [x, expected] of [
        [38.5, 0],
        [51.5, 1],
      ] as const)
        expect(pickMosaic(table, x, 35.5)[0]!.index).toBe(expected);
    }
  });

  test('a higher layer hides a lower one, whatever the rule', () => {
    for (const rule of rules) {
      const table = tableOf(
        [{ ...cameras[1]!, layer: 2 }, cameras[0]!, { ...cameras[2]!, layer: 1 }],
        view,
        projection,
        rule,
      );
      for (let at = 0; at < view.width * view.height; at += 7) {
        const layers = pickMosaic(table, at % view.width, Math.floor(at / view.width)).map(
          ({ source }) => source.layer,
        );
        expect(layers).toEqual([...layers].sort((a, b) => b - a));
      }
    }
  });

  test('of equals the later one is taken', () => {
    const twice = [cameras[0]!, cameras[0]!];
    for (const rule of rules) {
      const table = tableOf(twice, view, projection, rule);
      const seen = Array.from({ length: view.width * view.height }, (_, at) => firstAt(table, at));
      const firsts = seen.flatMap((entry) => (entry === null ? [] : [sourceOf(entry)]));
      expect(firsts.length).toBeGreaterThan(500);
      expect(new Set(firsts)).toEqual(new Set([1]));
    }
  });

  test('elevation cut and mask leave pixels out by their middles', () => {
    const { skymap } = cameras[0]!;
    const mask = Uint8Array.from(skymap.elevationDeg, (_, pixel) => (pixel % 32 < 16 ? 255 : 0));
    const cut = skymap.elevationDeg[12 * 32 + 20]!;
    const table = tableOf([{ skymap, minElevationDeg: cut, mask }], view, projection);
    const pixels = new Set(Array.from(table.entries, pixelOf));
    expect(pixels.size).toBeGreaterThan(10);
    for (const pixel of pixels) {
      expect(skymap.elevationDeg[pixel]!).toBeGreaterThan(cut);
      expect(pixel % 32).toBeGreaterThanOrEqual(16);
    }
    expect(pixels.has(12 * 32 + 20)).toBe(false);
  });

  test('a click tells the elevation, which is that of the place', () => {
    const table = tableOf(cameras.slice(0, 1), view, projection);
    const [pick] = pickMosaic(table, 41.2, 33.9);
    const { skymap } = cameras[0]!;
    expect(pick!.elevationDeg).toBe(skymap.elevationDeg[pick!.row * 32 + pick!.column]);
    const corner = pick!.row * 33 + pick!.column + 33 * 33;
    const place = { latDeg: skymap.cornerLatDeg[corner]!, lonDeg: skymap.cornerLonDeg[corner]!, altitudeKm: 110 };
    const site = { ...skymap.site, altitudeKm: 0.1 };
    expect(Math.abs(directionTo(site, place).elevationDeg - pick!.elevationDeg!)).toBeLessThan(6);
    expect(pickMosaic(table, -0.5, 3)).toEqual([]);
    expect(pickMosaic(table, 90, 3)).toEqual([]);
    expect(pickMosaic(table, NaN, 3)).toEqual([]);
  });
});

test('random cameras and views: offsets rise, entries are of their sources', () => {
  const camera = fc.record({
    latDeg: fc.double({ min: -90, max: 90, noNaN: true }),
    lonDeg: fc.double({ min: -400, max: 400, noNaN: true }),
    altitudeKm: fc.constantFrom(95, 110, 230),
    size: fc.constantFrom(5, 9),
    layer: fc.integer({ min: -1, max: 1 }),
  });
  const projections = fc.constantFrom(
    stereographic(90, 0),
    stereographic(-35, 170),
    orthographic(10, -20),
    plateCarree(77),
  );
  fc.assert(
    fc.property(
      fc.array(camera, { maxLength: 4 }),
      projections,
      fc.constantFrom<OverlapRule>('highest', 'nearest', 'order'),
      fc.double({ min: 800, max: 90_000, noNaN: true }),
      (cameras, chosen, rule, scale) => {
        const size = viewOf(41, 29, scale);
        const table = tableOf(
          cameras.map((each) => ({ ...each, skymap: toySkymap(each) })),
          size,
          chosen,
          rule,
        );
        expect(table.offsets).toHaveLength(41 * 29 + 1);
        expect(table.offsets.every((offset, at) => at === 0 || offset >= table.offsets[at - 1]!)).toBe(true);
        expect(table.offsets.at(-1)).toBe(table.entries.length);
        table.entries.forEach((entry, place) => {
          const { size: side } = cameras[sourceOf(entry)]!;
          expect(pixelOf(entry)).toBeLessThan(side * side);
          expect(table.elevationDeg[place]!).toBeGreaterThan(5);
        });
        for (let at = 0; at < 41 * 29; at++) {
          const candidates = table.entries.subarray(table.offsets[at], table.offsets[at + 1]);
          expect(new Set(Array.from(candidates, sourceOf)).size).toBe(candidates.length);
        }
        expect(firstAt(table, 0) === null).toBe(table.offsets[1] === 0);
      },
    ),
    { numRuns: 25 },
  );
});

test('what is too large is refused before room is made for it', () => {
  const source = { width: 256, height: 256 };
  expect(mosaicRefusal({ width: 1000, height: 700 }, Array(4096).fill(source))).toBeNull();
  expect(mosaicRefusal({ width: 1000, height: 700 }, Array(4097).fill(source))).toMatchObject({ kind: 'unsupported' });
  expect(mosaicRefusal({ width: 1000, height: 700 }, [{ width: 1024, height: 1025 }])).not.toBeNull();
  for (const [width, height] of [
    [0, 5],
    [-3, 5],
    [2.5, 5],
    [NaN, 5],
    [Infinity, 5],
    [5000, 5000],
  ] as const) {
    expect(mosaicRefusal({ width, height }, [source])).not.toBeNull();
    expect(mergeCoverages({ width, height }, 'highest', []).ok).toBe(false);
  }
});
