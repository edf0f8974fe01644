import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { datasetOfPath, parseFileName } from '$lib/datasets/file-name';
import { readFrameSeries } from '$lib/datasets/frame-series';
import { formatIsoUs } from '$lib/datasets/timestamp';
import { gunzip } from '$lib/formats/gzip';
import { decodePgm } from '$lib/formats/pgm';
import { sharedData } from '../shared-data';
import { expectedStacks, readSharedFile } from './expected-stacks';

function sha256(array: Uint8Array | Uint16Array): string {
  return createHash('sha256').update(array).digest('hex');
}

describe.skipIf(!sharedData)('every real file gives what the reference readers give', () => {
  test('there are such files, of every array that has any', () => {
    const datasets = new Set(expectedStacks.map(([path]) => datasetOfPath(path)?.name));
    expect([...datasets].sort()).toEqual([
      'RAINBOW_RAW',
      'REGO_RAW',
      'THEMIS_ASI_RAW',
      'TREX_BLUE_RAW',
      'TREX_NIR_RAW',
      'TREX_SPECT_RAW',
    ]);
  });

  test.each(expectedStacks)('%s', async (path, stack) => {
    const file = readSharedFile(path);
    const unpacked = await gunzip(file);
    expect(unpacked.problem).toBeNull();
    expect(sha256(unpacked.bytes)).toBe(stack.sha256_decoded_stream);

    const pgm = decodePgm(unpacked.bytes);
    expect(pgm.problem).toBeNull();
    expect(pgm.frames.map((frame) => frame.commentLines)).toEqual(stack.comment_lines_per_frame);
    expect(pgm.frames[1]?.header).toEqual(stack.metadata_frame1);

    const outcome = await readFrameSeries(file, { dataset: null, name: path });
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const { value } = outcome;
    expect([value.timesUs.length, value.height, value.width]).toEqual(stack.shape);
    expect(sha256(value.counts)).toBe(stack.sha256_pixels_le);
    expect(value.counts.reduce((sum, count) => sum + count, 0)).toBe(stack.sum);
    expect(value.counts.reduce((least, count) => Math.min(least, count))).toBe(stack.min);
    expect(value.counts.reduce((most, count) => Math.max(most, count))).toBe(stack.max);
    expect([...value.timesUs].map(formatIsoUs)).toEqual(stack.timestamps);
    expect(value.header).toEqual(stack.metadata_frame0);
    expect(value.problem).toBeNull();

    const name = path.slice(path.lastIndexOf('/') + 1);
    const { siteUid, deviceUid, startUs } = parseFileName(name)!;
    expect(value).toMatchObject({ dataset: datasetOfPath(name)!.name, siteUid, deviceUid });
    expect(Math.floor(value.timesUs[0]! / 60e6) * 60e6).toBe(startUs);
  });
});
