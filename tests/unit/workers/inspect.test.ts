import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Inspection, StructureNode } from '$lib/model/inspection';
import { decodeApi } from '../../../workers/decode-api';
import { concat, latin1, timedFrame } from '../formats/pgm-bytes';
import { sharedData } from '../shared-data';

async function inspected(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Inspection> {
  const outcome = await decodeApi.inspect(new Blob([bytes]), name);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

function labels(nodes: readonly StructureNode[]): string[] {
  return nodes.flatMap(({ label, children }) => [label, ...labels(children)]);
}

const minute = concat(timedFrame(0, [1, 65535]), timedFrame(3, [3, 4]));

test('a stack of frames: where each begins, its header, its values, and the very bytes where it is cut', async () => {
  const cut = minute.slice(0, -1);
  const found = await inspected(new Uint8Array(gzipSync(cut)), 'anything');
  const second = minute.length / 2;
  expect(found).toMatchObject({ format: 'PGM frames, packed with gzip', unpackedBytes: cut.length });
  expect(found.structure).toMatchObject([{ label: 'Frame 1', offset: 0 }]);
  expect(found.metadata[0]).toEqual(['Site unique ID', 'gill']);
  const [{ problem, around } = { problem: null, around: null }] = found.problems;
  expect(problem).toMatchObject({ kind: 'truncated', format: 'pgm', offset: minute.length - 4, inUnpacked: true });
  expect(around!.start).toBeLessThanOrEqual(minute.length - 4);
  expect([...around!.bytes]).toEqual([...cut.subarray(around!.start)]);
  expect(second).toBeGreaterThan(0);
  expect(found.pictures).toMatchObject({ height: 1, width: 2, total: 1, stored: { height: 1, width: 2 } });
  expect(found.histogram).toMatchObject({ from: 1, to: 65535, empty: 0 });
});

test('of a file that is nothing, its first bytes and the reason', async () => {
  const found = await inspected(latin1('Dear diary'), 'diary.txt');
  expect(found).toMatchObject({ format: 'unknown', structure: [], pictures: null, histogram: null });
  expect(found.recognised.ok).toBe(false);
  expect(new TextDecoder().decode(found.beginning)).toBe('Dear diary');
});

test('a file that is gone is a failure that says so', async () => {
  const gone = new Blob(['x']);
  gone.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotFoundError'));
  for (const ask of ['recognise', 'inspect', 'describe'] as const)
    expect(await decodeApi[ask](gone, 'x')).toMatchObject({
      ok: false,
      failure: { kind: 'browser', part: 'own file' },
    });
});

describe.skipIf(!sharedData)('real files', () => {
  const read = (path: string) => new Uint8Array(readFileSync(join(sharedData!, 'sort_by_project', path)));

  test('HDF5 with damaged pictures: how many can be read, and which cannot', async () => {
    const path = 'TREx/RGB/stream0/2030/01/01/gill_rgb-04/ut06/20300101_0601_gill_rgb-04_full.h5';
    const bytes = read(path);
    const whole = await inspected(bytes.slice(), basename(path));
    bytes.fill(0xff, Math.floor(bytes.length * 0.6), Math.floor(bytes.length * 0.6) + 3000);
    const found = await inspected(bytes, basename(path));
    const readable = found.pictures!.total;
    expect(readable).toBeGreaterThan(0);
    expect(readable).toBeLessThan(whole.pictures!.total);
    expect(found.recognised).toMatchObject({
      value: { content: { frames: 5, readable }, problem: { format: 'hdf5' } },
    });
    expect(found.problems).toHaveLength(1);
    expect(found.problems[0]!.problem.message).toMatch(
      /^the bytes of .data.images are damaged: frames? \d[–, \d]* of 5 cannot/,
    );
  });

  test('HDF5: groups, datasets and attributes; every frame of colour', async () => {
    const path = 'TREx/RGB/stream0/2030/01/01/gill_rgb-04/ut06/20300101_0601_gill_rgb-04_full.h5';
    const found = await inspected(read(path), basename(path));
    expect(labels(found.structure)).toEqual(expect.arrayContaining(['data/', 'images', '@site_unique_id', 'frame2']));
    const images = found.structure.flatMap(({ children }) => children).find(({ label }) => label === 'images');
    expect(images?.detail).toBe('uint8, 480 × 553 × 3 × 5, chunks 480 × 553 × 3 × 1, shuffle, deflate 4');
    expect(found.pictures).toMatchObject({ total: 5, channels: 3, step: 2, height: 240, width: 277 });
    expect(found.pictures!.frames[1]!.label).toMatch(/^06:01:0\d.* UTC$/);
    expect(found.problems).toEqual([]);
  });

  test('IDL SAVE: variables and tags with types and shapes; the skymap as pictures', async () => {
    const path = 'THEMIS/asi/skymaps/gako/gako_20110305/themis_skymap_gako_20110305-+_vXX.sav';
    const found = await inspected(read(path), basename(path));
    const [skymap] = found.structure;
    expect(skymap).toMatchObject({ label: 'SKYMAP', detail: 'structure of 26 tags' });
    expect(skymap!.children.find(({ label }) => label === 'FULL_ELEVATION')!.detail).toBe('float array, 256 × 256');
    expect(found.pictures!.frames.map(({ label }) => label)).toEqual(['Elevation in degrees', 'Azimuth in degrees']);
  });

  test('a tar: its members and where they begin', async () => {
    const path = 'TREx/RGB/stream0.burst/2030/01/01/gill_rgb-04/ut06/20300101_0602_gill_rgb-04_burst.png.tar';
    const found = await inspected(read(path), 'x.tar');
    expect(found.structure).toHaveLength(6);
    expect(found.structure[0]).toMatchObject({ offset: 0 });
    expect(found.pictures).toMatchObject({ total: 6, channels: 3 });
  });

  test('the line for a file is the one that the command line prints', async () => {
    const expected = JSON.parse(readFileSync(join(sharedData!, 'expected.json'), 'utf8')) as {
      files: Record<string, { sha256_pixels_le?: string }>;
    };
    const path = 'sort_by_project/TREx/NIR/stream0/2022/03/07/gill_nir-216/ut06/20220307_0600_gill_nir-216_8446.pgm.gz';
    const bytes = new Uint8Array(readFileSync(join(sharedData!, path)));
    const outcome = await decodeApi.describe(new Blob([bytes]), path);
    const line = JSON.parse(outcome.ok ? outcome.value : '{}') as Record<string, unknown>;
    expect(line).toMatchObject({ file: path, sha256_pixels_le: expected.files[path]!.sha256_pixels_le });
  });
});
