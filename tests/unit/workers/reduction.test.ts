import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addHistograms } from '$lib/analysis/histogram';
import { datasetByName } from '$lib/datasets/catalogue';
import { datasetOfPath } from '$lib/datasets/file-name';
import { middleColumn } from '$lib/analysis/keogram';
import { wavelengthOfRow } from '$lib/datasets/trex-spectrograph';
import type { FrameSeries } from '$lib/model/frames';
import { decodeApi } from '../../../workers/decode-api';
import { expectedPaths, expectedStacks, readSharedFile } from '../datasets/expected-stacks';
import { concat, frameBytes, latin1, timedFrame } from '../formats/pgm-bytes';

/*
 * A reduction reads single samples out of the file; whole frames are unfolded another way. Both must tell the same.
 */

const source = { dataset: null, name: '20300101_0600_gill_themis19_full.pgm.gz' };

async function both(file: Uint8Array, from: typeof source) {
  const copy = () => new Uint8Array(file).buffer;
  const [frames, reduced] = [await decodeApi.frames(copy(), from), await decodeApi.reduce(copy(), from)];
  if (!frames.ok || !reduced.ok) return { frames: null, reduced: null, failures: [frames, reduced] };
  return { frames: frames.value, reduced: reduced.value, failures: null };
}

/** The columns of a keogram, taken from whole frames in the plainest way. */
function columnsOf({ counts, width, height, channels, dataset, header, wavelengthNm: nm }: FrameSeries): number[] {
  const { keogramSlice: slice, orientation } = datasetByName(dataset)!;
  const samples = width * height * channels;
  const frames = Array.from({ length: counts.length / samples }, (_, frame) => frame * samples);
  if (slice.kind === 'middle-column') {
    const column = middleColumn(width, orientation);
    return frames.flatMap((start) =>
      Array.from({ length: channels * height }, (_, at) => {
        const [channel, row] = [Math.floor(at / height), at % height];
        return counts[start + (row * width + column) * channels + channel]!;
      }),
    );
  }
  if (slice.kind === 'emission-band') {
    const within = (from: number, to: number) => [...nm!.keys()].filter((row) => nm![row]! >= from && nm![row]! <= to);
    const integral = (start: number, bin: number, [from, to]: readonly [number, number]) => {
      const value = (row: number) => counts[start + row * width + bin]!;
      return within(from, to)
        .slice(1)
        .reduce((sum, row) => sum + ((nm![row]! - nm![row - 1]!) * (value(row) + value(row - 1))) / 2, 0);
    };
    return frames.flatMap((start) =>
      Array.from({ length: width }, (_, bin) => {
        const rayleighs = integral(start, bin, slice.signalNm) - integral(start, bin, slice.backgroundNm);
        return rayleighs > 0 ? Math.min(65_535, Math.round(rayleighs)) : 0;
      }),
    );
  }
  const wavelengthNm = wavelengthOfRow(header)!;
  const rows = [...Array(height).keys()].filter(
    (row) => Math.abs(wavelengthNm(row) - slice.wavelengthNm) <= slice.halfWidthNm,
  );
  return frames.flatMap((start) =>
    Array.from({ length: width }, (_, bin) => {
      const sum = rows.reduce((total, row) => total + counts[start + row * width + bin]!, 0);
      return Math.round(sum / rows.length);
    }),
  );
}

function thumbnailOf({ counts, width, height, channels }: FrameSeries, frame: number): number[] {
  const block = Math.ceil(Math.max(width, height) / 64);
  const [rows, columns] = [Math.ceil(height / block), Math.ceil(width / block)];
  return Array.from({ length: rows * columns * channels }, (_, at) => {
    const [index, channel] = [Math.floor(at / channels), at % channels];
    const [top, left] = [block * Math.floor(index / columns), block * (index % columns)];
    const pixels: number[] = [];
    for (let row = top; row < Math.min(top + block, height); row++) {
      for (let column = left; column < Math.min(left + block, width); column++) {
        pixels.push(counts[((frame * height + row) * width + column) * channels + channel]!);
      }
    }
    const known = pixels.filter((value) => !Number.isNaN(value));
    return Math.max(0, Math.round(known.reduce((sum, value) => sum + value, 0) / known.length));
  });
}

