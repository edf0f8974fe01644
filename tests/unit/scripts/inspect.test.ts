import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectedFiles } from '../datasets/expected-files';
import { expectedStacks } from '../datasets/expected-stacks';
import { concat, latin1, timedFrame } from '../formats/pgm-bytes';
import { pngBytes } from '../formats/png-bytes';
import { SaveWriter } from '../formats/idl-save/save-writer';
import { sharedData } from '../shared-data';

/** As `npm run -s inspect` runs it. @param lines stop reading after so many */
async function inspect(paths: readonly string[], lines = Infinity) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/inspect.ts', ...paths], {
    env: { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.node.json' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return linesOf(child, lines);
}

async function linesOf(child: ChildProcessByStdio<null, Readable, Readable>, lines = Infinity) {
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
    if (lines < Infinity && out.split('\n').length > lines) child.stdout.destroy();
  });
  child.stderr.on('data', (chunk) => (err += chunk));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const records = out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { status, err, records };
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inspect-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

const minute = concat(timedFrame(0, [1, 65535]), timedFrame(3, [3, 4]));

test('no file at all: how to use it, and status 2', async () => {
  expect(await inspect([])).toMatchObject({ status: 2, records: [], err: expect.stringContaining('usage') as string });
});

test('a line for every file in the order given, whether it can be read or not', async () => {
  const paths = [
    await written('whole.pgm', minute),
    await written('page.pgm.gz', latin1('<html>')),
    await written('cut.pgm', minute.subarray(0, -1)),
    await written('nothing.pgm', new Uint8Array(0)),
    join(folder, 'not there'),
    folder,
    await written('packed.pgm.gz', gzipSync(minute).subarray(0, -4)),
    await written('broken.sav', latin1('SR\0\x04')),
  ];
  const { status, records, err } = await inspect(paths);
  expect(err).toBe('');
  expect(status).toBe(1);
  expect(records.map(({ file }) => file)).toEqual(paths);
  expect(records[0]).toEqual({
    file: paths[0],
    type: 'pgm stack',
    dataset: 'THEMIS_ASI_RAW',
    shape: [2, 1, 2],
    axis_order: 'frame,row,column',
    dtype: 'uint16',
    n_frames: 2,
    // printf '\x01\x00\xff\xff\x03\x00\x04\x00' | sha256sum
    sha256_pixels_le: '2959572645080d18caeb7e839699677b14e4f174551b07db9a3154ab59287c44',
    sum: 65543,
    min: 1,
    max: 65535,
    first_timestamp: '2030-01-01T06:00:00.000001Z',
    last_timestamp: '2030-01-01T06:00:03.000001Z',
    metadata_frame0: [
      ['Site unique ID', 'gill'],
      ['Imager unique ID', 'themis19'],
      ['Image request start', '2030-01-01 06:00:00.000001 UTC'],
    ],
    problem: null,
  });
  expect(records[2]).toMatchObject({ n_frames: 1, problem: { kind: 'truncated', offset: minute.length - 4 } });
  expect(records[6]).toMatchObject({ n_frames: 2, problem: { kind: 'truncated', offset: minute.length } });
  for (const index of [1, 3, 4, 5, 7]) {
    expect(Object.keys(records[index]!)).toEqual(['file', 'error']);
    expect(records[index]!.error).toMatch(/^The .*\.$/);
  }
});

test('a picture that is no frame of a camera is described all the same', async () => {
  const keogram = { width: 1, height: 2, colourType: 4, bitDepth: 16, samples: [1, 65535, 2, 3] };
  const summary = await written('20300101__gill_keogram.png', pngBytes(keogram));
  const { status, records } = await inspect([summary]);
  expect(status).toBe(0);
  expect(records).toMatchObject([
    {
      type: 'png',
      shape: [1, 2, 1, 2],
      axis_order: 'frame,row,column,channel (grey,opacity)',
      dtype: 'uint16',
      sum: 65541,
    },
  ]);
});

test('frames of a camera that nobody knows are described all the same', async () => {
  const anonymous = await written('anonymous.pgm', timedFrame(3, [3, 4]));
  const { status, records } = await inspect([anonymous]);
  expect(status).toBe(0);
  expect(records).toMatchObject([{ dataset: null, n_frames: 1, sum: 7 }]);
});

