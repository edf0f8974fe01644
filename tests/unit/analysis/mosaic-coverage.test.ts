import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverageOf } from '$lib/analysis/mosaic-coverage';
import { cameraGeometry, gridGeometry, type MosaicGeometry } from '$lib/analysis/mosaic-geometry';
import type { CoveredSource } from '$lib/analysis/mosaic-table';
import { toySkymap } from '../geometry/toy-skymap';
import { askingAll, covered, geometryOf } from './mosaic-bench';
import { orthographic, plateCarree, stereographic, viewOf } from './toy-projections';

const view = viewOf(90, 70, 20_000);
const projection = stereographic(62, -100);

/** A sheet of pixels whose corners are given in the picture. */
function sheet(height: number, width: number, corner: (row: number, column: number) => readonly [number, number]) {
  const corners = Uint32Array.from({ length: (height + 1) * (width + 1) }, (_, index) => index);
  const places = Array.from(corners, (index) => corner(Math.floor(index / (width + 1)), index % (width + 1)));
  const geometry: MosaicGeometry = {
    ...{ height, width, corners },
    elevationDeg: null,
    drawn: new Uint8Array(height * width).fill(1),
    latDeg: new Float64Array(corners.length),
    lonDeg: new Float64Array(corners.length),
  };
  const points = { x: Float64Array.from(places, ([x]) => x), y: Float64Array.from(places, ([, y]) => y) };
  return { geometry, points };
}

