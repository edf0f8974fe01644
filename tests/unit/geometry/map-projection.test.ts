import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cosDeg, signedDegrees } from '$lib/geometry/angles';
import {
  createMagneticPolar,
  createMapProjection,
  createPerspective,
  earthRadiusM,
  type MapProjection,
} from '$lib/geometry/map-projection';
import { namedRows, readOracle, type Table } from './oracles';

interface ProjectionCase extends Table {
  readonly name: string;
  readonly center: readonly [lonDeg: number, latDeg: number];
  readonly sphere_radius_m: number;
}
const cases = readOracle<{ cases: ProjectionCase[] }>('projections.json')?.cases ?? [];

describe.skipIf(cases.length === 0)('against reference figures', () => {
  test('orthographic and perspective', () => {
    expect(cases).toHaveLength(2);
    for (const { name, center, sphere_radius_m, ...table } of cases) {
      expect(sphere_radius_m).toBe(earthRadiusM);
      const centre = { lonDeg: center[0], latDeg: center[1] };
      const heightM = Number(/h=(\d+)/.exec(name)?.[1]);
      const map = heightM ? createPerspective(centre, heightM) : createMapProjection('orthographic', centre);
      for (const row of namedRows(table)) {
        const { x, y } = map.forward(row.lat!, row.lon!);
        expect(Math.hypot(x - row.x_m!, y - row.y_m!)).toBeLessThan(0.01);
        const back = map.inverse(row.x_m!, row.y_m!);
        expect(Math.abs(back.latDeg - row.lat!)).toBeLessThan(1e-6);
        expect(Math.abs(signedDegrees(back.lonDeg - row.lon!)) * cosDeg(row.lat!)).toBeLessThan(1e-6);
      }
    }
  });
});

const kinds = ['stereographic', 'equal-area', 'orthographic', 'plate-carree'] as const;
const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const place = fc.record({
  latDeg: fc.oneof(fc.constantFrom(90, -90, 0), degrees(-90, 90)),
  lonDeg: fc.oneof(fc.constantFrom(180, -180, 0), degrees(-180, 180)),
});
const maps: readonly (readonly [string, (centre: { latDeg: number; lonDeg: number }) => MapProjection])[] = [
  ...kinds.map((kind) => [kind, createMapProjection.bind(null, kind)] as const),
  ['perspective', (centre) => createPerspective(centre, 1e6)],
  ['magnetic, north', ({ lonDeg }) => createMagneticPolar('north', lonDeg)],
  ['magnetic, south', ({ lonDeg }) => createMagneticPolar('south', lonDeg)],
];

describe.each(maps)('%s', (_, create) => {
  test('what it shows comes back, one by one and together', () => {
    fc.assert(
      fc.property(place, fc.array(place, { minLength: 1, maxLength: 8 }), (centre, places) => {
        const map = create(centre);
        const points = map.forwardArrays({
          latDeg: Float64Array.from(places, ({ latDeg }) => latDeg),
          lonDeg: Float64Array.from(places, ({ lonDeg }) => lonDeg),
        });
        const back = map.inverseArrays(points);
        places.forEach(({ latDeg, lonDeg }, index) => {
          const one = map.forward(latDeg, lonDeg);
          expect([points.x[index], points.y[index]]).toEqual([one.x, one.y]);
          expect(Number.isNaN(one.x)).toBe(Number.isNaN(one.y));
          // Near an edge the map hardly moves, or far too much: digits are lost there.
          if (Number.isNaN(one.x) || Math.hypot(one.x, one.y) > 100 * earthRadiusM) return;
          expect(Math.abs(back.latDeg[index]! - latDeg)).toBeLessThan(1e-4);
          expect(Math.abs(signedDegrees(back.lonDeg[index]! - lonDeg)) * cosDeg(latDeg)).toBeLessThan(1e-4);
        });
      }),
    );
  });

  test.each([
    [NaN, 0],
    [60, NaN],
    [Infinity, 0],
    [60, -Infinity],
    [90.5, 0],
  ])('a place at %d, %d is nowhere', (latDeg, lonDeg) => {
    const { x, y } = create({ latDeg: 60, lonDeg: -100 }).forward(latDeg, lonDeg);
    expect([x, y]).toEqual([NaN, NaN]);
  });

  test('no point is no place', () => {
    const map = create({ latDeg: 60, lonDeg: -100 });
    expect(map.inverse(NaN, 0)).toEqual({ latDeg: NaN, lonDeg: NaN });
    expect(map.inverse(0, Infinity)).toEqual({ latDeg: NaN, lonDeg: NaN });
  });
});

