import { expect, test } from 'vitest';
import { addHistograms, countsHistogram, percentileRange } from '$lib/analysis/histogram';

function filled(width: number, height: number, count: number, frames = 1) {
  return { width, height, counts: new Uint16Array(width * height * frames).fill(count) };
}

test('4096 bins of 16 counts, all frames together', () => {
  const counts = Uint16Array.of(0, 15, 16, 65535, 65520, 65519);
  const histogram = countsHistogram({ counts, width: 3, height: 1 }, 'whole');
  expect(histogram).toHaveLength(4096);
  expect([histogram[0], histogram[1], histogram[4094], histogram[4095]]).toEqual([2, 1, 1, 2]);
});

test.each([
  [4, 4, 12], // all but the four corners
  [8, 4, 12], // a circle as wide as the picture is high, in its middle
  [4, 8, 12],
  [1, 1, 1],
  [3, 3, 9],
])('of %d × %d pixels, %d lie within the largest circle', (width, height, inside) => {
  expect(countsHistogram(filled(width, height, 100), 'circle')[6]).toBe(inside);
  expect(countsHistogram(filled(width, height, 100, 3), 'circle')[6]).toBe(3 * inside);
  expect(countsHistogram(filled(width, height, 100), 'whole')[6]).toBe(width * height);
});

test('the circle agrees with the distance of every pixel from the centre', () => {
  for (const [width, height] of [
    [320, 270],
    [256, 256],
    [553, 480],
    [7, 5],
  ] as const) {
    const radius = Math.min(width, height) / 2;
    const counts = Uint16Array.from({ length: width * height }, (_, index) => {
      const [x, y] = [(index % width) + 0.5 - width / 2, Math.floor(index / width) + 0.5 - height / 2];
      return x * x + y * y <= radius * radius ? 16 : 0;
    });
    const histogram = countsHistogram({ counts, width, height }, 'circle');
    expect([histogram[0], histogram[1]]).toEqual([0, counts.filter((count) => count > 0).length]);
  }
});

test('histograms add up', () => {
  const one = countsHistogram(filled(2, 2, 0), 'whole');
  expect(addHistograms([one, one, countsHistogram(filled(2, 2, 16), 'whole')]).slice(0, 2)).toEqual(
    Uint32Array.of(8, 4),
  );
  expect(addHistograms([])).toEqual(new Uint32Array(4096));
});

test('a range between percentiles', () => {
  const counts = Uint16Array.from({ length: 1000 }, (_, index) => index * 16);
  const histogram = countsHistogram({ counts, width: 1000, height: 1 }, 'whole');
  expect(percentileRange(histogram, 0.01, 0.99)).toEqual([160, 15_856]);
  expect(percentileRange(histogram, 0, 1)).toEqual([0, 16_000]);
  expect(percentileRange(countsHistogram(filled(2, 2, 65535), 'whole'), 0.01, 0.99)).toEqual([65520, 65535]);
  expect(percentileRange(new Uint32Array(4096), 0.01, 0.99)).toBeNull();
});
