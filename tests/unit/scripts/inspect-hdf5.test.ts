import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeHdf5 } from '../../../scripts/describe-hdf5';
import { expectedHdf5 } from '../datasets/expected-hdf5';
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
  test.each(expectedHdf5)('%s as the reference readers have it', async (path, expected) => {
    const outcome = await describeHdf5(await readFile(join(sharedData!, path)), path);
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
  });

  test('every one of them is looked at', () => {
    expect(expectedHdf5).toHaveLength(7);
  });
});
