import { expect, test } from 'vitest';
import { directionTo } from '$lib/geometry/geodesy';
import { createMapProjection } from '$lib/geometry/map-projection';
import { cornerPolygon } from '$lib/geometry/skymap-projection';
import { viewThrough } from '$lib/geometry/map-camera';
import { readMap } from '$lib/state/map-reading';
import type { MadeTable, SourceLook } from '$lib/state/map-view.svelte';
import { tableOf } from '../analysis/mosaic-bench';
import { toySkymap } from '../geometry/toy-skymap';

const size = { width: 160, height: 120 };
const place = { latDeg: 61.3, lonDeg: -102.7, altitudeKm: 110 };
const skymap = toySkymap({ size: 128 });

/** A camera whose every pixel says which it is. */
const look = {
  ...{ kind: 'sky', isSky: true, fitting: skymap },
  read: ({ row, column }: { row: number; column: number }) => ({ values: [row, column] }),
} as unknown as SourceLook;

function readAt(spanKm: number, kind: 'stereographic' | 'equal-area' | 'plate-carree') {
  const projection = createMapProjection(kind, { latDeg: kind === 'stereographic' ? 90 : 62, lonDeg: -100 });
  const point = projection.forward(place.latDeg, place.lonDeg);
  const camera = { x: point.x + 40_000, y: point.y - 30_000, metresPerPixel: (1000 * spanKm) / size.height };
  const toPlane = (latDeg: Float64Array<ArrayBuffer>, lonDeg: Float64Array<ArrayBuffer>) =>
    projection.forwardArrays({ latDeg, lonDeg });
  const table = tableOf([{ skymap }], viewThrough(camera, size), { toPlane, periodM: null });
  const source = { kind: 'skymap', id: '0', skymap: 'toy', altitudeKm: 110, minElevationDeg: 5, mask: null, layer: 0 };
  const made = { table, looks: [look], camera, size, request: { sources: [source] } } as unknown as MadeTable;
  return readMap(point, projection, made, null)!.cameras!;
}

test('a place says the same at every zoom and in every projection: the pixel that holds it', () => {
  const seen = [300, 1200, 4000, 9000].flatMap((spanKm) =>
    (['stereographic', 'equal-area', 'plate-carree'] as const).map((kind) => readAt(spanKm, kind)),
  );
  const [first] = seen[0]!;
  for (const cameras of seen) {
    expect(cameras).toHaveLength(1);
    expect([cameras[0]!.row, cameras[0]!.column]).toEqual([first!.row, first!.column]);
    expect(cameras[0]!.reading!.values).toEqual([first!.row, first!.column]);
    expect(cameras[0]!.elevationDeg).toBeCloseTo(first!.elevationDeg, 6);
  }
  const outline = cornerPolygon(skymap, first!.row, first!.column, 110)!;
  const within = (values: readonly number[], value: number) =>
    Math.min(...values) <= value && value <= Math.max(...values);
  expect(
    within(
      outline.map(([latDeg]) => latDeg),
      place.latDeg,
    ),
  ).toBe(true);
  expect(
    within(
      outline.map(([, lonDeg]) => lonDeg),
      place.lonDeg,
    ),
  ).toBe(true);
  const up = directionTo({ ...skymap.site, altitudeKm: 0.1 }, place).elevationDeg;
  expect(first!.elevationDeg).toBeCloseTo(up, 6);
});
