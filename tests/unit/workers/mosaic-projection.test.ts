import { describe, expect, test } from 'vitest';
import { createMagneticPolar } from '$lib/geometry/map-projection';
import { projectionOf, type ProjectionSpec } from '../../../workers/mosaic-projection';
import { aacgm, at, igrf, modelAt } from '../geometry/magnetic-figures';

const figures = { igrf, aacgm: aacgm.filter(({ epoch }) => epoch === 2010 || epoch === 2015) };
const timeUs = at('2014-03-10T06:20');
const spec: ProjectionSpec = { kind: 'magnetic', hemisphere: 'north', figures, fieldUs: timeUs, timeUs, heightKm: 110 };
const latDeg = Float64Array.of(64, 69.5, 58.2, NaN, 62);
const lonDeg = Float64Array.of(-94, -133.5, 263.4, -100, 179.9);

/** Where a place is to be, by the model of that very instant. */
function expected(index: number, heightKm: number, instantUs: number) {
  const model = modelAt(instantUs);
  const { magLatDeg, magLonDeg } = model.toMagnetic(latDeg[index]!, lonDeg[index]!, heightKm);
  return createMagneticPolar('north', model.magneticLongitudeOf(12, instantUs)).forward(magLatDeg, magLonDeg);
}

describe('the magnetic polar plot', () => {
  test.each([
    ['at an altitude', 110, timeUs],
    ['at another one', 230, timeUs],
    ['turned on by an hour', 230, timeUs + 3600e6],
  ])('%s: each place where the model has it', (_, altitudeKm, instantUs) => {
    const { x, y } = projectionOf({ ...spec, timeUs: instantUs }).toPlane(latDeg, lonDeg, altitudeKm);
    for (const index of [0, 1, 2, 4]) {
      const point = expected(index, altitudeKm, instantUs);
      expect(Math.hypot(x[index]! - point.x, y[index]! - point.y)).toBeLessThan(100);
    }
    expect([x[3], y[3]]).toEqual([NaN, NaN]);
  });

  test('a grid, which has no altitude, lies at that of the map', () => {
    const grid = projectionOf(spec).toPlane(latDeg, lonDeg, null);
    expect(grid).toEqual(projectionOf(spec).toPlane(latDeg, lonDeg, 110));
    expect(grid).not.toEqual(projectionOf(spec).toPlane(latDeg, lonDeg, 230));
  });

  test('points of one answer are nobody else’s', () => {
    const first = projectionOf(spec).toPlane(latDeg, lonDeg, 110);
    const { x } = first;
    const before = x.slice();
    x.fill(0);
    expect(projectionOf(spec).toPlane(latDeg, lonDeg, 110).x).toEqual(before);
  });

  test('nothing is on the map of a year without a field, nor of the other hemisphere', () => {
    const { x } = projectionOf({ ...spec, fieldUs: at('1950-01-01') }).toPlane(latDeg, lonDeg, 110);
    expect(x.every(Number.isNaN)).toBe(true);
    const south = projectionOf({ ...spec, hemisphere: 'south' }).toPlane(latDeg, lonDeg, 110);
    expect(south.y.every(Number.isNaN)).toBe(true);
  });
});

test('places as directions lie where degrees put them, in every projection that takes them', () => {
  for (const kind of ['stereographic', 'equal-area', 'orthographic'] as const) {
    const projection = projectionOf({ kind, centre: { latDeg: 62, lonDeg: -105 } });
    const vectors = Float64Array.from(
      [...latDeg].flatMap((lat, index) => {
        const [phi, lambda] = [(lat * Math.PI) / 180, (lonDeg[index]! * Math.PI) / 180];
        return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
      }),
    );
    const points = projection.toPlane(latDeg, lonDeg);
    const turned = projection.vectorsToPlane!(vectors, null);
    for (const index of [0, 1, 2, 4]) {
      expect(Math.abs(turned.x[index]! - points.x[index]!)).toBeLessThan(1e-6);
      expect(Math.abs(turned.y[index]! - points.y[index]!)).toBeLessThan(1e-6);
    }
    expect(turned.x[3]).toBeNaN();
    // The room of points that are not needed any more is used again, that of fewer is not.
    expect(projection.vectorsToPlane!(vectors, turned).x).toBe(turned.x);
    expect(projection.vectorsToPlane!(vectors, { x: new Float64Array(1), y: new Float64Array(1) }).x).toHaveLength(5);
  }
});
