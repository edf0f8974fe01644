import { describe, expect, test } from 'vitest';
import { clearColumns, columnBrightness, emptyColumns } from '$lib/analysis/summary-columns';

type Colour = readonly [red: number, green: number, blue: number];
const white: Colour = [255, 255, 255];

/** @param colourAt of a pixel */
function picture(width: number, height: number, colourAt: (column: number, row: number) => Colour): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      rgba.set([...colourAt(column, row), 255], 4 * (row * width + column));
  return rgba;
}

describe('a column is empty', () => {
  test.each<[string, (row: number) => Colour, boolean]>([
    ['where it is white', () => white, true],
    ['where packing left a little noise', (row) => [248 + (row % 8), 250, 255], true],
    ['where two pixels of a hundred differ', (row) => (row < 2 ? [0, 0, 0] : white), true],
    ['but not where three do, as in a breakup', (row) => (row < 3 ? [0, 0, 0] : white), false],
    ['but not where it is nearly white', () => [247, 247, 247], false],
    ['but not where red alone is full', () => [255, 247, 255], false],
    ['but not where blue is missing', () => [255, 255, 0], false],
    ['but not where red is missing', () => [0, 255, 255], false],
  ])('%s', (_, colourAt, expected) => {
    const rgba = picture(3, 100, (column, row) => (column === 1 ? colourAt(row) : [10, 20, 30]));
    expect(emptyColumns(rgba, 3, 100)).toEqual([false, expected, false]);
  });
});

test('what is written on white is no data; what is mostly white beside data, or at the edge, is', () => {
  // One letter to a column: . white, x written on, half of it, D data.
  const columns = 'D..x.xx..DxD.xD..x';
  const half = (row: number): Colour => (row % 2 ? [0, 0, 0] : white);
  const rgba = picture(columns.length, 100, (column, row) =>
    columns[column] === 'D' ? [10, 20, 30] : columns[column] === 'x' ? half(row) : white,
  );
  const empty = emptyColumns(rgba, columns.length, 100);
  expect(empty.map((isEmpty) => (isEmpty ? '-' : 'D')).join('')).toBe('D--------DDD-DD--D');
  // More than half of it written on is data, wherever it stands.
  const more = picture(3, 100, (column, row) => (column === 1 && row < 51 ? [0, 0, 0] : white));
  expect(emptyColumns(more, 3, 100)).toEqual([true, false, true]);
});

test('cleared columns are see-through, the others as they were', () => {
  const rgba = picture(4, 3, (column, row) => [column, row, 7]);
  const before = Uint8ClampedArray.from(rgba);
  clearColumns(rgba, [false, true, false, true]);
  const alphas = Array.from({ length: 12 }, (_, pixel) => rgba[4 * pixel + 3]);
  expect(alphas).toEqual(Array.from({ length: 3 }, () => [255, 0, 255, 0]).flat());
  expect(rgba.map((value, at) => (at % 4 === 3 ? 255 : value))).toEqual(before);
});

describe('brightness', () => {
  test.each<[string, Colour, number]>([
    ['black', [0, 0, 0], 0],
    ['white', white, 1],
    ['red', [255, 0, 0], 0.299],
    ['green', [0, 255, 0], 0.587],
    ['blue', [0, 0, 255], 0.114],
  ])('of %s', (_, colour, expected) => {
    const [brightness] = columnBrightness(
      picture(1, 5, () => colour),
      1,
      5,
      [false],
    );
    expect(brightness).toBeCloseTo(expected, 6);
  });

  test('is the mean of a column, and no number where it is empty', () => {
    const rgba = picture(3, 4, (column, row) => (column === 2 ? white : row === 0 ? [255, 255, 255] : [51, 51, 51]));
    const [first, second, third] = columnBrightness(rgba, 3, 4, [false, false, true]);
    expect(first).toBeCloseTo((1 + 3 * 0.2) / 4, 6);
    expect(second).toBe(first);
    expect(third).toBeNaN();
  });
});