describe('pixels on the picture', () => {
  test('a picture on itself: every pixel in its place, whichever way it is turned', () => {
    const size = { width: 7, height: 5 };
    const straight = sheet(5, 7, (row, column) => [column, row]);
    const { pixels } = coverageOf(straight.geometry, straight.points, { ...size, fromPlane: [1, 0, 0, 0, 1, 0] }, null);
    expect([...pixels]).toEqual(Array.from({ length: 35 }, (_, pixel) => pixel + 1));
    const back = coverageOf(straight.geometry, straight.points, { ...size, fromPlane: [-1, 0, 7, 0, -1, 5] }, null);
    expect([...back.pixels]).toEqual(Array.from({ length: 35 }, (_, pixel) => 35 - pixel));
    const aside = { width: 5, height: 7, fromPlane: [0, 1, 0, 1, 0, 0] } as const;
    const turned = coverageOf(straight.geometry, straight.points, aside, null);
    expect([...turned.pixels.subarray(0, 5)]).toEqual([1, 8, 15, 22, 29]);
  });

  test('between outer corners nothing is left out and nothing taken twice, however the inner ones lie', () => {
    const shift = fc.double({ min: -0.45, max: 0.45, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(shift, { minLength: 84, maxLength: 84 }),
        fc.double({ min: 1.5, max: 9, noNaN: true }),
        (by, scale) => {
          const { geometry, points } = sheet(5, 6, (row, column) => {
            const isInner = row > 0 && row < 5 && column > 0 && column < 6;
            const at = 2 * (row * 7 + column);
            return isInner ? [column + by[at]!, row + by[at + 1]!] : [column, row];
          });
          const [width, height] = [Math.floor(6 * scale), Math.floor(5 * scale)];
          const target = { width, height, fromPlane: [scale, 0, 0, 0, scale, 0] } as const;
          const hit = new Uint8Array(width * height);
          for (let pixel = 0; pixel < 30; pixel++) {
            const alone = { ...geometry, drawn: geometry.drawn.map((_, each) => (each === pixel ? 1 : 0)) };
            const cover = coverageOf(alone, points, target, null);
            cover.pixels.forEach((value, cell) => {
              if (value === 0) return;
              const [row, column] = [Math.floor(cell / cover.width), cell % cover.width];
              hit[(cover.top + row) * width + cover.left + column]! += 1;
            });
          }
          expect(hit.every((times) => times === 1)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a pixel of the picture shows the pixel around its middle, as asking all of them says', () => {
    for (const [latDeg, lonDeg] of [
      [62, -100],
      [66, -109],
      [58, -96],
    ] as const) {
      const geometry = geometryOf({ skymap: toySkymap({ size: 24, latDeg, lonDeg, turnedDeg: 31 }), altitudeKm: 130 });
      const { coverage } = covered(geometry, view, projection);
      const pixelsAround = askingAll(geometry, projection);
      let shown = 0;
      for (let at = 5; at < view.width * view.height; at += 37) {
        const [row, column] = [Math.floor(at / view.width), at % view.width];
        const [x, y] = [(column + 0.5 - view.width / 2) * 20_000, (view.height / 2 - row - 0.5) * 20_000];
        const inside = row >= coverage.top && row < coverage.top + coverage.height;
        const within = inside && column >= coverage.left && column < coverage.left + coverage.width;
        const value = within ? coverage.pixels[(row - coverage.top) * coverage.width + column - coverage.left]! : 0;
        const expected = pixelsAround(x, y);
        expect(expected.length).toBeLessThanOrEqual(1);
        expect(value).toBe(expected.length === 0 ? 0 : expected[0]! + 1);
        shown += expected.length;
      }
      expect(shown).toBeGreaterThan(25);
    }
  });

  test('corners that are not seen leave their pixels out; a picture beside the camera is empty', () => {
    const skymap = toySkymap({ size: 24, latDeg: 62, lonDeg: -100 });
    const geometry = geometryOf({ skymap, minElevationDeg: -90 });
    const horizon = orthographic(62, 3); // the camera's eastern part only
    const { coverage } = covered(geometry, viewOf(200, 140, 70_000), horizon);
    const seen = new Set(coverage.pixels);
    expect(seen.size).toBeGreaterThan(20);
    expect(seen.size).toBeLessThan(400);
    const away = covered(geometry, viewOf(90, 70, 20_000, 9e6, 0), projection).coverage;
    expect([away.width * away.height, away.pixels.length]).toEqual([0, 0]);
    const nowhere = { x: geometry.latDeg.map(() => NaN), y: geometry.latDeg.map(() => Infinity) };
    expect(coverageOf(geometry, nowhere, view, null).pixels).toHaveLength(0);
  });
});

/** Empty pixels that cannot be reached from the border. */
function holesIn({ width, height, pixels }: CoveredSource['coverage']): number {
  const reached = new Set<number>();
  const border = [...pixels.keys()].filter((at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    return row === 0 || column === 0 || row === height - 1 || column === width - 1;
  });
  while (border.length > 0) {
    const at = border.pop()!;
    if (pixels[at] !== 0 || reached.has(at)) continue;
    reached.add(at);
    // By corners too: the rim has clefts as narrow as that.
    if (at % width > 0) border.push(at - 1, at - 1 - width, at - 1 + width);
    if (at % width < width - 1) border.push(at + 1, at + 1 - width, at + 1 + width);
    border.push(at - width, at + width);
  }
  return pixels.reduce((sum, value, at) => sum + (value === 0 && !reached.has(at) ? 1 : 0), 0);
}

describe('seams', () => {
  const shown = (coverage: CoveredSource['coverage']) =>
    coverage.pixels.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);

  test('a camera on the 180th meridian is the same as any other, at both ends of a plate carrée', () => {
    const world = viewOf(720, 360, 500);
    const at = (lonDeg: number) =>
      covered(geometryOf({ skymap: toySkymap({ lonDeg, size: 16 }) }), world, plateCarree(0));
    const [middle, seam] = [at(0), at(180)];
    expect(shown(middle.coverage)).toBeGreaterThan(200);
    const rowOf = ({ coverage }: CoveredSource, row: number) => [
      ...coverage.pixels.subarray(row * 720, (row + 1) * 720),
    ];
    for (let row = 0; row < seam.coverage.height; row++) {
      const line = rowOf(seam, row);
      expect([...line.slice(360), ...line.slice(0, 360)]).toEqual(rowOf(middle, row));
    }
  });

  test('a map wider than the world shows it again', () => {
    const wide = viewOf(1000, 100, 500, 0, 60_000);
    const { coverage } = covered(geometryOf({ skymap: toySkymap({ lonDeg: 175, size: 16 }) }), wide, plateCarree(0));
    const line = coverage.pixels.subarray(20 * 1000, 21 * 1000);
    expect([...line.subarray(0, 280)]).toEqual([...line.subarray(720)]);
    expect(line.subarray(0, 280).some((value) => value > 0)).toBe(true);
  });

  test('the pole and the 180th meridian are nothing special from above', () => {
    const above = stereographic(90, 0);
    const counts = [0, 90, 180, -90, 179.3].map((lonDeg) => {
      const skymap = toySkymap({ latDeg: 88.5, lonDeg, size: 16, turnedDeg: lonDeg });
      const { coverage } = covered(geometryOf({ skymap, minElevationDeg: 30 }), viewOf(200, 200, 4000), above);
      expect(holesIn(coverage)).toBe(0);
      return shown(coverage);
    });
    expect(Math.min(...counts)).toBeGreaterThan(3000);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThan(0.02 * Math.max(...counts));
  });

  test('a pixel around the pole is left out of a plate carrée, instead of a bar across the map', () => {
    const skymap = toySkymap({ latDeg: 90, lonDeg: 0, size: 15 });
    const { coverage } = covered(geometryOf({ skymap }), viewOf(720, 360, 500), plateCarree(0));
    expect(coverage.pixels.includes(7 * 15 + 7 + 1)).toBe(false);
    expect(shown(coverage)).toBeGreaterThan(1000);
  });
});

test('every place shows the cell that holds it', () => {
  const geometry = gridGeometry(18, 36);
  const world = viewOf(360, 180, 1000);
  const { coverage } = covered(geometry, world, plateCarree(0), { altitudeKm: null });
  for (let at = 0; at < 360 * 180; at++) {
    const cell = Math.floor(at / 360 / 10) * 36 + Math.floor((at % 360) / 10);
    if (coverage.pixels[at] !== cell + 1) throw new Error(`${at}: ${coverage.pixels[at]}, not ${cell + 1}`);
  }
  expect(coverage.pixels).toHaveLength(360 * 180);
  const polar = covered(geometry, viewOf(100, 100, 30_000), stereographic(90, 0), { altitudeKm: null }).coverage;
  expect(polar.pixels.every((value) => value > 0 && value <= 4 * 36)).toBe(true);
});

test('a plane of the skymap is taken as it is; no line of sight is asked for', () => {
  const skymap = toySkymap();
  const choice = { altitudeKm: 110, minElevationDeg: 5, mask: null };
  const { corners, latDeg, lonDeg } = cameraGeometry(skymap, choice, () => {
    throw new Error('asked for');
  });
  expect(corners.length).toBeGreaterThan(700);
  corners.forEach((corner, at) => {
    expect([latDeg[at], lonDeg[at]]).toEqual([
      skymap.cornerLatDeg[33 * 33 + corner],
      skymap.cornerLonDeg[33 * 33 + corner],
    ]);
  });
});
