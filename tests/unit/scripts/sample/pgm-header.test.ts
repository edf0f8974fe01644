import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { exposureOf } from '$lib/datasets/exposure';
import { readFrameSeries } from '$lib/datasets/frame-series';
import { parseInstant } from '$lib/datasets/utc';
import { packedMinute } from '../../../../scripts/sample/pgm-minute';
import { cameras, frameTimeUs, framesPerMinute, type SampleCamera } from '../../../../scripts/sample/plan';
import { sharedData } from '../../shared-data';

const themis = cameras.find(({ deviceUid }) => deviceUid === 'themis96')!;
const rego = cameras.find(({ deviceUid }) => deviceUid === 'rego-992')!;
const nir = cameras.find(({ dataset }) => dataset === 'TREX_NIR_RAW')!;
const origin = '#"Data origin" synthetic (Nightside sample event)';

/** A dark minute: this is about the headers. */
function minuteOf(camera: SampleCamera): Uint8Array {
  const counts = new Uint16Array(camera.height * camera.width).fill(camera.dark);
  const frames = Array.from({ length: framesPerMinute(camera) }, (_, at) => {
    return { timeUs: frameTimeUs(camera, at), sequence: 8400 + at, counts };
  });
  return packedMinute(camera, frames, 'minute.pgm.gz');
}

/** All lines of every header, from `P5` to `65535`; read here on purpose without the app's decoder. */
function headersIn(packed: Uint8Array): string[][] {
  const bytes = gunzipSync(packed);
  const headers: string[][] = [];
  for (let at = 0; at < bytes.length;) {
    const lines: string[] = [];
    while (lines.at(-1) !== '65535') {
      const end = bytes.indexOf('\n', at);
      lines.push(bytes.toString('latin1', at, end));
      at = end + 1;
    }
    const [width, height] = lines.at(-2)!.split(' ').map(Number);
    at += 2 * width! * height!;
    headers.push(lines);
  }
  return headers;
}

function valueIn(header: readonly string[], key: string): string {
  const begin = `#"${key}" `;
  const line = header.find((text) => text.startsWith(begin));
  if (line === undefined) throw new Error(`no ${key}`);
  return line.slice(begin.length);
}

function timeIn(header: readonly string[], key: string): number {
  return parseInstant(valueIn(header, key).replace(/ UTC ?$/, ''))!;
}

const minutes = new Map([themis, rego, nir].map((camera) => [camera, headersIn(minuteOf(camera))]));

describe.skipIf(!sharedData)('headers of the sample event beside real ones', () => {
  /** Values that are words or name a thing: ours say that there is no such thing. */
  const named = /model|comment|type|computer name|operating system|site name|(camera|lens|filter) serial/i;
  /** Keys and, but for `named` values, every sign as it is and every number as 9 with as many digits behind the point. */
  const formOf = (line: string) => {
    const [, key, value] = /^#"([^"]*)"(.*)$/.exec(line) ?? [null, '', line];
    if (named.test(key)) return key;
    const numbers = value.replace(/\d+(\.\d+)?/g, (_, fraction: string = '') => `9${fraction.replace(/\d/g, '9')}`);
    return `${key}|${numbers.replace(/gill|gako/, 'SITE')}`;
  };
  const keyOf = (line: string) => /^#"([^"]*)"/.exec(line)?.[1] ?? line;
  const real = (path: string) => headersIn(readFileSync(resolve(sharedData!, 'sort_by_project', path)));

  test.each([
    [
      'THEMIS at Gillam',
      themis,
      'THEMIS/asi/stream0/2014/03/10/gill_themis19/ut06/20140310_0600_gill_themis19_full.pgm.gz',
    ],
    [
      'THEMIS at Gakona',
      themis,
      'THEMIS/asi/stream0/2011/01/06/gako_themis20/ut17/20110106_1700_gako_themis20_full.pgm.gz',
    ],
    [
      'REGO at Gillam',
      rego,
      'GO-Canada/REGO/stream0/2016/10/29/gill_rego-652/ut04/20161029_0401_gill_rego-652_6300.pgm.gz',
    ],
    ['TREx NIR at Gillam', nir, 'TREx/NIR/stream0/2022/03/07/gill_nir-216/ut06/20220307_0600_gill_nir-216_8446.pgm.gz'],
  ])('%s: the same keys in the same order, in the first header and in later ones', (_, camera, path) => {
    const theirs = real(path);
    const ours = minutes.get(camera)!;
    expect(ours[0]!.filter((line) => line !== origin).map(keyOf)).toEqual(theirs[0]!.map(keyOf));
    expect(ours[0]).toHaveLength(theirs[0]!.length + 1);
    for (const header of ours.slice(1)) expect(header.map(keyOf)).toEqual(theirs[1]!.map(keyOf));
  });

  test.each([
    ['THEMIS', themis, 'THEMIS/asi/stream0/2014/03/10/gill_themis19/ut06/20140310_0600_gill_themis19_full.pgm.gz'],
    ['REGO', rego, 'GO-Canada/REGO/stream0/2016/10/29/gill_rego-652/ut04/20161029_0401_gill_rego-652_6300.pgm.gz'],
    ['TREx NIR', nir, 'TREx/NIR/stream0/2022/03/07/gill_nir-216/ut06/20220307_0600_gill_nir-216_8446.pgm.gz'],
  ])('%s: values have the form of real ones: units, blanks, digits behind the point', (_, camera, path) => {
    const theirs = real(path);
    const ours = minutes.get(camera)!;
    const own = (line: string) => formOf(line.replace(/themis-?\d\d|rego-\d+|nir-\d+/, 'DEVICE'));
    expect(ours[0]!.filter((line) => line !== origin).map(own)).toEqual(theirs[0]!.map(own));
    for (const header of ours.slice(1)) expect(header.map(own)).toEqual(theirs[1]!.map(own));
  });
});

