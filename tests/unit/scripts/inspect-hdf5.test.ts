import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startSha256 } from '$lib/formats/sha256';
import { describeHdf5 } from '$lib/datasets/describe-hdf5';
import { expectedHdf5 } from '../datasets/expected-hdf5';
import { hdf5Bytes } from '../formats/hdf5-file';
import { sharedData } from '../shared-data';

/** Sums of fractions differ in the last digits, by the order in which they were made. */
const sums = ['valid_sum'];

/** Not in the values themselves: notes on the file, and other readers' views of it. */
const notFromBytes = [
  ...['provenance', 'bytes', 'sha256_file', 'peer_orientation', 'cross_checked_with', 'samples', 'valid_samples'],
  'frame_sums',
];

function comparable(fields: object): object {
  const kept = Object.entries(fields).filter(([key]) => !notFromBytes.includes(key) && !sums.includes(key));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'confidence' ? comparable(value as object) : (value as unknown)]),
  );
}

describe.skipIf(!sharedData)('real files', () => {
  test.each(expectedHdf5)(
    '%s as the reference readers have it',
    async (path, expected) => {
      const outcome = await describeHdf5(await readFile(join(sharedData!, path)), path, startSha256);
      if (!outcome.ok) throw new Error(outcome.failure.message);
      const { fields, problem } = outcome.value;
      expect(problem).toBeNull();
      expect(fields).toMatchObject(comparable(expected));
      for (const [found, wanted] of [
        [fields, expected],
        [(fields as typeof expected).confidence, expected.confidence],
      ] as const) {
        const sum = (wanted as { valid_sum?: number } | undefined)?.valid_sum;
        if (sum !== undefined) expect((found as { valid_sum: number }).valid_sum / sum).toBeCloseTo(1, 10);
      }
    },
    30_000,
  ); // the largest unpacks to 84 MB

  test('every one of them is looked at', () => {
    expect(expectedHdf5).toHaveLength(7);
  });
});

test('a file of another kind is told by its structure; a damaged one by one line, and the library says nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inspect-'));
  const bytes = await hdf5Bytes([{ path: '/other/values', data: Uint8Array.of(1, 2) }]);
  const images = await hdf5Bytes([
    { path: '/data/images', data: new Uint8Array(12), shape: [2, 2, 3], chunks: [2, 2, 3], compression: 9 },
    { path: '/data/timestamp', data: ['2030-01-01 06:00:00 UTC'] },
  ]);
  const chunk = images.findIndex((byte, at) => byte === 0x78 && images[at + 1] === 0xda);
  images.fill(0xff, chunk + 2, chunk + 8);
  const paths = [join(folder, 'other.h5'), join(folder, 'damaged.h5')];
  await writeFile(paths[0]!, bytes);
  await writeFile(paths[1]!, images);
  // In a process of its own: the library takes hold of the console when it is loaded.
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/inspect.ts', ...paths], {
    env: { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.node.json' },
    encoding: 'utf8',
  });
  await rm(folder, { recursive: true });
  const records = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as object);
  expect(records).toMatchObject([
    { type: 'hdf5', datasets: [{ path: '/other/values', shape: [2], dtype: 'uint8' }], problem: null },
    { file: paths[1], error: expect.stringMatching(/^The HDF5 file cannot be read: .*damaged\.$/) as string },
  ]);
  expect(stderr).toBe('');
  expect(status).toBe(1);
}, 20_000);