async function expectAgreement(file: Uint8Array, from: typeof source): Promise<void> {
  const { frames, reduced, failures } = await both(file, from);
  if (failures) {
    expect(failures[1]).toEqual(failures[0]);
    return;
  }
  const { counts, height, width, channels, dataset, siteUid, deviceUid, timesUs, synthetic, problem } = frames;
  const common = { dataset, siteUid, deviceUid, timesUs, synthetic, problem };
  expect(reduced).toMatchObject({ ...common, channels, frame: { height, width } });
  expect([...reduced.counts]).toEqual(columnsOf(frames));
  expect(reduced.thumbnail.frame).toBe(frames.timesUs.length >> 1);
  expect([...reduced.thumbnail.counts]).toEqual(thumbnailOf(frames, reduced.thumbnail.frame));
  const sampled = addHistograms([reduced.histogram]).findLastIndex((pixels) => pixels > 0);
  expect(reduced.histogram).toHaveLength(sampled + 1);
  let most = 0;
  for (const count of counts) if (count > most) most = count;
  expect(reduced.countsPerBin * sampled).toBeLessThanOrEqual(Math.ceil(most));
}

describe.skipIf(expectedStacks.length === 0)('every real file', () => {
  test.each(expectedStacks.map(([path]) => path))('%s', async (path) => {
    await expectAgreement(readSharedFile(path), { dataset: null, name: path });
  });
});

const others = expectedPaths.filter((path) => (datasetOfPath(path)?.packing.container ?? 'pgm') !== 'pgm');

describe.skipIf(others.length === 0)('every real file that is no stack', () => {
  test.each(others)('%s', async (path) => {
    await expectAgreement(readSharedFile(path), { dataset: null, name: path });
  });

  test('of each kind there is one', () => {
    const kinds = new Set(others.map((path) => datasetOfPath(path)!.packing.container));
    expect([...kinds].sort()).toEqual(['hdf5', 'png', 'spectra']);
  });
});

const [one, two, three] = [timedFrame(0, [1, 2, 3, 4]), timedFrame(3, [5, 6, 7, 8]), timedFrame(6, [9, 10, 11, 12])];
const narrow = frameBytes({
  width: 2,
  height: 2,
  samples: [1, 2, 254, 255],
  maxValue: 255,
  lines: [['Image request start', '2030-01-01 06:00:09 UTC']],
});

test.each([true, false])('that a file was computed (%s) crosses the thread with its columns', async (synthetic) => {
  const origin = latin1(`#"Data origin" ${synthetic ? 'synthetic (Nightside sample event)' : 'camera'}\n`);
  const file = concat(one.subarray(0, 3), origin, one.subarray(3), two);
  const { frames, reduced } = await both(gzipSync(file), source);
  expect([frames?.synthetic, reduced?.synthetic]).toEqual([synthetic, synthetic]);
});

/** The worker unpacks one file into the memory of the last. */
describe('files after and beside one another', () => {
  const files = [concat(one, two, three), concat(three), concat(one, three), concat(two)].map((file) => gzipSync(file));
  const reduce = (file: Uint8Array) => decodeApi.reduce(new Uint8Array(file).buffer, source);

  test('an answer outlives the files after it', async () => {
    const answers = [];
    for (const file of files) answers.push(await reduce(file));
    const asTheyCame = structuredClone(answers);
    for (const file of files.toReversed()) await reduce(file);
    expect(answers).toEqual(asTheyCame);
    expect(answers.map((answer) => answer.ok && [...answer.value.timesUs].length)).toEqual([3, 1, 2, 1]);
  });

  test('files reduced at once do not write into one another', async () => {
    const alone = [];
    for (const file of files) alone.push(await reduce(file));
    expect(await Promise.all(files.map(reduce))).toEqual(alone);
  });
});

describe('damaged and odd files', () => {
  test.each([
    ['sound', concat(one, two, three)],
    ['packed', gzipSync(concat(one, two, three))],
    ['packed in two members', concat(gzipSync(concat(one, two)), gzipSync(three))],
    ['out of order', concat(one, three, two)],
    ['twice the same', concat(one, two, two, three)],
    ['a year late', concat(one, frameBytes({ width: 2, height: 2, samples: [7, 7, 7, 7], lines: [] }), two)],
    ['another size between', concat(one, timedFrame(3, [5, 6]), three)],
    ['foreign bytes between', concat(one, latin1('???'), three)],
    ['samples of one byte among others', concat(one, two, narrow, three)],
    ['cut', concat(one, two, three).subarray(0, -3)],
    ['no time at all', frameBytes({ width: 2, height: 2, samples: [1, 2, 3, 4] })],
    ['no frame', latin1('<html>')],
  ])('%s', async (_, file) => {
    await expectAgreement(file, source);
  });

  test('cut and flipped anywhere', async () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 4 });
    const whole = concat(one, two, three, narrow);
    await fc.assert(
      fc.asyncProperty(flips, fc.boolean(), fc.nat(), async (changes, packed, cut) => {
        const file = new Uint8Array(packed ? gzipSync(whole) : whole);
        for (const [at, by] of changes) file[at % file.length]! ^= by;
        await expectAgreement(file.subarray(0, file.length - (cut % 40)), source);
      }),
      { numRuns: 60 },
    );
  }, 30_000);
});
