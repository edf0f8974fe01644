import { afterAll, describe, expect, test } from 'vitest';
import { datasetOfPath } from '$lib/datasets/file-name';
import type { FrameSeries } from '$lib/model/frames';
import { createDecoder } from '$lib/workers/decoder';
import { decodeApi } from '../../../workers/decode-api';
import { expectedPaths, readSharedFile } from '../datasets/expected-stacks';
import { concat, timedFrame } from '../formats/pgm-bytes';
import { FakeWorker } from './fake-worker';

/* Frames made small in the worker, against the plainest reduction of the same frames unfolded as a whole. */

const decoder = createDecoder({ workers: 1, startWorker: () => new FakeWorker(decodeApi).asWorker() });
afterAll(() => decoder.dispose());
const wish = { rank: () => 0, signal: new AbortController().signal };

/** Means of square blocks, those without a number left out. */
function reduced({ counts, width, height, channels }: FrameSeries, frame: number, side: number) {
  const block = Math.ceil(Math.max(width, height) / side);
  const [rows, columns] = [Math.ceil(height / block), Math.ceil(width / block)];
  const means = Array.from({ length: rows * columns * channels }, (_, at) => {
    const [index, channel] = [Math.floor(at / channels), at % channels];
    const [top, left] = [block * Math.floor(index / columns), block * (index % columns)];
    let [sum, known] = [0, 0];
    for (let row = top; row < Math.min(top + block, height); row++) {
      for (let column = left; column < Math.min(left + block, width); column++) {
        const value = counts[((frame * height + row) * width + column) * channels + channel]!;
        if (Number.isNaN(value)) continue;
        sum += value;
        known += 1;
      }
    }
    return known === 0 ? 0 : Math.min(65_535, Math.max(0, Math.round(sum / known)));
  });
  return { height: rows, width: columns, channels, counts: Uint16Array.from(means) };
}

/** One file of each dataset. */
const files = [
  ...new Map(expectedPaths.flatMap((path) => (datasetOfPath(path) ? [[datasetOfPath(path)!.name, path]] : []))),
] as [string, string][];

describe.skipIf(files.length === 0)('a real file of', () => {
  test.each(files)('%s', async (_, path) => {
    const source = { dataset: null, name: path };
    const bytes = () => new Uint8Array(readSharedFile(path)).buffer;
    const frames = await decodeApi.frames(bytes(), source);
    if (!frames.ok) return expect(await decodeApi.smallFrames(bytes(), source, order([0], 64))).toEqual(frames);
    const { timesUs } = frames.value;
    const last = timesUs.length - 1;
    const places = [...new Set([Math.min(1, last), last])];
    for (const side of [64, 256]) {
      const asked = order(
        places.map((place) => timesUs[place]!),
        side,
      );
      const outcome = await decoder.smallFrames(bytes(), source, asked, wish);
      if (!outcome.ok) throw new Error(outcome.failure.message);
      expect(outcome.value.map(({ timeUs }) => timeUs)).toEqual(asked.timesUs);
      outcome.value.forEach(({ timeUs, counts, ...shape }, index) => {
        const { counts: expected, ...expectedShape } = reduced(frames.value, places[index]!, side);
        expect(shape).toEqual(expectedShape);
        expect(Buffer.compare(Buffer.from(counts.buffer), Buffer.from(expected.buffer)), `${timeUs}`).toBe(0);
      });
    }
  });

  test('each kind of packing', () => {
    const kinds = new Set(files.map(([, path]) => datasetOfPath(path)!.packing.container));
    expect([...kinds].sort()).toEqual(['hdf5', 'pgm', 'png', 'spectra']);
  });
});

const source = { dataset: 'THEMIS_ASI_RAW', name: '20300101_0600_gill_themis19_full.pgm.gz' };
const file = () => concat(timedFrame(0, [1, 2, 3, 4, 5, 6], 3), timedFrame(3, [7, 8, 9, 10, 11, 12], 3)).slice().buffer;

test('frames that the file has not are left out; none of it is made up', async () => {
  const there = await decodeApi.frames(file(), source);
  if (!there.ok) throw new Error(there.failure.message);
  const [, second] = there.value.timesUs;
  expect(await decoder.smallFrames(file(), source, order([second! - 1, second!], 2), wish)).toEqual({
    ok: true,
    value: [{ timeUs: second, height: 1, width: 2, channels: 1, counts: Uint16Array.of(9, 11) }],
  });
  expect(await decoder.smallFrames(file(), source, order([5], 2), wish)).toEqual({ ok: true, value: [] });
});

test('the file is given away, failures cross as data', async () => {
  const given = file();
  await decoder.smallFrames(given, source, order([], 64), wish);
  expect(given.byteLength).toBe(0);
  const page = new TextEncoder().encode('<html>').slice().buffer;
  expect(await decoder.smallFrames(page, source, order([], 64), wish)).toMatchObject({ failure: { kind: 'missing' } });
});

function order(timesUs: readonly number[], longestSide: number) {
  return { timesUs, longestSide };
}