test('a later header, to the letter', () => {
  expect(minutes.get(themis)![1]).toEqual([
    'P5',
    '#"Mode unique ID" full',
    '#"Mode sequence number" 8401',
    '#"CCD device" /dev/ccdA',
    '#"Exposure options" WIDTH=512 HEIGHT=256 XBIN=2 YBIN=1 XOFFSET=126 YOFFSET=22 MSEC=999',
    expect.stringMatching(/^#"Image request start" 2030-02-08 08:00:03\.\d{6} UTC$/),
    expect.stringMatching(/^#"Image readout start" 2030-02-08 08:00:04\.\d{6} UTC$/),
    expect.stringMatching(/^#"Exposure plus initial readout" {4}985\.\d\d ms$/),
    '256 256',
    '65535',
  ]);
  expect(minutes.get(rego)![1]).toEqual([
    'P5',
    '#"Mode sequence number" 8401 ',
    '#"VSSpeed" 38.549999 ',
    expect.stringMatching(/^#"Current CCD temperature" -6[45]C $/),
    '#"Last Known Shutter State" AUTO ',
    expect.stringMatching(/^#"Digitemp Camera" 19\.\d\d C $/),
    '#"Bright Light Status" DARK (550) ',
    '#"Exposure Options" WIDTH=512 HEIGHT=512 XBIN=4 YBIN=4 MSEC=2000.00 ',
    expect.stringMatching(/^#"Image request start" 2030-02-08 08:00:03\.\d{6} UTC $/),
    expect.stringMatching(/^#"Image readout start" 2030-02-08 08:00:05\.\d{6} UTC $/),
    '#"Exposure plus readout" 2001.0000 ms ',
    '#',
    '#',
    '512 512',
    '65535',
  ]);
});

test('only the first header says that all is synthetic, and what names a thing says that there is no such thing', () => {
  for (const headers of minutes.values()) {
    expect(headers.map((lines) => lines.filter((line) => line === origin).length)).toEqual([
      1,
      ...Array<number>(headers.length - 1).fill(0),
    ]);
    const words = headers[0]!.filter((line) =>
      /^#"(Imager model|Camera Model|ccd type|computer name|lens serial)/i.test(line),
    );
    expect(words.length).toBeGreaterThanOrEqual(3);
    for (const line of words) expect(line).toMatch(/computed/);
  }
});

test('a frame of REGO is read out when it has been exposed, one of THEMIS 985 ms after the request as real ones are', () => {
  for (const header of minutes.get(rego)!) {
    const us = timeIn(header, 'Image readout start') - timeIn(header, 'Image request start');
    expect(us).toBeGreaterThan(2_000_500);
    expect(us).toBeLessThan(2_000_540);
    expect(1000 * parseFloat(valueIn(header, 'Exposure plus readout'))).toBeGreaterThanOrEqual(us);
  }
  for (const header of minutes.get(themis)!) {
    const us = timeIn(header, 'Image readout start') - timeIn(header, 'Image request start');
    expect(valueIn(header, 'Exposure plus initial readout').trim()).toBe(`${(us / 1000).toFixed(2)} ms`);
    expect(Math.abs(us - 985_050)).toBeLessThan(150);
  }
});

test('temperatures of a chip and of its housing wobble a little around where they are set', () => {
  const headers = minutes.get(rego)!;
  const chip = headers.map((header) => parseInt(valueIn(header, 'Current CCD temperature')));
  expect(new Set(chip)).toEqual(new Set([-64, -65]));
  const housing = headers.map((header) => parseFloat(valueIn(header, 'Digitemp Camera')));
  expect(new Set(housing).size).toBeGreaterThan(2);
  expect(Math.max(...housing) - Math.min(...housing)).toBeLessThan(1);
});

test.each([
  ['THEMIS', themis, 0.999],
  ['REGO', rego, 2],
  ['TREx NIR', nir, 5],
])(
  '%s: the app reads the frames, the exposure and that they are synthetic; the bytes are always the same',
  async (_, camera, sec) => {
    const bytes = minuteOf(camera);
    expect(Buffer.compare(bytes, minuteOf(camera))).toBe(0);
    const outcome = await readFrameSeries(bytes, { dataset: null, name: 'minute.pgm.gz' });
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const { dataset, siteUid, deviceUid } = camera;
    expect(outcome.value).toMatchObject({ dataset, siteUid, deviceUid, synthetic: true, problem: null });
    expect(outcome.value.timesUs).toHaveLength(60 / camera.cadenceSec);
    expect(exposureOf(outcome.value.header, dataset)).toEqual({ seconds: sec, from: 'header' });
  },
);

test('the packing carries the name of the file and when it was written', () => {
  const bytes = Buffer.from(minuteOf(themis));
  expect([...bytes.subarray(0, 4)]).toEqual([0x1f, 0x8b, 8, 8]);
  // The last frame begins 57 s after the minute and is exposed for one.
  expect(1000 * bytes.readUInt32LE(4)).toBe(Date.UTC(2030, 1, 8, 8, 0, 59));
  expect(bytes.toString('latin1', 10, bytes.indexOf(0, 10))).toBe('minute.pgm');
});
