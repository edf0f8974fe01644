import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addHistograms, countsHistogram, percentileRange } from '$lib/analysis/histogram';
import { storedFrames } from './stored-frames';

function filled(width: number, height: number, count: number, frames = 1) {
  return storedFrames({ width, height, counts: new Uint16Array(width * height * frames).fill(count) });
}

/** Every count once. */
function everyCount(counts: Uint16Array) {
  const bins = new Uint32Array(4096);
  for (const count of counts) bins[count >> 4]! += 1;
  return bins;
}

test('bins of 16 counts, all frames together', () => {
  const counts = Uint16Array.of(0, 15, 16, 65535, 65520, 65519);
  const histogram = countsHistogram(storedFrames({ counts, width: 3, height: 1 }), 'whole');
  expect(histogram).toHaveLength(4096);
  expect([histogram[0], histogram[1], histogram[4094], histogram[4095]]).toEqual([2, 1, 1, 2]);
});

test('it ends with the last bin that is not empty', () => {
  expect(countsHistogram(filled(2, 2, 100), 'whole')).toEqual(Uint32Array.of(0, 0, 0, 0, 0, 0, 4));
  expect(countsHistogram(filled(2, 2, 0), 'circle')).toEqual(Uint32Array.of(4));
  const narrow = storedFrames({ counts: Uint16Array.of(255, 17), width: 2, height: 1 }, 1);
  expect([...countsHistogram(narrow, 'whole').entries()].filter(([, pixels]) => pixels > 0)).toEqual([
    [1, 1],
    [15, 1],
  ]);
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

/** 16 within the largest circle of a picture, else 0. */
function disc(width: number, height: number): Uint16Array {
  const radius = Math.min(width, height) / 2;
  return Uint16Array.from({ length: width * height }, (_, index) => {
    const [x, y] = [(index % width) + 0.5 - width / 2, Math.floor(index / width) + 0.5 - height / 2];
    return x * x + y * y <= radius * radius ? 16 : 0;
  });
}

test.each([
  [7, 5, 1],
  [100, 63, 1],
  [70, 64, 2],
  [256, 256, 8],
  [320, 270, 8],
  [138, 120, 3],
])('%d × %d pixels: as many frames as it takes show every pixel of the circle once', (width, height, step) => {
  const one = disc(width, height);
  const counts = new Uint16Array(step * step * one.length);
  for (let frame = 0; frame < step * step; frame++) counts.set(one, frame * one.length);
  const histogram = countsHistogram(storedFrames({ counts, width, height }), 'circle');
  expect([...histogram]).toEqual([0, one.filter((count) => count > 0).length]);
  const first = countsHistogram(storedFrames({ counts: one, width, height }), 'circle');
  expect(first[0]).toBe(0);
  expect(first[1]! / histogram[1]!).toBeCloseTo(1 / (step * step), 2);
});

test('so do the frames of a spectrum, and the distribution is that of all pixels', () => {
  const [width, height] = [64, 128];
  const one = Uint16Array.from({ length: width * height }, (_, index) => (index * 2654435761) >>> 22);
  const counts = Uint16Array.from({ length: 4 * one.length }, (_, index) => one[index % one.length]!);
  const histogram = countsHistogram(storedFrames({ counts, width, height }), 'whole');
  expect(addHistograms([histogram])).toEqual(everyCount(one));
});

test('small pictures are counted whole, of whatever size', () => {
  const side = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(side, side, fc.integer({ min: 1, max: 3 }), fc.nat(), (width, height, frames, seed) => {
      const counts = Uint16Array.from({ length: width * height * frames }, (_, index) => (index + 1) * seed);
      const histogram = countsHistogram(storedFrames({ counts, width, height }), 'whole');
      expect(addHistograms([histogram])).toEqual(everyCount(counts));
      expect(histogram.at(-1)).toBeGreaterThan(0);
    }),
  );
});

test('histograms add up, however short they are', () => {
  const one = countsHistogram(filled(2, 2, 0), 'whole');
  const sum = addHistograms([one, one, countsHistogram(filled(2, 2, 16), 'whole')]);
  expect(sum).toHaveLength(4096);
  expect(sum.slice(0, 3)).toEqual(Uint32Array.of(8, 4, 0));
  expect(addHistograms([sum, one])[0]).toBe(12);
  expect(addHistograms([])).toEqual(new Uint32Array(4096));
});

test('a range between percentiles', () => {
  const counts = Uint16Array.from({ length: 1000 }, (_, index) => index * 16);
  const histogram = countsHistogram(storedFrames({ counts, width: 1000, height: 1 }), 'whole');
  expect(percentileRange(histogram, 0.01, 0.99)).toEqual([160, 15_856]);
  expect(percentileRange(histogram, 0, 1)).toEqual([0, 16_000]);
  expect(percentileRange(countsHistogram(filled(2, 2, 65535), 'whole'), 0.01, 0.99)).toEqual([65520, 65535]);
  expect(percentileRange(new Uint32Array(4096), 0.01, 0.99)).toBeNull();
});
