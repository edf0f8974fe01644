import { describe, expect, test } from 'vitest';
import { chooseDarkBlock, peerDarkBlock } from '$lib/analysis/dark-block';
import { rego } from '$lib/datasets/rego';
import { trexNir } from '$lib/datasets/trex-nir';
import type { Skymap } from '$lib/model/skymap';
import { gakoSkymap } from '../datasets/gako-skymap';
import { toySkymap } from '../geometry/toy-skymap';
import { sharedData } from '../shared-data';

const frame = { height: 64, width: 64 };

/** A camera whose corners see no sky, but for the blocks given by their first pixels. */
function cameraSeeing(...blocks: readonly (readonly [row: number, column: number])[]): Skymap {
  const camera = toySkymap({ size: 64 });
  const elevationDeg = camera.elevationDeg.slice();
  for (const [row, column] of blocks) elevationDeg[row * 64 + column] = 1;
  return { ...camera, elevationDeg };
}

describe('where the dark level is measured', () => {
  test('the corner that is lower left after the flips of PyAuroraX', () => {
    const block = { height: 5, width: 5, proven: false };
    expect(peerDarkBlock({ height: 256, width: 256 }, trexNir.orientation)).toEqual({ ...block, row: 251, column: 0 });
    expect(peerDarkBlock({ height: 512, width: 512 }, rego.orientation)).toEqual({ ...block, row: 507, column: 507 });
    expect(chooseDarkBlock(frame, rego.orientation, null)).toEqual({ ...block, row: 59, column: 59 });
  });

  test.each<[string, Skymap, { row: number; column: number } | null]>([
    ['no sky in it', cameraSeeing(), { row: 59, column: 59 }],
    ['sky in its first pixel', cameraSeeing([59, 59]), { row: 59, column: 0 }],
    ['sky in its last pixel', cameraSeeing([63, 63]), { row: 59, column: 0 }],
    ['sky beside it', cameraSeeing([58, 58]), { row: 59, column: 59 }],
    ['sky in both of these rows', cameraSeeing([63, 63], [60, 2]), { row: 0, column: 59 }],
    ['sky in three corners', cameraSeeing([63, 63], [60, 2], [4, 63]), { row: 0, column: 0 }],
    ['sky in all', cameraSeeing([63, 63], [60, 2], [4, 63], [0, 0]), null],
  ])('%s', (_, skymap, place) => {
    expect(chooseDarkBlock(frame, rego.orientation, skymap)).toEqual(
      place && { ...place, height: 5, width: 5, proven: true },
    );
  });

  test('a skymap of other pixels proves nothing', () => {
    expect(chooseDarkBlock({ height: 32, width: 32 }, rego.orientation, cameraSeeing([63, 63]))).toMatchObject({
      row: 27,
      column: 27,
      proven: false,
    });
  });

  test('of a picture smaller than the block it is all', () => {
    expect(chooseDarkBlock({ height: 3, width: 4 }, rego.orientation, null)).toMatchObject({
      row: 0,
      height: 3,
      width: 4,
    });
  });

  test.skipIf(!sharedData)('the published skymap of Gakona shows no sky in it', async () => {
    const block = chooseDarkBlock({ height: 256, width: 256 }, trexNir.orientation, await gakoSkymap());
    expect(block).toMatchObject({ row: 251, column: 0, proven: true });
  });
});
