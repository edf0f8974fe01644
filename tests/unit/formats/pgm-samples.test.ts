import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unfoldSamples } from '$lib/formats/pgm-samples';

/** Frames of two bytes a sample at the given places of a buffer, each sample its own number. */
function placed(starts: readonly number[], pixels: number, bufferBytes: number) {
  const file = new Uint8Array(bufferBytes).fill(0xee);
  const stored = starts.map((start, frame) => {
    const samples = file.subarray(start, start + 2 * pixels);
    for (let index = 0; index < pixels; index++) {
      const sample = 256 * frame + index + 0x1200;
      samples.set([sample >> 8, sample & 0xff], 2 * index);
    }
    return samples;
  });
  const expected = Uint16Array.from(
    { length: starts.length * pixels },
    (_, index) => 256 * Math.floor(index / pixels) + (index % pixels) + 0x1200,
  );
  return { stored, buffer: file.buffer, expected };
}

test('frames in file order that fill the buffer given are put together in it', () => {
  const { stored, buffer, expected } = placed([3, 209], 100, 410);
  const samples = unfoldSamples(stored, 100, buffer);
  expect(samples).toEqual(expected);
  expect(samples.buffer).toBe(buffer);
});

test.each([
  ['little of a larger buffer', [3, 209], 500],
  ['out of file order', [207, 2], 410],
])('%s: copied out of it', (_, starts, bufferBytes) => {
  const { stored, buffer, expected } = placed(starts, 100, bufferBytes);
  const samples = unfoldSamples(stored, 100, buffer);
  expect(samples).toEqual(expected);
  expect(samples.buffer.byteLength).toBe(samples.byteLength);
});

test('without a buffer given the frames are left untouched', () => {
  const { stored, buffer, expected } = placed([1, 202], 100, 402);
  const before = buffer.slice(0);
  expect(unfoldSamples(stored, 100)).toEqual(expected);
  expect(buffer).toEqual(before);
});

test('samples of one byte are widened, also between others', () => {
  const buffer = Uint8Array.of(1, 2, 255, 0, 1, 0, 2, 0xff, 0xff).buffer;
  const stored = [new Uint8Array(buffer, 0, 3), new Uint8Array(buffer, 3, 6)];
  expect(unfoldSamples(stored, 3, buffer)).toEqual(Uint16Array.of(1, 2, 255, 1, 2, 0xffff));
});

test('wherever frames lie, they come out the same with and without a buffer given', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 99 }), fc.nat({ max: 9 }), (before, pixels, rest) => {
      let end = 0;
      const starts = before.map((gap) => {
        end += gap + 2 * pixels;
        return end - 2 * pixels;
      });
      const { stored, buffer, expected } = placed(starts, pixels, end + rest);
      expect(unfoldSamples(stored, pixels)).toEqual(expected);
      expect(unfoldSamples(stored, pixels, buffer)).toEqual(expected);
    }),
  );
});
