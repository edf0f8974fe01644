import { expect, test } from 'vitest';
import { withHdf5 } from '$lib/formats/hdf5';
import { plainValue } from '$lib/formats/hdf5-value';
import { hdf5Bytes } from './hdf5-file';

/** Says of all numbers of 32 bits in a file that their highest byte comes first: bit 0 behind class and version. */
function saidBigEndian(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const types = [
    [0x11, 0x20, 0x1f, 0, 4, 0, 0, 0],
    [0x10, 0x08, 0, 0, 4, 0, 0, 0],
  ];
  for (let at = 0; at < bytes.length; at++)
    if (types.some((type) => type.every((byte, index) => bytes[at + index] === byte))) bytes[at + 1]! |= 1;
  return bytes;
}

/** The library turns them round itself. */
test('numbers and attributes written with their highest byte first', async () => {
  const turned = (value: number) =>
    new Float32Array(new Uint8Array(Float32Array.of(value).buffer).reverse().buffer)[0]!;
  const bytes = await hdf5Bytes([
    {
      path: '/f',
      data: Float32Array.of(turned(1.5), turned(-2)),
      shape: [2],
      attributes: { gain: Int32Array.of(0x03000000) },
    },
  ]);
  const found = await withHdf5(saidBigEndian(bytes), (file) => ({
    values: file.read('/f', { types: ['float32'], ranks: [1] }, (stored) => [...stored]),
    part: file.read('/f', { types: ['float32'], ranks: [1] }, (stored) => [...stored], { start: [1], count: [1] }),
    gain: plainValue(file.attributes('/f').get('gain')),
  }));
  expect(found).toEqual({ values: [1.5, -2], part: [-2], gain: 3 });
});
