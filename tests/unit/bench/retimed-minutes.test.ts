import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseFileName } from '$lib/datasets/file-name';
import { readFrameSeries } from '$lib/datasets/frame-series';
import { crc32 } from '$lib/formats/crc32';
import { gunzipNatively } from '$lib/formats/native-gunzip';
import { crc32Joiner } from '../../bench/crc32-joined';
import { archivePath, gillamMinutes, retimedMinute, writeNight } from '../../bench/retimed-minutes';
import { concat, timedFrame } from '../formats/pgm-bytes';
import { sharedData } from '../shared-data';

const minuteUs = 60_000_000;
const night = Date.UTC(2019, 11, 31, 23, 59) * 1000;
const anywhere = { dataset: null, name: 'minute.pgm.gz' };

async function read(file: Uint8Array) {
  const outcome = await readFrameSeries(file, anywhere);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

test('the CRC-32 of joined bytes is made of those of its parts', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(bytes, bytes, (first, second) => {
      const join = crc32Joiner(second.length);
      expect(join(crc32(first), crc32(second))).toBe(crc32(concat(first, second)));
    }),
  );
});

test('made minutes of made frames: the times of every frame, and nothing else', async () => {
  const file = concat(timedFrame(0, [1, 2]), timedFrame(3, [3, 4]), timedFrame(57, [5, 6]));
  const template = new Uint8Array(gzipSync(file));
  const startUs = Date.UTC(2030, 0, 1, 6) * 1000;
  expect(gunzipSync(retimedMinute(template, startUs))).toEqual(Buffer.from(file));
  const later = await read(retimedMinute(template, night));
  expect([...later.timesUs]).toEqual([night + 1, night + 3_000_001, night + 57_000_001]);
  expect([...later.counts]).toEqual([1, 2, 3, 4, 5, 6]);
  const elsewhere = await read(retimedMinute(template, night, { siteUid: 'atha', deviceUid: 'themis02' }));
  expect(elsewhere).toMatchObject({ siteUid: 'atha', deviceUid: 'themis02' });
  expect(() => retimedMinute(template, night + 1)).toThrow(RangeError);
});

test.each([
  ['gill', 'themis19', 'THEMIS/asi/stream0/2019/12/31/gill_themis19/ut23/20191231_2359_gill_themis19_full.pgm.gz'],
  ['luck', 'rego-652', 'GO-Canada/REGO/stream0/2019/12/31/luck_rego-652/ut23/20191231_2359_luck_rego-652_6300.pgm.gz'],
])('%s %s has its place in the archive', (siteUid, deviceUid, place) => {
  expect(archivePath(night, { siteUid, deviceUid })).toBe(place);
  expect(parseFileName(path.basename(place))).toEqual({ startUs: night, siteUid, deviceUid });
});

describe.skipIf(sharedData === null)('real minutes', () => {
  let folder = '';
  let templates: Uint8Array[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'nightside-night-'));
    templates = await gillamMinutes();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('at their own time they are what they were', () => {
    templates.forEach((template, minute) => {
      const own = retimedMinute(template, Date.UTC(2014, 2, 10, 6, minute) * 1000);
      expect(Buffer.compare(gunzipSync(own), gunzipSync(template))).toBe(0);
      expect(own.length / template.length).toBeGreaterThan(0.98);
      expect(own.length / template.length).toBeLessThan(1.04);
    });
  });

  test('a night of them stands in the archive’s folders, every frame with its own time', async () => {
    const written = await writeNight(folder, { startUs: night, minutes: 4, siteUid: 'fsmi', deviceUid: 'themis10' });
    expect(written.map((place) => path.basename(place).slice(0, 13))).toEqual([
      '20191231_2359',
      '20200101_0000',
      '20200101_0001',
      '20200101_0002',
    ]);
    expect(await readdir(path.join(folder, path.dirname(written[1]!)))).toHaveLength(3);
    for (const [minute, place] of written.entries()) {
      const file = await readFile(path.join(folder, place));
      execFileSync('gzip', ['-t', path.join(folder, place)]);
      expect(await gunzipNatively(file, 2 ** 24)).not.toBeNull();
      const [was, is] = await Promise.all([read(templates[minute % 3]!), read(file)]);
      expect(is).toMatchObject({ dataset: 'THEMIS_ASI_RAW', siteUid: 'fsmi', deviceUid: 'themis10', problem: null });
      expect(Buffer.compare(Buffer.from(is.counts.buffer), Buffer.from(was.counts.buffer))).toBe(0);
      const byUs = night + minute * minuteUs - Date.UTC(2014, 2, 10, 6, minute % 3) * 1000;
      expect(is.timesUs).toEqual(was.timesUs.map((us) => us + byUs));
      expect(is.header.filter(([key]) => !/start|unique/i.test(key))).toEqual(
        was.header.filter(([key]) => !/start|unique/i.test(key)),
      );
    }
  });
});