test('the edge belongs to the map', () => {
  const orthographic = createMapProjection('orthographic', { latDeg: 0, lonDeg: 20 });
  for (const [lat, lon] of [
    [89.99999999, 20],
    [0, 109.99999999],
    [-45, -69.99999999],
  ] as const) {
    // prettier-ignore
    const { x, y } = orthographic.forward(lat, lon);
    expect(orthographic.inverse(x, y).latDeg).toBeCloseTo(lat, 4);
  }
  expect(orthographic.inverse(0, earthRadiusM * (1 + 1e-15)).latDeg).toBeCloseTo(90, 4);
  expect(createMagneticPolar('south', 0).inverse((earthRadiusM * Math.PI * (1 + 1e-15)) / 2, 0).latDeg).toBeCloseTo(0);
  const { x } = createMapProjection('plate-carree', { latDeg: 0, lonDeg: -0.1 }).forward(0, 179.9);
  expect(createMapProjection('plate-carree', { latDeg: 0, lonDeg: 0 }).inverse(x, 0).lonDeg).toBeCloseTo(180);
});

describe('around a centre', () => {
  const centre = { latDeg: 62, lonDeg: -105 };

  test.each(kinds)('%s: north is up, east is right, and a degree there has its length', (kind) => {
    const map = createMapProjection(kind, kind === 'plate-carree' ? { latDeg: 0, lonDeg: -105 } : centre);
    const latDeg = kind === 'plate-carree' ? 0 : 62;
    const metre = 180 / Math.PI / earthRadiusM;
    const north = map.forward(latDeg + metre, -105);
    const east = map.forward(latDeg, -105 + metre / cosDeg(latDeg));
    expect([north.x, north.y, east.x, east.y].map((value) => Math.round(value * 1e4) / 1e4)).toEqual([0, 1, 1, 0]);
  });

  test('stereographic: a small circle stays a circle', () => {
    const map = createMapProjection('stereographic', centre);
    const [north, south, east] = [map.forward(51, -60), map.forward(49, -60), map.forward(50, -60 + 1 / cosDeg(50))];
    const middle = map.forward(50, -60);
    const across = Math.hypot(north.x - south.x, north.y - south.y) / 2;
    expect(Math.hypot(east.x - middle.x, east.y - middle.y) / across).toBeCloseTo(1, 1);
  });

  test('equal-area: a cell has the area that it has on the sphere', () => {
    const map = createMapProjection('equal-area', centre);
    const corners = [[20, 10], [20, 10.1], [20.1, 10.1], [20.1, 10]].map(([lat, lon]) => map.forward(lat!, lon!)); // prettier-ignore
    const area = corners.reduce((sum, { x, y }, index) => {
      const next = corners[(index + 1) % 4]!;
      return sum + (x * next.y - next.x * y) / 2;
    }, 0);
    const side = (earthRadiusM * Math.PI) / 1800;
    expect(Math.abs(area) / (side * side * cosDeg(20.05))).toBeCloseTo(1, 5);
  });

  test('what lies behind is not shown', () => {
    expect(createMapProjection('orthographic', centre).forward(-30, 75).x).toBeNaN();
    expect(createMapProjection('stereographic', centre).forward(-62, 75).x).toBeNaN();
    expect(createMapProjection('equal-area', centre).forward(-62, 75).x).toBeNaN();
    expect(createPerspective(centre, 1e6).forward(20, -105).x).toBeNaN();
    expect(createMapProjection('orthographic', centre).inverse(earthRadiusM, earthRadiusM).latDeg).toBeNaN();
    expect(createPerspective(centre, 1e6).inverse(earthRadiusM, 0).latDeg).toBeNaN();
  });

  test('the pole and the 180° meridian are no seams', () => {
    const map = createMapProjection('stereographic', { latDeg: 90, lonDeg: -100 });
    const [a, b] = [map.forward(90, 0), map.forward(90, 77)];
    expect([a.x, a.y, b.x, b.y].every((value) => Math.abs(value) < 1e-6)).toBe(true);
    const [west, east] = [map.forward(65, 180), map.forward(65, -180)];
    expect(west.x).toBeCloseTo(east.x, 6);
    expect(map.forward(60, -100)).toMatchObject({ x: 0 });
    expect(map.forward(60, -100).y).toBeLessThan(0);
  });
});

test('the magnetic plot has noon on top, dawn on the right and midnight below, in both hemispheres', () => {
  for (const [hemisphere, magLat] of [
    ['north', 60],
    ['south', -60],
  ] as const) {
    // prettier-ignore
    const map = createMagneticPolar(hemisphere, 40);
    const distance = (30 * Math.PI * earthRadiusM) / 180;
    const at = (hours: number) => {
      const { x, y } = map.forward(magLat, 40 + 15 * (hours - 12));
      return [x / distance, y / distance].map((value) => Math.round(value * 1e9) / 1e9 + 0);
    };
    expect([12, 6, 0, 18].map(at)).toEqual([[0, 1], [1, 0], [0, -1], [-1, 0]]); // prettier-ignore
    expect(map.forward(-magLat, 40).x).toBeNaN();
  }
});
