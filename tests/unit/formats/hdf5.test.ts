import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FormatError } from '$lib/formats/format-error';
import { checkReadable } from '$lib/formats/hdf5-dataset';
import { withHdf5, type Hdf5File } from '$lib/formats/hdf5';
import { plainValue } from '$lib/formats/hdf5-value';
import { frameMajor } from '$lib/formats/hdf5-axes';
import { damage } from '../../long/damage';
import { seededRandom } from '../../archive/faults';
import { sharedData } from '../shared-data';
import { filesHeld, hdf5Bytes } from './hdf5-file';

const uint8 = { types: ['uint8'], ranks: [1, 2] } as const;
const numbers = Uint8Array.from({ length: 600 }, (_, index) => index % 251);

afterEach(async () => {
  expect(await filesHeld()).toEqual([]);
});

const sample = () =>
  hdf5Bytes([
    {
      path: '/data/numbers',
      data: numbers,
      shape: [20, 30],
      chunks: [7, 30],
      compression: 9,
      attributes: { units: ' counts ', gain: 3, list: ['one'] },
    },
    { path: '/data/texts', data: ['first ', 'second'] },
    { path: '/data/fixed', data: ['a', 'bcd  '], dtype: 'A5' },
    { path: '/data/none', data: new Float32Array(0), shape: [0], attributes: { said: 'all the same' } },
  ]);

test('structure, numbers, both kinds of text, and attributes of a dataset without values', async () => {
  const bytes = await sample();
  const before = bytes.slice();
  const found = await withHdf5(bytes, (file) => ({
    paths: file.paths(),
    numbers: file.describe('/data/numbers'),
    fixed: file.describe('/data/fixed').dtype,
    texts: [file.texts('/data/texts'), file.texts('/data/fixed')],
    values: file.read('/data/numbers', uint8, (values) => values.slice()),
    part: file.read('/data/numbers', uint8, (values) => [...values], { start: [19, 28], count: [1, 2] }),
    empty: file.read('/data/none', { types: ['float32'], ranks: [1] }, (values) => values.length),
    attributes: Object.fromEntries(file.attributes('/data/numbers')),
    said: file.attributes('/data/none').get('said'),
    problem: file.problem,
  }));
  expect(found).toEqual({
    paths: ['/data/fixed', '/data/none', '/data/numbers', '/data/texts'],
    numbers: { path: '/data/numbers', shape: [20, 30], dtype: 'uint8', chunks: [7, 30], filters: ['deflate 9'] },
    fixed: '|S5',
    texts: [
      ['first', 'second'],
      ['a', 'bcd'],
    ],
    values: numbers,
    part: [numbers[598], numbers[599]],
    empty: 0,
    attributes: { units: 'counts', gain: expect.anything() as unknown, list: ['one'] },
    said: 'all the same',
    problem: null,
  });
  expect(plainValue(found.attributes.gain)).toBe(3);
  expect(bytes).toEqual(before);
});

test.each([
  ['text \0\0', 'text'],
  [Uint8Array.of(0x61, 0x62, 0x20, 0, 0x63), 'ab'],
  [7n, 7],
  [[' wrapped '], 'wrapped'],
  [['two', 'texts'], null],
  [undefined, null],
])('an attribute %o says %o', (value, plain) => {
  expect(plainValue(value)).toBe(plain);
});

test('frames come first, pixels in their order', () => {
  const into = new Uint8Array(6);
  frameMajor(Uint8Array.of(1, 10, 2, 20, 3, 30), 2, into);
  expect([...into]).toEqual([1, 2, 3, 10, 20, 30]);
});

test.each<[string, (file: Hdf5File) => unknown, Partial<FormatError>]>([
  ['no such dataset', (file) => file.texts('/data/nothing'), { kind: 'inconsistent' }],
  ['another type', (file) => file.read('/data/texts', uint8, () => 0), { kind: 'unsupported' }],
  ['another rank', (file) => file.read('/data/numbers', { ...uint8, ranks: [4] }, () => 0), { kind: 'unsupported' }],
  ['numbers for text', (file) => file.texts('/data/none'), { kind: 'unsupported' }],
])('%s: refused in words', async (_, read, error) => {
  await expect(withHdf5(await sample(), read)).rejects.toMatchObject({ name: 'FormatError', format: 'hdf5', ...error });
});

test('a mistake of the caller is not taken for damage, and the file is let go of', async () => {
  const bytes = await sample();
  await expect(
    withHdf5(bytes, () => {
      throw new TypeError('mine');
    }),
  ).rejects.toThrow(TypeError);
});

