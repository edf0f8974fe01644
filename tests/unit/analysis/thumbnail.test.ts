import { expect, test } from 'vitest';
import { createThumbnail } from '$lib/analysis/thumbnail';
import { storedFrames } from './stored-frames';

/** One frame whose counts say where they are. */
function placed(width: number, height: number): Uint16Array {
  return Uint16Array.from({ length: width * height }, (_, index) => 100 * Math.floor(index / width) + (index % width));
}

test.each([
  [256, 256, 64, 64],
  [512, 512, 64, 64],
  [320, 270, 64, 54],
  [553, 480, 62, 54],
  [256, 1024, 16, 64],
  [64, 64, 64, 64],
  [65, 3, 33, 2],
  [1, 1, 1, 1],
])('%d × %d pixels become %d × %d', (width, height, columns, rows) => {
  const counts = new Uint16Array(width * height).fill(4321);
  const thumbnail = createThumbnail(storedFrames({ counts, width, height }));
  expect(thumbnail).toMatchObject({ width: columns, height: rows });
  expect(thumbnail.counts).toEqual(new Uint16Array(columns * rows).fill(4321));
});

test('a block is the rounded mean of its pixels, rows and columns as stored', () => {
  const counts = placed(128, 128);
  const thumbnail = createThumbnail(storedFrames({ counts, width: 128, height: 128 }));
  // Rows 0 and 1, columns 0 and 1: 0, 1, 100 and 101, of which the mean is 50.5.
  expect(thumbnail.counts[0]).toBe(51);
  expect(thumbnail.counts[1]).toBe(53);
  expect(thumbnail.counts[64]).toBe(251);
  expect(thumbnail.counts.at(-1)).toBe(12_777);
});

test('blocks at the edges are of the pixels that there are', () => {
  const counts = placed(65, 3);
  const thumbnail = createThumbnail(storedFrames({ counts, width: 65, height: 3 }));
  expect(thumbnail.counts[32]).toBe(114); // column 64 alone, rows 0 and 1: 64 and 164
  expect(thumbnail.counts.at(-1)).toBe(264); // the last pixel alone
});

test('counts of 65535 do not overflow, whatever the size of a block', () => {
  const counts = new Uint16Array(8192 * 3).fill(65535);
  const { counts: means } = createThumbnail(storedFrames({ counts, width: 8192, height: 3 }));
  expect(means).toEqual(new Uint16Array(64).fill(65535));
});

test.each([
  [1, 0],
  [2, 1],
  [3, 1],
  [20, 10],
])('of %d frames it shows number %d', (frames, middle) => {
  const counts = Uint16Array.from({ length: frames }, (_, frame) => 10 + frame);
  const thumbnail = createThumbnail(storedFrames({ counts, width: 1, height: 1 }));
  expect(thumbnail).toEqual({ frame: middle, width: 1, height: 1, counts: Uint16Array.of(10 + middle) });
});

test('samples of one byte', () => {
  const counts = Uint16Array.of(1, 2, 3, 255);
  expect(createThumbnail(storedFrames({ counts, width: 4, height: 1 }, 1)).counts).toEqual(counts);
});
