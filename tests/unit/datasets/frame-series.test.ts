import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inOrderOfTime } from '$lib/datasets/frame-order';
import { readFrameSeries } from '$lib/datasets/frame-series';
import { readImagerFrames } from '$lib/datasets/imager-frames';
import { concat, frameBytes, latin1, timedFrame } from '../formats/pgm-bytes';

const startUs = Date.UTC(2030, 0, 1, 6) * 1000;
const unnamed = { dataset: null, name: 'night.pgm' };
const minute = concat(timedFrame(0, [1, 2]), timedFrame(3, [3, 4]), timedFrame(6, [5, 6]));
const gzipped = new Uint8Array(gzipSync(minute));

/** With a wrong checksum. */
function spoilt(packed: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(packed, (byte, index) => (index === packed.length - 8 ? byte ^ 1 : byte));
}

async function read(file: Uint8Array, source: Parameters<typeof readFrameSeries>[1] = unnamed) {
  const outcome = await readFrameSeries(file, source);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

test.each([
  ['plain', minute],
  ['packed', gzipped],
  ['packed in two members', concat(gzipSync(minute.subarray(0, 50)), gzipSync(minute.subarray(50)))],
])('a whole file, %s', async (_, file) => {
  const series = await read(file);
  expect(series).toMatchObject({ dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: 'themis19', problem: null });
  expect(series).toMatchObject({ width: 2, height: 1 });
  expect(series.counts).toEqual(Uint16Array.of(1, 2, 3, 4, 5, 6));
  expect([...series.timesUs]).toEqual([startUs + 1, startUs + 3_000_001, startUs + 6_000_001]);
  expect(series.header).toHaveLength(3);
});

describe('whether they were ever observed', () => {
  const lines = [
    ['Site unique ID', 'gill'],
    ['Imager unique ID', 'themis96'],
    ['Image request start', '2030-01-01 06:00:00 UTC'],
  ] as const;
  const saying = (...origin: (readonly [string, string])[]) =>
    concat(frameBytes({ width: 1, height: 1, samples: [7], lines: [...origin, ...lines] }), timedFrame(3, [8], 1));

  test.each([
    [true, saying(['Data origin', 'synthetic (Nightside sample event)'])],
    [true, saying(['DATA ORIGIN', 'Synthetic'])],
    [false, saying()],
    [true, saying(['Operating System', 'SYNTHETIC arc added to a real frame'])],
    [false, saying(['Operating System', 'Synthetic OS 3'])],
    [false, saying(['Data origin', 'camera'])],
    [false, saying(['Data origin', 'not synthetic'])],
    [false, saying(['Data origin', 'syntheticus'])],
    [false, saying(['Imager type', 'synthetic'])],
  ])('%s, by the header alone', async (synthetic, file) => {
    const imager = await readImagerFrames(file, unnamed);
    expect([(await read(file)).synthetic, imager.ok && imager.value.synthetic]).toEqual([synthetic, synthetic]);
  });
});

describe('whose frames they are', () => {
  const time = ['Image request start', '2030-01-01 06:00:00 UTC'] as const;
  const one = (...lines: (readonly [string, string])[]) =>
    frameBytes({ width: 1, height: 1, samples: [7], lines: [...lines, time] });

  test('the header wins over the name, in any letter case, and of repeated keys the last', async () => {
    const file = one(['SITE unique id', 'atha'], ['Imager Unique ID', 'rego-001'], ['Site unique ID', 'FSIM ']);
    const series = await read(file, { dataset: 'REGO_RAW', name: 'a/b/20300101_0600_gill_rego-652_6300.pgm.gz' });
    expect(series).toMatchObject({ dataset: 'REGO_RAW', siteUid: 'fsim', deviceUid: 'rego-001' });
  });

  test('the name fills in what the header lacks or spoils', async () => {
    const file = one(['Site unique ID', '../..'], ['Imager unique ID', '']);
    const series = await read(file, { dataset: null, name: '20300101_060000_000000_gill_nir-216_8446_dark.pgm' });
    expect(series).toMatchObject({ dataset: 'TREX_NIR_RAW', siteUid: 'gill', deviceUid: 'nir-216' });
  });

  test.each([
    ['no site', one(['Imager unique ID', 'rego-652'])],
    ['no device', one(['Site unique ID', 'gill'])],
    ['no array known here', one(['Site unique ID', 'gill'], ['Imager unique ID', 'camera-1'])],
  ])('%s: said so', async (_, file) => {
    const outcome = await readFrameSeries(file, unnamed);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unsupported', format: 'pgm' } });
  });

  test('the first of the dataset’s keys that holds a time counts', async () => {
    const lines = [
      ['Image request start', 'soon'],
      ['Exposure start time', '2030-01-01 06:00:09'],
    ] as const;
    const file = frameBytes({
      width: 1,
      height: 1,
      samples: [7],
      lines: [['Site unique ID', 'gill'], ['Imager unique ID', 'themis19'], ...lines],
    });
    expect([...(await read(file)).timesUs]).toEqual([startUs + 9_000_000]);
  });
});

describe('damage: good frames and what spoiled the others', () => {
  const timeless = frameBytes({ width: 2, height: 1, samples: [9, 9] });
  const first = timedFrame(0, [1, 2]);
  const stored = gzipSync(minute, { level: 0 }); // so a byte less is a byte less
  test.each([
    [
      'a frame without its own time',
      concat(first, timeless, timedFrame(6, [5, 6])),
      'inconsistent',
      'pgm',
      first.length,
      [1, 2, 5, 6],
    ],
    ['a first frame without time', concat(timeless, timedFrame(0, [1, 2])), 'inconsistent', 'pgm', 0, [1, 2]],
    ['the earlier of two problems', concat(first, latin1('?'), timeless), 'corrupt', 'pgm', first.length, [1, 2]],
    ['cut in the last frame', minute.subarray(0, -1), 'truncated', 'pgm', minute.length - 4, [1, 2, 3, 4]],
    ['packed, then cut', stored.subarray(0, -9), 'truncated', 'gzip', minute.length - 1, [1, 2, 3, 4]],
    ['packed, wrong checksum', spoilt(gzipped), 'corrupt', 'gzip', minute.length, [1, 2, 3, 4, 5, 6]],
    ['packed, something behind', concat(gzipped, latin1('more')), 'corrupt', 'gzip', minute.length, [1, 2, 3, 4, 5, 6]],
    [
      'packed, wrong checksum, and cut',
      spoilt(gzipSync(minute.subarray(0, -1))),
      'corrupt',
      'pgm',
      minute.length - 4,
      [1, 2, 3, 4],
    ],
    ['cut, then packed', gzipSync(minute.subarray(0, -1)), 'truncated', 'pgm', minute.length - 4, [1, 2, 3, 4]],
  ])('%s', async (_, file, kind, format, offset, counts) => {
    const series = await read(file, { dataset: 'THEMIS_ASI_RAW', name: '20300101_0600_gill_themis19_full.pgm.gz' });
    expect(series.problem).toMatchObject({ kind, format, offset });
    expect([...series.counts]).toEqual(counts);
    expect(series.timesUs).toHaveLength(counts.length / 2);
    expect(series.counts.byteLength).toBe(series.counts.buffer.byteLength);
  });
});

test('a checksum does not hide where a frame broke: both are named', async () => {
  const { problem } = await read(spoilt(gzipSync(concat(minute, latin1('P5\n#"')))));
  expect(problem).toMatchObject({ kind: 'corrupt', format: 'pgm', offset: minute.length });
  expect(problem?.message).toMatch(/header.*checksum/);
});

describe('times rise, whatever the file says', () => {
  const at = (time: string, counts: number[]) =>
    frameBytes({ width: 2, height: 1, samples: counts, lines: [['Image request start', `${time} UTC`]] });
  const [one, two, three] = [timedFrame(0, [1, 2]), timedFrame(3, [3, 4]), timedFrame(6, [5, 6])];
  const late = at('2031-01-01 06:00:03', [7, 8]);
  const upToLimit = at('2030-01-01 06:10:03.000001', [7, 8]);
  const beyond = at('2030-01-01 06:10:03.000002', [7, 8]);
  test.each([
    ['out of order', concat(one, three, two), [1, 2, 3, 4, 5, 6], one.length + three.length],
    ['backwards', concat(one, timedFrame(9, [7, 8]), three, two), [1, 2, 3, 4, 5, 6, 7, 8], one.length + two.length],
    [
      'the same time twice',
      concat(one, two, timedFrame(3, [9, 9]), three),
      [1, 2, 3, 4, 5, 6],
      one.length + two.length,
    ],
    ['a frame a year late', concat(one, late, two, three), [1, 2, 3, 4, 5, 6], one.length],
    ['a first frame a year late', concat(late, one, two, three), [1, 2, 3, 4, 5, 6], 0],
    ['ten minutes from the median', concat(one, two, upToLimit), [1, 2, 3, 4, 7, 8], null],
    ['more than ten', concat(one, two, beyond), [1, 2, 3, 4], one.length + two.length],
    ['two frames a year apart', concat(one, late), [1, 2], one.length],
  ])('%s', async (_, file, counts, offset) => {
    const series = await read(file, { dataset: 'THEMIS_ASI_RAW', name: '20300101_0600_gill_themis19_full.pgm.gz' });
    expect([...series.counts]).toEqual(counts);
    expect([...series.timesUs]).toEqual([...series.timesUs].sort((a, b) => a - b));
    expect(new Set(series.timesUs).size).toBe(counts.length / 2);
    expect(series.problem?.offset ?? null).toBe(offset);
    if (offset !== null) expect(series.problem).toMatchObject({ kind: 'inconsistent', format: 'pgm' });
  });

  test('damage of the packing comes first', async () => {
    const series = await read(concat(gzipSync(concat(one, three, two)), latin1('more')));
    expect([...series.counts]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(series.problem).toMatchObject({ format: 'gzip' });
  });

  test('frames in order come back as they are', () => {
    const frames = [1, 2].map((timeUs) => ({ timeUs, offset: 9 * timeUs, samples: new Uint8Array(2) }));
    const ordered = inOrderOfTime(frames);
    expect(ordered.frames).toBe(frames);
    expect(ordered.problem).toBeNull();
  });

  test('what inspects a file sees it in its own order', async () => {
    const outcome = await readImagerFrames(concat(one, three, two), unnamed);
    expect(outcome.ok && [...outcome.value.counts]).toEqual([1, 2, 5, 6, 3, 4]);
  });
});

describe('nothing to be had', () => {
  const time = ['Image request start', '2030-01-01 06:00:00 UTC'] as const;
  test.each([
    ['a web page', latin1('<!doctype html><title>Data'), { kind: 'missing' }],
    ['a web page, packed', gzipSync('<html>'), { kind: 'missing' }],
    ['an empty file', new Uint8Array(0), { kind: 'corrupt', offset: null }],
    ['nothing, packed', gzipSync(''), { kind: 'corrupt', offset: null }],
    ['bzip2', latin1('BZh91AY&SY'), { kind: 'unsupported', format: 'bzip2' }],
    ['HDF5', latin1('\x89HDF\r\n\x1a\n'), { kind: 'unsupported', format: 'hdf5' }],
    ['IDL SAVE', latin1('SR\0\x04'), { kind: 'unsupported', format: 'idl save' }],
    ['packed twice', gzipSync(gzipped), { kind: 'unsupported', format: 'gzip' }],
    ['cut in the gzip header', gzipped.subarray(0, 7), { kind: 'corrupt', format: 'gzip', offset: 0 }],
    ['another packing', Uint8Array.of(0x1f, 0x8b, 7, 0, 0, 0, 0, 0, 0, 0), { kind: 'unsupported', format: 'gzip' }],
    ['bytes of no kind', new Uint8Array(999), { kind: 'unsupported', format: 'unknown' }],
    [
      'a text',
      latin1('2014-03-10 06:00 P5 was bright'),
      { kind: 'unsupported', message: expect.stringContaining('not a PGM or SAVE file') as string },
    ],
    [
      'frames far too large for the camera',
      frameBytes({ width: 1025, height: 256, samples: new Array<number>(1025 * 256).fill(1), lines: [time] }),
      { kind: 'unsupported', message: expect.stringContaining('1025 × 256') as string },
    ],
    ['cut in the first frame', minute.subarray(0, 90), { kind: 'corrupt', format: 'pgm' }],
    [
      'no frame with a time',
      frameBytes({ width: 1, height: 1, samples: [1] }),
      { kind: 'corrupt', format: 'pgm', offset: 0 },
    ],
  ])('%s', async (_, file, failure) => {
    const outcome = await readFrameSeries(file, {
      dataset: 'THEMIS_ASI_RAW',
      name: '20300101_0600_gill_themis19_full.pgm.gz',
    });
    expect(outcome).toMatchObject({ ok: false, failure });
    expect(outcome.ok ? '' : outcome.failure.message).toMatch(/^The .*\.$/);
  });
});

test('files cut and flipped anywhere, packed or not, end as an outcome with whole frames', async () => {
  const damage = fc.record({
    packed: fc.boolean(),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    flips: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ packed, cut, flips }) => {
      const file = new Uint8Array(packed ? gzipped : minute);
      for (const [where, value] of flips) file[where % file.length]! ^= value;
      const outcome = await readFrameSeries(file.subarray(0, Math.ceil(cut * file.length)), unnamed);
      if (!outcome.ok) {
        expect(outcome.failure.message).toMatch(/\.$/);
        return;
      }
      const { counts, timesUs, width, height } = outcome.value;
      expect(counts).toHaveLength(timesUs.length * width * height);
      expect(timesUs.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});
