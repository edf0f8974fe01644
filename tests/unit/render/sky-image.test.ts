import { beforeAll, expect, test, vi } from 'vitest';
import { createCountsLut } from '$lib/render/counts-lut';
import { paintFrame } from '$lib/render/sky-image';

beforeAll(() => {
  // Only browsers have it: pixels of four bytes, red first.
  class Pixels {
    readonly data: Uint8ClampedArray;
    constructor(
      readonly width: number,
      readonly height: number,
    ) {
      this.data = new Uint8ClampedArray(4 * width * height);
    }
  }
  vi.stubGlobal('ImageData', Pixels);
});

const lut = createCountsLut({ countsRange: [0, 256], gamma: 1, colormap: 'gray' });
const colour = { height: 1, width: 2, channels: 3, counts: Uint8Array.of(10, 100, 200, 11, 101, 201) } as const;

test('of three channels, each has its own part of the pixel: red, green, blue', () => {
  const { data } = paintFrame(colour, lut, { flipColumns: false, flipRows: false });
  expect([...data]).toEqual([10, 100, 200, 255, 11, 101, 201, 255]);
});

test('turned, pixels change places and channels do not', () => {
  const { data } = paintFrame(colour, lut, { flipColumns: true, flipRows: false });
  expect([...data]).toEqual([11, 101, 201, 255, 10, 100, 200, 255]);
});