test('a path is meant from where the command was given, and printed as given', async () => {
  await written('here.pgm', minute);
  // As a person types it in any folder, without npm; and as npm runs it, from the project's folder.
  const env = { ...process.env };
  delete env.INIT_CWD;
  const command = [resolve('scripts/run.mjs'), 'inspect', 'here.pgm'];
  const direct = spawn(process.execPath, command, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const npmEnv = { ...env, INIT_CWD: folder };
  const byNpm = spawn(process.execPath, command, { env: npmEnv, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const { status, records } of await Promise.all([linesOf(direct), linesOf(byNpm)])) {
    expect(records).toMatchObject([{ file: 'here.pgm', n_frames: 2 }]);
    expect(status).toBe(0);
  }
});

test('what is no regular file or too large is refused, not read', async () => {
  const huge = await written('huge.pgm', minute);
  await truncate(huge, 600 * 1024 * 1024);
  const { records } = await inspect(['/dev/zero', folder, huge]);
  expect(records.map(({ error }) => error)).toEqual([
    'The path is no regular file.',
    'The path is no regular file.',
    'The file is larger than 512 MB, which is the most this reads.',
  ]);
});

test('a SAVE file whose pointers lead to one long text again and again leaves the files after it their lines', async () => {
  const writer = new SaveWriter().heap(1, { kind: 'scalar', type: 'STRING', value: 'x'.repeat(60_000) });
  const values = Int32Array.from({ length: 15_000 }, (_, index) => (index === 0 ? 0 : 1));
  writer.variable('P', { kind: 'array', type: 'POINTER', dims: [15_000], values });
  const paths = [await written('long.sav', writer.bytes()), await written('after.pgm', minute)];
  const { status, records, err } = await inspect(paths);
  expect(err).toBe('');
  expect(status).toBe(0);
  expect(records.map(({ file }) => file)).toEqual(paths);
}, 20_000);

test('a reader who has seen enough ends it quietly', async () => {
  const path = await written('again.pgm', minute);
  // So many that it is not through with them before it hears that nobody reads on, however busy the machine is.
  const many = 5000;
  const { err, records } = await inspect(
    Array.from({ length: many }, () => path),
    1,
  );
  expect(err).toBe('');
  expect(records.length).toBeLessThan(many);
});

describe.skipIf(!sharedData)('real files', () => {
  test('one line each, as the reference readers have it', async () => {
    const paths = expectedStacks.map(([path]) => join(sharedData!, path));
    const { status, records } = await inspect(paths);
    expect(status).toBe(0);
    expect(records).toHaveLength(expectedStacks.length);
    expectedStacks.forEach(([, stack], index) => {
      const { shape, n_frames, sha256_pixels_le, sum, min, max, timestamps, metadata_frame0 } = stack;
      expect(records[index]).toMatchObject({
        ...{ shape, n_frames, sha256_pixels_le, sum, min, max, metadata_frame0 },
        first_timestamp: timestamps[0],
        last_timestamp: timestamps.at(-1),
        problem: null,
      });
    });
  });

  test('pictures and tars of them, as the reference readers have them', async () => {
    const files = [...expectedFiles('png'), ...expectedFiles('tar of png')];
    const { status, records } = await inspect(files.map(([path]) => join(sharedData!, path)));
    expect(status).toBe(0);
    expect(records).toHaveLength(files.length);
    files.forEach(([, file], index) => {
      const { peer_metadata_frame0, ...expected } = file;
      const record = records[index]!;
      for (const field of computedOfPictures.filter((name) => name in expected)) {
        expect([field, record[field]]).toEqual([field, expected[field]]);
      }
      expect(Object.fromEntries(record.metadata_frame0 as [string, string][])).toEqual(peer_metadata_frame0);
      expect(record.problem).toBeNull();
    });
  });

  test('the text of a riometer, as the reference reader has it', async () => {
    const [path, expected] = expectedFiles('riometer text')[0]!;
    const { status, records } = await inspect([join(sharedData!, path)]);
    expect(status).toBe(0);
    const { type, header_lines, rows, columns, first_row, last_row, nan_count, min, max, header } = expected;
    const same = { type, header_lines, rows, columns, first_row, last_row, nan_count, min, max, header };
    const [record] = records;
    expect(record).toMatchObject({ ...same, bad_rows: 0, problem: null });
    expect(record!.sum).toBeCloseTo(expected.sum as number, 6);
    expect([record!.first_timestamp, record!.last_timestamp]).toEqual([expected.peer_first, expected.peer_last]);
  });
});

const computedOfPictures = [
  ...['type', 'members_in_tar_order', 'frame_order', 'shape', 'axis_order', 'dtype', 'n_frames', 'sha256_pixels_le'],
  ...['sum', 'min', 'max', 'frame_sums', 'timestamps', 'first_timestamp', 'last_timestamp'],
];