/** Where the header of a dataset has the number of its filter: before its name, by 8 bytes. */
function filterPlace(bytes: Uint8Array<ArrayBuffer>): number {
  const place = Buffer.from(bytes.buffer).indexOf('deflate') - 8;
  expect(place).toBeGreaterThan(0);
  return place;
}

test.each([32000, 32015, 305])('filter %i, which the library lacks: refused before anything is read', async (id) => {
  const bytes = await sample();
  new DataView(bytes.buffer).setUint16(filterPlace(bytes), id, true);
  const take = vi.fn<() => number>();
  const message = expect.stringContaining(String(id)) as string;
  await expect(withHdf5(bytes, (file) => file.read('/data/numbers', uint8, take))).rejects.toMatchObject({
    kind: 'unsupported',
    message,
  });
  expect(take).not.toHaveBeenCalled();
});

test.each([
  [2 ** 40, 30],
  [20_000, 20_000],
])('a size of %i × %i: refused before memory is taken', async (...grown) => {
  const bytes = await hdf5Bytes([{ path: '/n', data: numbers, shape: [20, 30], chunks: [7, 30], grown }]);
  await expect(withHdf5(bytes, (file) => file.read('/n', uint8, () => 0))).rejects.toMatchObject({
    kind: 'unsupported',
    message: expect.stringContaining('MB') as string,
  });
});

test('chunks that reach far over the edges: refused, since each is unpacked whole', () => {
  const metadata = { type: 0, size: 1, signed: false, littleEndian: true, vlen: false, total_size: 4 };
  const chunked = (chunks: number[]) => () =>
    checkReadable('/n', { ...metadata, shape: [4, 1], maxshape: null, chunks }, []);
  expect(chunked([1, 2 ** 20])).not.toThrow();
  expect(chunked([1, 300 * 2 ** 20])).toThrow('MB');
  expect(chunked([2 ** 20, 2 ** 20])).toThrow('MB');
});

test('cut anywhere: truncated, at the place of the cut', async () => {
  const bytes = await sample();
  for (let length = 8; length < bytes.length; length += 97) {
    await expect(withHdf5(bytes.subarray(0, length), () => 0)).rejects.toMatchObject({
      kind: 'truncated',
      offset: length,
    });
  }
  await expect(withHdf5(new Uint8Array(0), () => 0)).rejects.toMatchObject({ kind: 'corrupt', offset: 0 });
});

/** A heap of texts whose sizes lead nowhere keeps the library busy for ever. */
test.each([8, 15])('a damaged size in a heap of texts (byte %i): an error, no endless loop', async (byte) => {
  const bytes = await sample();
  const heap = Buffer.from(bytes.buffer).indexOf('GCOL');
  expect(heap).toBeGreaterThan(0);
  bytes[heap + 16 + byte] = 0x7f;
  await expect(withHdf5(bytes, (file) => file.texts('/data/texts'))).rejects.toMatchObject({ kind: 'corrupt' });
});

/** Everything that can be asked of a file. */
function readAll(file: Hdf5File): void {
  for (const path of file.paths()) {
    file.attributes(path);
    for (const read of [
      () => file.describe(path),
      () => file.texts(path),
      () => file.read(path, { types: ['uint8', 'float32'], ranks: [1, 2, 3, 4] }, (values) => values.length),
    ]) {
      try {
        read();
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
      }
    }
  }
}

async function survives(bytes: Uint8Array): Promise<void> {
  try {
    await withHdf5(bytes, readAll);
  } catch (error) {
    if (!(error instanceof FormatError && error.format === 'hdf5')) throw error;
  }
}

test('400 damaged files: nothing thrown but problems, nothing left behind', async () => {
  const whole = await sample();
  for (let seed = 1; seed <= 400; seed++) await survives(damage(whole, seededRandom(seed)).bytes);
  expect(await filesHeld()).toEqual([]);
}, 20_000);

describe.skipIf(!sharedData)('a real file', () => {
  test('damaged 40 times', async () => {
    const path =
      'sort_by_project/SMILE/asi/l0/raw/2030/01/01/pina_smile-05/ut06/20300101_060100_000053_pina_smile-05_raw.h5';
    const whole = await readFile(join(sharedData!, path));
    for (let seed = 1; seed <= 40; seed++) await survives(damage(whole, seededRandom(seed)).bytes);
    expect(await filesHeld()).toEqual([]);
  }, 20_000);
});
