import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hdf5Bytes } from '../formats/hdf5-file';

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
