import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readColourFrames } from '$lib/datasets/colour-frames';
import { findColourPictures } from '$lib/datasets/colour-pictures';
import { withoutCopyMark } from '$lib/datasets/copy-mark';
import { datasetOfMode, parsePictureName } from '$lib/datasets/picture-name';
import { formatIsoUs } from '$lib/datasets/timestamp';
import type { ColourSeries } from '$lib/model/colour';
import { latin1 } from '../formats/pgm-bytes';
import { chunk, pngBytes, type PngParts } from '../formats/png-bytes';
import { member, pax, tarBytes } from '../formats/tar-bytes';
import { sharedData } from '../shared-data';
import { expectedFiles, readSharedFile } from './expected-files';

function nameAt(second: number, device = 'rgb-04'): string {
  return `20300101_0600${String(second).padStart(2, '0')}_000001_gill_${device}_320ms_burst.png`;
}

/** A picture of 1 × 2 pixels, all samples alike. */
function picture(sample: number, parts: Partial<PngParts> = {}): Uint8Array {
  return pngBytes({
    width: 2,
    height: 1,
    colourType: 2,
    bitDepth: 8,
    samples: new Array<number>(64).fill(sample),
    ...parts,
  });
}

function pictureMember(second: number, parts: Partial<PngParts> = {}) {
  return member({ name: nameAt(second), content: picture(second, parts) });
}

