import { expect, test } from 'vitest';
import { eastSideOf } from '$lib/datasets/east-side';
import { toySkymap } from '../geometry/toy-skymap';

test.each([0, 30, 90, 200, 340])('a camera turned by %d° keeps its hand', (turnedDeg) => {
  const { elevationDeg, azimuthDeg, width } = toySkymap({ size: 64, turnedDeg });
  expect(eastSideOf(elevationDeg, azimuthDeg!, width)).toBe('right');
  const mirrored = azimuthDeg!.map((azimuth) => 360 - azimuth);
  expect(eastSideOf(elevationDeg, mirrored, width)).toBe('left');
});

test('grids that are no sky tell nothing', () => {
  const empty = new Float32Array(16).fill(NaN);
  expect(eastSideOf(empty, empty, 4)).toBe('unknown');
  expect(eastSideOf(new Float32Array(16).fill(45), new Float32Array(16), 4)).toBe('unknown');
});
