import { describe, expect, test } from 'vitest';
import { pixelHolding } from '$lib/geometry/pixel-walk';
import { pixelPlace } from '$lib/geometry/skymap-projection';
import { toySkymap } from './toy-skymap';

const skymaps = [
  ['as it stands', toySkymap({ size: 64 })],
  ['turned', toySkymap({ size: 64, turnedDeg: 137 })],
  ['across the 180° meridian', toySkymap({ size: 64, lonDeg: 179.9 })],
  ['near the pole', toySkymap({ size: 64, latDeg: 89.5 })],
] as const;

describe.each(skymaps)('a camera %s', (_, skymap) => {
  test.each([110, 230])(
    'at %d km: from wherever the walk begins it ends at the pixel whose middle it is',
    (altitudeKm) => {
      let asked = 0;
      for (let row = 8; row < 56; row += 5) {
        for (let column = 8; column < 56; column += 7) {
          const { elevationDeg, latDeg, lonDeg } = pixelPlace(skymap, row, column, altitudeKm);
          if (latDeg === null || lonDeg === null || elevationDeg! < 10) continue;
          for (const start of [
            { row: 32, column: 32 },
            { row: Math.round((row + 32) / 2), column: column },
          ]) {
            const found = pixelHolding(skymap, start, { latDeg, lonDeg, altitudeKm });
            expect(found).toEqual({ row, column });
          }
          asked++;
        }
      }
      expect(asked).toBeGreaterThan(40);
    },
  );
});

test('what lies beyond the picture is in none of its pixels', () => {
  const skymap = toySkymap({ size: 64 });
  expect(pixelHolding(skymap, { row: 32, column: 32 }, { latDeg: 10, lonDeg: -100, altitudeKm: 110 })).toBeNull();
});
