import { describe, expect, test } from 'vitest';
import { circleAround, fieldOfViewDeg } from '$lib/geometry/field-of-view';
import { readOracle } from './oracles';

interface Ring {
  readonly site: string;
  readonly lat: number;
  readonly lon: number;
  readonly height_km: number;
  readonly elevation_deg: number;
  readonly angular_radius_deg: number;
  readonly az_lat_lon: readonly (readonly [az: number, lat: number, lon: number])[];
}

const rings = readOracle<{ readonly rings: readonly Ring[] }>('fov_great_circle.json')?.rings ?? [];

describe.skipIf(rings.length === 0)('fields of view', () => {
  test.each(rings)('$site at $height_km km above $elevation_deg°', (ring) => {
    const radiusDeg = fieldOfViewDeg(ring.elevation_deg, ring.height_km);
    expect(Math.abs(radiusDeg - ring.angular_radius_deg)).toBeLessThan(1e-6);
    const circle = circleAround({ latDeg: ring.lat, lonDeg: ring.lon }, radiusDeg, ring.az_lat_lon.length);
    for (const [index, [, lat, lon]] of ring.az_lat_lon.entries()) {
      const place = circle[index]!;
      expect(Math.abs(place.latDeg - lat)).toBeLessThan(1e-6);
      expect(Math.abs(((place.lonDeg - lon + 540) % 360) - 180)).toBeLessThan(1e-6);
    }
  });
});

test('a circle is closed and goes around a pole as around any place', () => {
  for (const latDeg of [90, -90, 0, 62]) {
    const circle = circleAround({ latDeg, lonDeg: 20 }, 10, 36);
    expect(circle).toHaveLength(37);
    expect(circle.at(-1)).toEqual(circle[0]);
    if (Math.abs(latDeg) === 90) for (const place of circle) expect(Math.abs(place.latDeg)).toBeCloseTo(80, 9);
  }
});
