import { expect, test, vi } from 'vitest';
import { withHdf5 } from '$lib/formats/hdf5';
import { attempt, useLibrary, type Hdf5Library } from '$lib/formats/hdf5-library';
import { hdf5Bytes } from './hdf5-file';

const uint8 = { types: ['uint8'], ranks: [1] } as const;
const numbers = (file: Parameters<Parameters<typeof withHdf5>[1]>[0]) =>
  file.read('/n', uint8, (stored) => [...stored]);
const small = () => hdf5Bytes([{ path: '/n', data: Uint8Array.of(1, 2, 3), shape: [3] }]);

/** How the library fails that has no stack left. */
function breakDown(): never {
  return attempt(() => {
    throw new WebAssembly.RuntimeError('memory access out of bounds');
  });
}

/** Some 9,400 of the library's errors use up its stack; then every file was called damaged. */
test('places that are not there, 12,000 times: the library is as good as before', async () => {
  const bytes = await small();
  await withHdf5(bytes, (file) => {
    for (let frame = 0; frame < 12_000; frame++) expect(file.attributes(`/metadata/frame/frame${frame}`).size).toBe(0);
    expect(file.attributes('/n/below').size).toBe(0);
    expect(file.problem).toBeNull();
  });
  expect(await withHdf5(bytes, numbers)).toEqual([1, 2, 3]);
});

test('a place that is not there is not described, without an error of the library', async () => {
  let library: Hdf5Library | null = null;
  const described = vi.fn<() => void>();
  await useLibrary((used) => (library = used));
  vi.spyOn(library!, 'get_dataset_metadata').mockImplementation(described as never);
  await expect(withHdf5(await small(), (file) => file.describe('/nothing'))).rejects.toThrow('no dataset');
  expect(described).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

test('a library that told of many errors is replaced before the next file, and not within one', async () => {
  const seen = new Set<Hdf5Library>();
  const errors = (count: number) =>
    useLibrary((library) => {
      seen.add(library);
      for (let error = 0; error < count; error++)
        expect(() => attempt(() => library.get_attribute_names(-1n, '/'))).toThrow();
    });
  await errors(60);
  await errors(60);
  expect(seen.size).toBe(1);
  await errors(0);
  expect(seen.size).toBe(2);
});

test('one file costs no library: after many errors nothing more is asked', async () => {
  const call = vi.fn<() => never>(() => {
    throw new Error('told');
  });
  await useLibrary(() => {
    for (let error = 0; error < 5000; error++) expect(() => attempt(call)).toThrow('damaged');
  });
  expect(call).toHaveBeenCalledTimes(1000);
});

test('a library that breaks down: the file is read again with a fresh one, and that counts', async () => {
  const bytes = await small();
  await withHdf5(bytes, numbers);
  let readings = 0;
  const read = await withHdf5(bytes, (file) => (readings++ === 0 ? breakDown() : numbers(file)));
  expect([read, readings]).toEqual([[1, 2, 3], 2]);
});

test('what a fresh library says as well is said of the file, and the next file gets another one', async () => {
  const bytes = await small();
  await withHdf5(bytes, numbers);
  let readings = 0;
  const broken = withHdf5(bytes, () => {
    readings += 1;
    breakDown();
  });
  await expect(broken).rejects.toMatchObject({ kind: 'corrupt' });
  expect(readings).toBe(2);
  expect(await withHdf5(bytes, numbers)).toEqual([1, 2, 3]);
});
