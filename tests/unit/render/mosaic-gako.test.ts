import { resolve } from 'node:path';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { pickMosaic } from '$lib/analysis/mosaic-pick';
import { readFrames } from '$lib/datasets/file-frames';
import type { FrameSeries } from '$lib/model/frames';
import type { MosaicProjection } from '$lib/model/mosaic';
import type { Skymap } from '$lib/model/skymap';
import { createMosaicLook } from '$lib/render/mosaic-look';
import { MosaicPainter } from '$lib/render/mosaic-painter';
import { askingAll, geometryOf, tableOf } from '../analysis/mosaic-bench';
import { nearside, orthographic, plateCarree, stereographic, viewOf } from '../analysis/toy-projections';
import { gakoSkymap } from '../datasets/gako-skymap';
import { sharedData } from '../shared-data';

const folder = 'sort_by_project/THEMIS/asi/stream0/2011/01/06/gako_themis20/ut17';
const name = '20110106_1700_gako_themis20_full.pgm.gz';

/** Numbers that look random and are the same every time. */
function* randoms(): Generator<number> {
  for (let state = 1; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

describe.skipIf(!sharedData)('a frame of Gakona on a map', () => {
  let skymap: Skymap;
  let series: FrameSeries;
  beforeAll(async () => {
    skymap = await gakoSkymap();
    const outcome = await readFrames(new Uint8Array(readFileSync(resolve(sharedData!, folder, name))), {
      dataset: null,
      name,
    });
    if (!outcome.ok) throw new Error(outcome.failure.message);
    series = outcome.value;
  });

  const projections: [string, MosaicProjection, number, number][] = [
    ['stereographic about the pole', stereographic(90, -100), 1500, 110],
    ['stereographic about the camera', stereographic(62, -145), 1500, 230],
    ['nearside perspective', nearside(55, -100), 1400, 110],
    ['orthographic', orthographic(60, -150), 1500, 130],
    ['plate carrée', plateCarree(-150), 20, 110],
  ];

  test.each(projections)('%s: read back, 500 places show the pixel around them', (_, projection, scale, altitudeKm) => {
    const at = projection.toPlane(Float64Array.of(skymap.site.latDeg), Float64Array.of(skymap.site.lonDeg));
    const view = viewOf(1000, 700, scale, at.x[0], at.y[0]);
    const table = tableOf([{ skymap, altitudeKm, minElevationDeg: 10 }], view, projection);
    const look = createMosaicLook(
      { valueRange: [0, 65_536], gamma: 1, colormap: 'gray' },
      { kind: 'counts', darkCounts: 0, perCount: 1 },
    );
    // In place of the look's colours every count is told from every other.
    const told = { ...look, lut: Uint32Array.from({ length: 65_536 }, (__, count) => 0xff000000 + count) };
    const counts = series.counts.subarray(0, 65_536) as Uint16Array;
    const pixels = new Uint32Array(1000 * 700);
    new MosaicPainter(table).paint([{ counts, channels: 1, fillValue: null, look: told }], pixels);

    const geometry = geometryOf({ skymap, altitudeKm, minElevationDeg: 10 });
    const random = randoms();
    const next = () => random.next().value as number;
    let [asked, same, beside] = [0, 0, 0];
    const pixelsAround = askingAll(geometry, projection);
    while (asked < 500) {
      const [column, row] = [Math.floor(1000 * next()), Math.floor(700 * next())];
      const x = at.x[0]! + (column + 0.5 - 500) * scale;
      const y = at.y[0]! - (row + 0.5 - 350) * scale;
      const found = pixelsAround(x, y);
      if (found.length === 0) {
        if (pixels[row * 1000 + column] !== 0) beside++;
        continue;
      }
      asked++;
      const [pick] = pickMosaic(table, column + 0.5, row + 0.5);
      const isSame = pick !== undefined && found.includes(pick.row * 256 + pick.column);
      if (isSame && pixels[row * 1000 + column] === 0xff000000 + counts[pick.row * 256 + pick.column]!) same++;
    }
    expect(same / asked).toBeGreaterThanOrEqual(0.99);
    expect(beside).toBe(0);
  });
});
