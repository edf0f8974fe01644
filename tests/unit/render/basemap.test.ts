import { describe, expect, test } from 'vitest';
import { projectionOfFrame, type MapFrame } from '$lib/geometry/map-frame';
import { loadBasemap, shapesInPlane } from '$lib/render/basemap';
import { edgeLabels, isClear, planeTransform } from '$lib/render/map-marks';
import { aacgm, at, igrf } from '../geometry/magnetic-figures';

const timeUs = at('2014-03-10T06:00');
const frames: MapFrame[] = [
  { kind: 'stereographic', centre: { latDeg: 90, lonDeg: -105 } },
  { kind: 'stereographic', centre: { latDeg: -90, lonDeg: 20 } },
  { kind: 'equal-area', centre: { latDeg: 62, lonDeg: -105 } },
  { kind: 'orthographic', centre: { latDeg: 62, lonDeg: 170 } },
  { kind: 'plate-carree', centre: { latDeg: 62, lonDeg: -105 } },
  { kind: 'magnetic', hemisphere: 'north', figures: { aacgm, igrf }, fieldUs: timeUs, timeUs, heightKm: 110 },
];

describe.each(frames)('coasts on a map of $kind', (frame) => {
  const projection = projectionOfFrame(frame)!;
  const inPlane = shapesInPlane(frame, projection).rings;

  test('stand where the map’s own projection puts them', () => {
    const side = frame.kind === 'stereographic' && frame.centre.latDeg < 0 ? -1 : 1;
    const places = [
      [-110, 55 * side],
      [-109.5, 56 * side],
      [178, 62 * side],
      [179.5, 63 * side],
    ];
    const lines = inPlane({ type: 'MultiLineString', coordinates: [places.slice(0, 2), places.slice(2)] }).flat();
    for (const [lonDeg, latDeg] of places) {
      const { x, y } = projection.forward(latDeg!, lonDeg!);
      if (!Number.isFinite(x)) continue;
      const nearest = Math.min(...lines.map(([a, b]) => Math.hypot(a - x, b - y)));
      // The magnetic map's arrays are interpolated.
      expect(nearest).toBeLessThan(frame.kind === 'magnetic' ? 5 : 1e-3);
    }
  });

  test('no line leaps over the map', async () => {
    const { coasts, borders, land } = await loadBasemap('coarse');
    const lines = [...coasts, ...borders].flatMap((shape) => inPlane(shape));
    expect(lines.length).toBeGreaterThan(20);
    let longest = 0;
    for (const line of lines)
      for (let at = 1; at < line.length; at++)
        longest = Math.max(longest, Math.hypot(line[at]![0] - line[at - 1]![0], line[at]![1] - line[at - 1]![1]));
    expect(longest).toBeLessThan(4e6);
    expect(land.flatMap((shape) => inPlane(shape)).length).toBeGreaterThan(5);
  });
});

describe('names of lines', () => {
  const camera = { x: 0, y: 0, metresPerPixel: 1000 };
  const size = { width: 600, height: 400 };
  const level = (y: number) => [
    [
      { x: -900_000, y },
      { x: 900_000, y },
    ],
  ];

  test('stand where the lines leave the picture, and not on one another', () => {
    const line = (text: string, y: number) => ({ text, pieces: level(y), edges: ['left', 'right'] as const });
    const labels = edgeLabels(
      [line('a', 50_000), line('b', 55_000), line('c', 0), line('d', 0), line('e', 0)],
      camera,
      size,
    );
    expect(labels).toEqual([
      { text: 'a', x: 0, y: 150, edge: 'left' },
      { text: 'b', x: 600, y: 145, edge: 'right' },
      { text: 'c', x: 0, y: 200, edge: 'left' },
      { text: 'd', x: 600, y: 200, edge: 'right' },
    ]);
  });

  test('stand neither under the buttons of the lower right corner nor under words of the upper left one', () => {
    const [low, high] = [level(-50_000), level(120_000)];
    const named = (pieces: typeof low, edge: 'left' | 'right', wordsPx?: number) =>
      edgeLabels([{ text: 'a', pieces, edges: [edge] }], camera, size, wordsPx).length;
    expect([named(low, 'right'), named(low, 'left')]).toEqual([0, 1]);
    expect([named(high, 'left'), named(high, 'left', 75), named(high, 'right', 75)]).toEqual([1, 0, 1]);
  });

  test('have no other name on or beneath them', () => {
    const labels = [{ text: '100° W', x: 300, y: 400, edge: 'bottom' }] as const;
    expect(isClear({ x: 310, y: 385 }, labels, size)).toBe(false);
    expect(isClear({ x: 310, y: 395 }, [], size)).toBe(false); // cut off by the edge
    expect(isClear({ x: 310, y: 360 }, labels, size)).toBe(true);
    expect(isClear({ x: 400, y: 385 }, labels, size)).toBe(true);
  });

  test('the plane’s kilometres are put into the picture', () => {
    expect(planeTransform({ x: 5000, y: 3000, metresPerPixel: 500 }, size)).toBe('matrix(2 0 0 2 290 206)');
  });
});
