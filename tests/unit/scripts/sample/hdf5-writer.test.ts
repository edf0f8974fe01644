import { describe, expect, test } from 'vitest';
import { withHdf5 } from '$lib/formats/hdf5';
import { chunksOf } from '../../../../scripts/sample/hdf5-chunks';
import { Hdf5Dataset, writeHdf5 } from '../../../../scripts/sample/hdf5-writer';

const numbers = (count: number) => Uint8Array.from({ length: count }, (_, index) => (7 * index) % 251);

describe('an HDF5 file made here', () => {
  test('is read back by the app: bytes whose chunks reach beyond the edges, texts, attributes, empty datasets', async () => {
    const bytes = numbers(5 * 7 * 3 * 4);
    const file = writeHdf5(
      {
        data: {
          images: new Hdf5Dataset('uint8', [5, 7, 3, 4], [2, 4, 3, 4], bytes),
          timestamp: new Hdf5Dataset('text', [3], [2], ['one', '', 'drei — größer']),
        },
        metadata: {
          file: new Hdf5Dataset('float32', [0], [1024], new Uint8Array(0), { gain: '30.0 dB', 'Data origin': 'é' }),
          frame: Object.fromEntries(
            Array.from({ length: 20 }, (_, at) => [
              `frame${at}`,
              new Hdf5Dataset('float32', [0], [1024], new Uint8Array(0), { number: String(at) }),
            ]),
          ),
        },
      },
      6,
    );
    await withHdf5(file, (read) => {
      expect(read.describe('/data/images')).toMatchObject({ shape: [5, 7, 3, 4], dtype: 'uint8' });
      expect(read.read('/data/images', { types: ['uint8'], ranks: [4] }, (values) => values.slice())).toEqual(bytes);
      const slab = { start: [3, 5, 0, 2], count: [1, 1, 3, 1] };
      const expected = [0, 1, 2].map((channel) => bytes[((3 * 7 + 5) * 3 + channel) * 4 + 2]!);
      expect([
        ...read.read('/data/images', { types: ['uint8'], ranks: [4] }, (values) => values.slice(), slab),
      ]).toEqual(expected);
      expect(read.texts('/data/timestamp')).toEqual(['one', '', 'drei — größer']);
      expect(Object.fromEntries(read.attributes('/metadata/file'))).toEqual({ gain: '30.0 dB', 'Data origin': 'é' });
      for (const at of [0, 2, 10, 19])
        expect(read.attributes(`/metadata/frame/frame${at}`).get('number')).toBe(`${at}`);
      expect(read.describe('/metadata/file').shape).toEqual([0]);
      expect(read.problem).toBeNull();
    });
  });

  test('is the same for the same contents', () => {
    const make = () => writeHdf5({ a: new Hdf5Dataset('uint8', [100], [10], numbers(100)) }, 6);
    expect(make()).toEqual(make());
  });

  test('refuses what it cannot hold', () => {
    expect(() => new Hdf5Dataset('uint8', [2, 3], [2, 3], numbers(5))).toThrow(RangeError);
    expect(() => writeHdf5({ a: new Hdf5Dataset('uint8', [65], [1], numbers(65)) }, 6)).toThrow(/65 chunks/);
    const many = Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`n${at}`, {}]));
    expect(() => writeHdf5(many, 6)).toThrow(/65 names/);
  });
});

test('chunks begin where they should, and have noughts beyond the edges', () => {
  const chunks = [...chunksOf(Uint8Array.of(1, 2, 3, 4, 5, 6), [2, 3], [2, 2], 1)];
  expect(chunks.map(({ offset, bytes }) => [offset, [...bytes]])).toEqual([
    [
      [0, 0],
      [1, 2, 4, 5],
    ],
    [
      [0, 2],
      [3, 0, 6, 0],
    ],
  ]);
});
