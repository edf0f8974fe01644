import { expect, test } from 'vitest';
import { lowerRows } from '$lib/analysis/lower-rows';

/** Red by column and row; the other values tell of it. */
function picture(width: number, height: number, red: (column: number, row: number) => number): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: 4 * width * height }, (_, at) => {
    const pixel = Math.floor(at / 4);
    return [red(pixel % width, Math.floor(pixel / width)), 7, 9, pixel % width === 1 ? 0 : 255][at % 4]!;
  });
}
const reds = (rgba: Uint8ClampedArray) => Array.from({ length: rgba.length / 4 }, (_, pixel) => rgba[4 * pixel]);

test('each row is the mean of those it stands for, parts of them among them', () => {
  const rising = picture(1, 8, (_, row) => 10 * row);
  expect(reds(lowerRows(rising, 1, 8, 2))).toEqual([15, 55]);
  expect(reds(lowerRows(rising, 1, 8, 8))).toEqual(reds(rising));
  // Of three rows the middle one is parted: 0 and half of 60, half of 60 and 120.
  expect(
    reds(
      lowerRows(
        picture(1, 3, (_, row) => 60 * row),
        1,
        3,
        2,
      ),
    ),
  ).toEqual([20, 100]);
});

test('columns stay as they are, see-through ones among them', () => {
  const lowered = lowerRows(
    picture(4, 64, (column) => (column % 2 === 0 ? 240 : 0)),
    4,
    64,
    5,
  );
  expect(reds(lowered)).toEqual(Array.from({ length: 5 }, () => [240, 0, 240, 0]).flat());
  expect([...lowered.subarray(0, 12)]).toEqual([240, 7, 9, 255, 0, 7, 9, 0, 240, 7, 9, 255]);
});
