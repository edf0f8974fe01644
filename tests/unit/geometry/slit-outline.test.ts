import { expect, test } from 'vitest';
import { directionTo, placeAtAltitude } from '$lib/geometry/geodesy';
import { slitCorners } from '$lib/geometry/slit-outline';
import type { Skymap } from '$lib/model/skymap';
import { toySkymap } from './toy-skymap';

const bins = 16;

/** A slit through the zenith; its bins' places are where their middles look. */
function toySlit(latDeg: number, azimuthDeg: number, altitudeKm = 110): Skymap {
  const toy = toySkymap({ latDeg, lonDeg: 179.9 });
  const site = { latDeg, lonDeg: 179.9, altitudeKm: 0.1 };
  const zenithDeg = Array.from({ length: bins }, (_, bin) => -75 + 10 * bin);
  const places = zenithDeg.map((angle) =>
    placeAtAltitude(site, angle < 0 ? azimuthDeg : azimuthDeg + 180, 90 - Math.abs(angle), altitudeKm),
  );
  return {
    ...toy,
    height: 1,
    width: bins,
    elevationDeg: Float32Array.from(zenithDeg, (angle) => 90 - Math.abs(angle)),
    azimuthDeg: null,
    altitudesKm: [altitudeKm],
    cornerLatDeg: Float32Array.from(places, (place) => place!.latDeg),
    cornerLonDeg: Float32Array.from(places, (place) => place!.lonDeg),
  };
}

test.each([
  [62, 0],
  [62, 65],
  [80, 20],
  [-70, 300],
])('at %d° of latitude, turned by %d°: a band of one width along the slit', (latDeg, azimuthDeg) => {
  const skymap = toySlit(latDeg, azimuthDeg);
  const { latDeg: lats, lonDeg: lons } = slitCorners(skymap, 110, 20);
  expect(lats).toHaveLength(2 * (bins + 1));
  const corner = (row: number, edge: number) => {
    const at = row * (bins + 1) + edge;
    return { latDeg: lats[at]!, lonDeg: lons[at]!, altitudeKm: 110 };
  };
  for (let edge = 0; edge <= bins; edge++) {
    expect(directionTo(corner(0, edge), corner(1, edge)).rangeKm).toBeCloseTo(40, 1);
    expect(Math.abs(corner(0, edge).lonDeg)).toBeLessThanOrEqual(180);
  }
  // The place of a bin lies in the middle of its four corners, up to how its neighbours' widths differ.
  for (let bin = 1; bin < bins - 1; bin++) {
    const place = { latDeg: skymap.cornerLatDeg[bin]!, lonDeg: skymap.cornerLonDeg[bin]!, altitudeKm: 110 };
    const sides = [bin, bin + 1].map((edge) => {
      const ends = [0, 1].map((row) => directionTo(place, corner(row, edge)).rangeKm);
      expect(Math.abs(ends[0]! - ends[1]!)).toBeLessThan(0.5);
      return Math.sqrt(ends[0]! ** 2 - 400);
    });
    expect(sides[0]! / sides[1]!).toBeGreaterThan(0.4);
    expect(sides[0]! / sides[1]!).toBeLessThan(2.5);
  }
});

test('a single bin is no band', () => {
  const one = { ...toySlit(60, 0), width: 1, cornerLatDeg: Float32Array.of(60), cornerLonDeg: Float32Array.of(0) };
  expect(slitCorners(one, 110).latDeg.every(Number.isNaN)).toBe(true);
});
