import { describe, expect, test } from 'vitest';
import { isAlikeLaid, projectionOfFrame, periodOf, type MapFrame } from '$lib/geometry/map-frame';
import { graticule, lineThrough, magneticGrid, rangeInView } from '$lib/geometry/map-lines';
import { createMapProjection, type MapProjection } from '$lib/geometry/map-projection';
import { aacgm, at, igrf, modelAt } from './magnetic-figures';

const polar = createMapProjection('stereographic', { latDeg: 90, lonDeg: -105 });
const timeUs = at('2014-03-10T06:00');

function placesOf(projection: MapProjection, pieces: readonly (readonly { x: number; y: number }[])[]) {
  return pieces.flat().map(({ x, y }) => projection.inverse(x, y));
}

describe('the graticule', () => {
  const size = { width: 880, height: 500 };
  const point = polar.forward(62, -105);
  const range = rangeInView(polar, { ...point, metresPerPixel: 4000 }, size);

  test('covers what the picture shows', () => {
    expect(range.latDeg[0]).toBeLessThan(53);
    expect(range.latDeg[1]).toBeGreaterThan(71);
    expect(range.lonDeg[0]).toBeLessThan(-130);
    expect(range.lonDeg[1]).toBeGreaterThan(-80);
  });

  test('every point of a line has its value', () => {
    const lines = [...graticule(polar, [5, 10], range)];
    expect(lines.filter(({ kind }) => kind === 'parallel').map(({ value }) => value)).toContain(60);
    for (const { kind, value, pieces } of lines)
      for (const { latDeg, lonDeg } of placesOf(polar, pieces))
        expect(Math.abs((kind === 'parallel' ? latDeg : lonDeg) - value) % 360).toBeLessThan(1e-6);
  });

  test('with a pole, or the edge of the Earth, in the picture it goes all around', () => {
    const globe = createMapProjection('orthographic', { latDeg: 62, lonDeg: -105 });
    const pole = { x: 0, y: 0, metresPerPixel: 4000 };
    expect(rangeInView(polar, pole, size).lonDeg).toEqual([-180, 180]);
    expect(rangeInView(globe, { ...pole, metresPerPixel: 40_000 }, size)).toEqual({
      latDeg: [-90, 90],
      lonDeg: [-180, 180],
    });
  });

  test('a line is torn where the plane is, and drawn nowhere beyond the edge', () => {
    const flat = createMapProjection('plate-carree', { latDeg: 62, lonDeg: -105 });
    const across = Array.from({ length: 41 }, (_, step) => ({ latDeg: 60, lonDeg: 55 + step }));
    expect(lineThrough(flat, across)).toHaveLength(2);
    expect(lineThrough(polar, across)).toHaveLength(1);
    const globe = createMapProjection('orthographic', { latDeg: 62, lonDeg: -105 });
    expect(
      lineThrough(globe, [
        { latDeg: -62, lonDeg: 75 },
        { latDeg: -61, lonDeg: 75 },
      ]),
    ).toEqual([]);
  });
});

describe('magnetic', () => {
  const frame: MapFrame = {
    kind: 'magnetic',
    hemisphere: 'north',
    figures: { aacgm, igrf },
    fieldUs: timeUs,
    timeUs,
    heightKm: 110,
  };
  const projection = projectionOfFrame(frame)!;

  test('the map leads from a place to the plane and back, one by one as in arrays', () => {
    for (const [latDeg, lonDeg] of [
      [56.4, -94.6],
      [69, 19],
    ] as const) {
      const point = projection.forward(latDeg, lonDeg);
      const back = projection.inverse(point.x, point.y);
      expect(back.latDeg).toBeCloseTo(latDeg, 4);
      expect(back.lonDeg).toBeCloseTo(lonDeg, 4);
      const arrays = projection.forwardArrays({
        latDeg: new Float64Array([latDeg]),
        lonDeg: new Float64Array([lonDeg]),
      });
      expect(arrays.x[0]! - point.x).toBeLessThan(5);
      expect(arrays.y[0]! - point.y).toBeLessThan(5);
    }
    expect([periodOf(frame), projectionOfFrame({ ...frame, fieldUs: at('1960-01-01T00:00') })]).toEqual([null, null]);
  });

  test('the grid is made of circles and spokes there, midnight below', () => {
    const lines = [...magneticGrid(projection, modelAt(timeUs), 110, 1, timeUs)];
    const radius = ({ x, y }: { x: number; y: number }) => Math.hypot(x, y) / 111_319.49;
    const circle = lines.find(({ kind, value }) => kind === 'parallel' && value === 70)!;
    for (const point of circle.pieces.flat()) expect(radius(point)).toBeCloseTo(20, 2);
    const midnight = lines.find(({ kind, value }) => kind === 'meridian' && value === 0)!;
    for (const { x, y } of midnight.pieces.flat()) {
      expect(Math.abs(x)).toBeLessThan(200);
      expect(y).toBeLessThan(0);
    }
  });
});

test('a map of another minute or altitude is laid out alike, one about another place or of another kind is not', () => {
  const field = { figures: { aacgm, igrf }, fieldUs: timeUs };
  const magnetic = { kind: 'magnetic', hemisphere: 'north', ...field, timeUs, heightKm: 110 } as const;
  const flat = { kind: 'equal-area', centre: { latDeg: 62, lonDeg: -105 } } as const;
  expect(isAlikeLaid(magnetic, { ...magnetic, timeUs: timeUs + 60e6, heightKm: 230 })).toBe(true);
  expect(isAlikeLaid(flat, { ...flat, centre: { ...flat.centre } })).toBe(true);
  for (const other of [{ ...magnetic, hemisphere: 'south' as const }, flat, null])
    expect(isAlikeLaid(magnetic, other)).toBe(false);
  for (const other of [
    { ...flat, kind: 'orthographic' as const },
    { ...flat, centre: { latDeg: 62, lonDeg: -104 } },
  ])
    expect(isAlikeLaid(flat, other)).toBe(false);
});
