import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { expectedFiles } from '../datasets/expected-files';
import { expectedPaths } from '../datasets/expected-stacks';
import { sharedData } from '../shared-data';

/* What `inspect.test.ts` does for pictures and texts, for all other real files: one run, as a person types it. */

const elsewhere = ['pgm stack', 'png', 'tar of png', 'riometer text'];
const here = ['hdf5 images', 'hdf5 grid', 'hdf5 spectra', 'idl save'];

/** What must be in the line of a file of each type. */
const told: Readonly<Record<string, readonly string[]>> = {
  'hdf5 images': ['shape', 'sha256_pixels_le', 'sum', 'min', 'max', 'first_timestamp', 'last_timestamp', 'datasets'],
  'hdf5 grid': ['shape', 'sha256_pixels_le', 'fill_count', 'valid_count', 'valid_sum', 'confidence', 'timestamps'],
  'hdf5 spectra': ['shape', 'sha256_pixels_le', 'nan_count', 'valid_sum', 'wavelength', 'timestamps'],
  'idl save': ['variables'],
};

/** Sums of fractions differ in the last digits, by the order in which they were made; single places are in the hash. */
function comparable(value: unknown): unknown {
  const left = /(^|_)samples$|^frame_sums$|^valid_sum$|^finite_sum$/;
  return JSON.parse(JSON.stringify(value), (key, part: unknown) => (left.test(key) ? undefined : part));
}

describe.skipIf(!sharedData)('every real file', () => {
  test('is of a type that is looked at', () => {
    const paths = [...elsewhere, ...here].flatMap((type) => expectedFiles(type).map(([path]) => path));
    expect(paths.sort()).toEqual([...expectedPaths].sort());
  });

  test('agrees with the reference readers through the command', { timeout: 120_000 }, async () => {
    const files = here.flatMap((type) => expectedFiles(type));
    const paths = files.map(([path]) => join(sharedData!, path));
    const most = { maxBuffer: 2 ** 28 };
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/run.mjs', 'inspect', ...paths], most);
    const records = stdout.split('\n').filter(Boolean);
    expect(records).toHaveLength(files.length);
    files.forEach(([path, expected], index) => {
      const record = JSON.parse(records[index]!) as Record<string, unknown>;
      expect(record, path).toMatchObject({ file: paths[index], type: expected.type, problem: null });
      expect(Object.keys(record), path).toEqual(expect.arrayContaining([...told[expected.type]!]));
      for (const [field, value] of Object.entries(expected)) {
        if (!(field in record)) continue;
        if (field !== 'valid_sum')
          expect({ [field]: comparable(record[field]) }, path).toMatchObject({ [field]: comparable(value) });
        else expect((record[field] as number) / (value as number), path).toBeCloseTo(1, 10);
      }
    });
  });
});
