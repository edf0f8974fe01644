import { expect, test } from 'vitest';
import { binsOfDay, brightest, noData } from '$lib/model/season';
import { palette } from '$lib/render/colormap';
import { availabilityAlpha, brightPixels, seasonColormap } from '$lib/render/season-painter';

test('a day is a column, its first hour on top; gaps are see-through', () => {
  const grid = new Uint8Array(3 * binsOfDay).fill(noData);
  grid[1 * binsOfDay] = 0;
  grid[2 * binsOfDay + 143] = brightest;
  const pixels = brightPixels(grid, 3);
  const painted = [...pixels.entries()].filter(([, pixel]) => pixel !== 0);
  const colours = palette(seasonColormap);
  expect(painted).toEqual([
    [1, colours[0]],
    [143 * 3 + 2, colours[255]],
  ]);
});

test('one product is seen beside a thousand, and more is stronger', () => {
  expect([availabilityAlpha(1, 1), availabilityAlpha(1000, 1000)]).toEqual([1, 1]);
  expect(availabilityAlpha(1, 1000)).toBeGreaterThan(0.3);
  expect(availabilityAlpha(1, 1000)).toBeLessThan(availabilityAlpha(30, 1000));
});