async function read(bytes: Uint8Array, name = '20300101_0600_gill_rgb-04_burst.png.tar'): Promise<ColourSeries> {
  const outcome = await readColourFrames(bytes, { dataset: null, name });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

const firstSamples = ({ values }: ColourSeries) => [...values].filter((_, index) => index % 6 === 0);

describe('names', () => {
  test.each([
    ['20211030_060500_149606_gill_rgb-04_320ms_burst.png', '2021-10-30T06:05:00.149606Z', 320, 'burst'],
    ['a/20200508_060500_122643_gill_rgb-04_320ms_full.png', '2020-05-08T06:05:00.122643Z', 320, 'full'],
    ['20211030_060500_606_gill_rgb-04_320ms_burst.png', '2021-10-30T06:05:00.000606Z', 320, 'burst'],
    ['20181208_130800_000001_gill_rgb-04_50ms_mode-b3_raw.png', '2018-12-08T13:08:00.000001Z', 50, 'mode-b3_raw'],
    ['20211030_060500_149606_gill_rgb-04.png', '2021-10-30T06:05:00.149606Z', null, null],
  ])('%s', (name, time, exposureMs, mode) => {
    const { timeUs, ...rest } = parsePictureName(name)!;
    expect(formatIsoUs(timeUs)).toBe(time);
    expect(rest).toEqual({ siteUid: 'gill', deviceUid: 'rgb-04', exposureMs, mode });
  });

  test.each([' (1)', ' (12)', ' - Copy', ' - Copy (2)', ' copy', ' copy 2'])('with “%s” behind it', (mark) => {
    const name = `20211030_060500_149606_gill_rgb-04_320ms_burst${mark}.png`;
    expect(parsePictureName(name)).toMatchObject({ mode: 'burst', exposureMs: 320 });
    expect(withoutCopyMark(name)).toBe('20211030_060500_149606_gill_rgb-04_320ms_burst.png');
  });

  test.each([
    ['Copy of 20140310_0600_gill_themis19_full.pgm.gz', '20140310_0600_gill_themis19_full.pgm.gz'],
    ['20140310_0600_gill_themis19_full.pgm (1).gz', '20140310_0600_gill_themis19_full.pgm.gz'],
    ['holiday photo (at home).png', 'holiday photo (at home).png'],
    ['photocopy.png', 'photocopy.png'],
  ])('%s', (name, bare) => {
    expect(withoutCopyMark(name)).toBe(bare);
  });

  test.each([
    '20211030_0605_gill_rgb-04_burst.png',
    '20211330_060500_149606_gill_rgb-04_320ms_burst.png',
    '20211030_060500_149606_gill_themis19_320ms_burst.png',
    '20211030_060500_149606_rgb-04_320ms_burst.png',
    '20211030_060500_149606_gill_rgb-04_320ms_burst.jpg',
  ])('%s tells nothing', (name) => {
    expect(parsePictureName(name)).toBeNull();
  });

  test('modes are datasets', () => {
    expect(['burst', 'mode-b3_raw', 'full', 'dark', null].map(datasetOfMode)).toEqual([
      ...['TREX_RGB_RAW_BURST', 'TREX_RGB_RAW_BURST', 'TREX_RGB_RAW_LEGACY_COLOUR', null, null],
    ]);
  });
});

test('frames come in the order of their times, directories and other files of the tar left out', async () => {
  const series = await read(
    tarBytes(
      pictureMember(3),
      member({ name: 'notes.txt', content: latin1('hello') }),
      member({ name: `._${nameAt(2)}`, content: latin1('hello') }),
      pax({ path: `ut06/${nameAt(1)}` }),
      member({ name: 'short', content: picture(1) }),
      pictureMember(2),
    ),
  );
  expect(firstSamples(series)).toEqual([1, 2, 3]);
  expect(series).toMatchObject({
    dataset: 'TREX_RGB_RAW_BURST',
    siteUid: 'gill',
    deviceUid: 'rgb-04',
    synthetic: false,
  });
  expect(series).toMatchObject({ height: 1, width: 2, channels: 3, problem: null });
  expect(series.header).toContainEqual(['image_request_start_timestamp', '2030-01-01 06:00:01.000001 UTC']);
});

test('16 bits stay 16 bits, opacity is left out, a palette gives its colours', async () => {
  const deep = await read(tarBytes(pictureMember(1, { bitDepth: 16, samples: [65535, 256, 1, 0, 0, 7] })));
  expect(deep.values).toEqual(Uint16Array.of(65535, 256, 1, 0, 0, 7));
  const opaque = await read(tarBytes(pictureMember(1, { colourType: 6, samples: [1, 2, 3, 255, 4, 5, 6, 0] })));
  expect(opaque.values).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
  const before = [chunk('PLTE', latin1('abcdef'))];
  const indexed = await read(tarBytes(pictureMember(1, { colourType: 3, samples: [1, 0], before })));
  expect(indexed.values).toEqual(latin1('defabc'));
});

test('a picture that says so is synthetic', async () => {
  const before = [chunk('tEXt', latin1('Data origin\0synthetic (test)'))];
  expect((await read(picture(1, { before }), nameAt(1))).synthetic).toBe(true);
});

describe('a member that fails costs only itself', () => {
  const cut = picture(2).subarray(0, -24);
  test.each<[string, Uint8Array, string]>([
    ['cut', member({ name: nameAt(2), content: cut }), 'truncated'],
    ['damaged', member({ name: nameAt(2), content: picture(2).with(45, 0) }), 'corrupt'],
    ['another format', member({ name: nameAt(2), content: latin1('P5') }), 'corrupt'],
    ['empty', member({ name: nameAt(2) }), 'corrupt'],
    ['no time', member({ name: 'dark.png', content: picture(2) }), 'inconsistent'],
    ['another size', pictureMember(2, { width: 1 }), 'inconsistent'],
    ['another depth', pictureMember(2, { bitDepth: 16 }), 'inconsistent'],
    ['another camera', member({ name: nameAt(2, 'rgb-05'), content: picture(2) }), 'inconsistent'],
    ['grey', pictureMember(2, { colourType: 0 }), 'unsupported'],
    ['the same time', pictureMember(1), 'inconsistent'],
  ])('%s', async (what, bad, kind) => {
    const series = await read(tarBytes(pictureMember(1), bad, pictureMember(3)));
    expect(firstSamples(series)).toEqual([1, 3]);
    expect(series.values.buffer.byteLength).toBe(12);
    expect(series.problem).toMatchObject({ kind });
    expect(series.problem!.offset).toBeGreaterThanOrEqual(1536); // behind the first picture, a header and a block
    const alone = await readColourFrames(tarBytes(bad), { dataset: null, name: 'alone.tar' });
    expect(alone.ok).toBe(['another size', 'another depth', 'another camera', 'the same time'].includes(what));
  });

  test('several are counted', async () => {
    const bad = [2, 3, 4].map((second) => member({ name: nameAt(second), content: latin1('P5') }));
    const { problem } = await read(tarBytes(pictureMember(1), ...bad));
    expect(problem?.message).toContain('3 pictures');
  });
});

test('one name a month off does not move the others, and its picture is left out', async () => {
  const wrong = nameAt(2).replace('20300101', '20291201');
  const bytes = tarBytes(pictureMember(1), member({ name: wrong, content: picture(2) }), pictureMember(3));
  const series = await read(bytes);
  expect(firstSamples(series)).toEqual([1, 3]);
  expect(series.problem).toMatchObject({ kind: 'inconsistent', message: expect.stringContaining(wrong) as string });
});

test('a tar that is cut keeps the pictures before', async () => {
  const bytes = tarBytes(pictureMember(1), pictureMember(2));
  const series = await read(bytes.subarray(0, 1024 + 512 + 20));
  expect(firstSamples(series)).toEqual([1]);
  expect(series.problem).toMatchObject({ kind: 'truncated', format: 'tar', offset: 1024 });
});

test('no more than the limit is unpacked', async () => {
  const bytes = tarBytes(pictureMember(1), pictureMember(2), pictureMember(3));
  const outcome = await readColourFrames(bytes, { dataset: null, name: 'x.tar' }, 17);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  expect(firstSamples(outcome.value)).toEqual([1, 2]);
  expect(outcome.value.problem?.kind).toBe('unsupported');
});

test.each<[string, Uint8Array, string]>([
  ['nothing', new Uint8Array(0), 'corrupt'],
  ['a web page', latin1('<html>'), 'missing'],
  ['another format', latin1('P5\n1 1\n255\n!'), 'unsupported'],
  ['a tar of other things', tarBytes(member({ name: 'notes.txt' })), 'corrupt'],
])('%s gives no frames', async (_, bytes, kind) => {
  const outcome = await readColourFrames(bytes, { dataset: null, name: 'x.png.tar' });
  expect(outcome).toMatchObject({ ok: false, failure: { kind } });
});

describe.skipIf(!sharedData)('real files give what the reference readers give', () => {
  const files = [...expectedFiles('png'), ...expectedFiles('tar of png')];

  test('all are here', () => {
    expect(files).toHaveLength(3);
  });

  test.each(files)('%s', async (path, expected) => {
    const file = readSharedFile(path);
    const series = await read(file, path);
    expect([series.timesUs.length, series.height, series.width, series.channels]).toEqual(expected.shape);
    expect(createHash('sha256').update(series.values).digest('hex')).toBe(expected.sha256_pixels_le);
    expect([...series.timesUs].map(formatIsoUs)).toEqual(expected.timestamps);
    expect(Object.fromEntries(series.header)).toEqual(expected.peer_metadata_frame0);
    expect(series).toMatchObject({
      dataset: 'TREX_RGB_RAW_BURST',
      siteUid: 'gill',
      deviceUid: 'rgb-04',
      problem: null,
    });
    const found = findColourPictures(file, { dataset: null, name: path });
    expect(found.ok && found.value.pictures.map(({ name }) => name)).toEqual(expected.frame_order);
  });
});
