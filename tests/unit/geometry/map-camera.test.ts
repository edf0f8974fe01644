import { describe, expect, test } from 'vitest';
import { cameraAround, middleOf, pixelOfPoint, pointOfPixel, viewThrough } from '$lib/geometry/map-camera';
import { createMapProjection } from '$lib/geometry/map-projection';

const size = { width: 800, height: 500 };
const projection = createMapProjection('stereographic', { latDeg: 90, lonDeg: -105 });

describe('the middle of places', () => {
  test('across the 180° meridian it is not on the other side of the Earth', () => {
    const middle = middleOf([
      { latDeg: 65, lonDeg: 175 },
      { latDeg: 65, lonDeg: -165 },
    ]);
    expect(Math.abs(middle!.lonDeg + 175)).toBeLessThan(1e-9);
  });

  test('there is none of no place, or of places all around', () => {
    const around = [0, 120, 240].map((lonDeg) => ({ latDeg: 0, lonDeg }));
    expect([middleOf([]), middleOf(around)]).toEqual([null, null]);
  });
});

describe('a camera', () => {
  const places = [
    { latDeg: 50, lonDeg: -140 },
    { latDeg: 70, lonDeg: -80 },
    { latDeg: 55, lonDeg: -90 },
  ];

  test('shows all places, the outermost at the edge', () => {
    const view = viewThrough(cameraAround(projection, places, size), size);
    const pixels = places.map(({ latDeg, lonDeg }) => pixelOfPoint(view, projection.forward(latDeg, lonDeg)));
    const [x, y] = [pixels.map((pixel) => pixel.x), pixels.map((pixel) => pixel.y)];
    expect(Math.min(...x)).toBeGreaterThan(-1e-6);
    expect(Math.max(...x)).toBeLessThan(size.width + 1e-6);
    expect(Math.min(...y)).toBeGreaterThan(-1e-6);
    expect(Math.max(...y)).toBeLessThan(size.height + 1e-6);
    const slack = Math.min(Math.min(...x), Math.min(...y));
    expect(Math.abs(slack)).toBeLessThan(1e-6);
  });

  test('one place, or none, is looked at from a sensible distance', () => {
    const alone = cameraAround(projection, places.slice(0, 1), size);
    expect({ x: alone.x, y: alone.y }).toEqual(projection.forward(50, -140));
    expect(alone.metresPerPixel).toBe(4000);
    expect(cameraAround(projection, [], size)).toEqual({ x: 0, y: 0, metresPerPixel: 4000 });
  });

  test('a pixel leads to its point and back', () => {
    const camera = { x: 1.2e6, y: -3.4e6, metresPerPixel: 3210 };
    const point = pointOfPixel(camera, size, { x: 17.5, y: 402.25 });
    const pixel = pixelOfPoint(viewThrough(camera, size), point);
    expect(pixel.x).toBeCloseTo(17.5, 6);
    expect(pixel.y).toBeCloseTo(402.25, 6);
    expect(pointOfPixel(camera, size, { x: 400, y: 0 }).y).toBeGreaterThan(camera.y); // y is up
  });
});
