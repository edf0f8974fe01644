import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { generateSample } from '../../../../scripts/sample/generate';

test('a folder that holds something else is left as it is', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'nightside-sample-'));
  try {
    await writeFile(path.join(folder, 'thesis.tex'), 'years of work');
    const told: number[] = [];
    const options = { folder, seed: 1, full: false, madeFrom: 'here', onProgress: (share: number) => told.push(share) };
    await expect(generateSample(options)).rejects.toThrow(/holds other things than a sample event/);
    expect(await readdir(folder)).toEqual(['thesis.tex']);
    expect(told).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
