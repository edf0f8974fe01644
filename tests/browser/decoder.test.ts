import { afterAll, describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { datasetOfPath } from '$lib/datasets/file-name';
import { formatIsoUs } from '$lib/datasets/timestamp';
import { createDecoder } from '$lib/workers/decoder';
import { decodeApi } from '../../workers/decode-api';
import type { ExpectedStack } from '../unit/datasets/expected-stacks';

/*
 * The same real files as in Node, through real workers of a real browser: its own gunzip, its own threads.
 */

const expectedText = await commands.readSharedFile('expected.json');
const files = expectedText ? (JSON.parse(atob(expectedText)) as { files: Record<string, { type: string }> }).files : {};
const stacks = Object.entries(files)
  .filter(([, file]) => file.type === 'pgm stack')
  .map(([path, file]) => [path, file as unknown as ExpectedStack] as const);

const decoder = createDecoder({ workers: 2 });
afterAll(() => decoder.dispose());

const wish = { rank: () => 0, signal: new AbortController().signal };

async function fetchShared(path: string): Promise<ArrayBuffer> {
  const text = atob((await commands.readSharedFile(path))!);
  return Uint8Array.from(text, (char) => char.charCodeAt(0)).buffer;
}

async function sha256(array: Uint16Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', array));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe.skipIf(stacks.length === 0)('every real file, through a worker', () => {
  test.each(stacks)('%s', async (path, stack) => {
    const file = await fetchShared(path);
    const source = { dataset: datasetOfPath(path)!.name, name: path.slice(path.lastIndexOf('/') + 1) };
    const outcome = await decoder.frames(file.slice(), source, wish);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const { counts, timesUs, height, width, header, problem } = outcome.value;
    expect(problem).toBeNull();
    expect([timesUs.length, height, width]).toEqual(stack.shape);
    if (!(counts instanceof Uint16Array)) throw new Error('not of 16 bits');
    expect(await sha256(counts)).toBe(stack.sha256_pixels_le);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(stack.sum);
    expect(counts.reduce((least, count) => Math.min(least, count))).toBe(stack.min);
    expect(counts.reduce((most, count) => Math.max(most, count))).toBe(stack.max);
    expect([...timesUs].map(formatIsoUs)).toEqual(stack.timestamps);
    expect(header).toEqual(stack.metadata_frame0);

    const plain = await decodeApi.reduce(file.slice(), source);
    expect(await decoder.reduce(file, source, wish)).toEqual(plain);
    expect(file.byteLength).toBe(0);
  });

  test('a damaged file gives its good frames and says where it is damaged', async () => {
    const [path] = stacks.find(([name]) => name.endsWith('.gz'))!;
    const file = await fetchShared(path);
    const cut = await decoder.frames(file.slice(0, file.byteLength / 2), { dataset: null, name: path }, wish);
    const frames = cut.ok ? cut.value.timesUs.length : 0;
    expect(frames).toBeGreaterThan(0);
    expect(frames).toBeLessThan(stacks[0]![1].n_frames);
    expect(cut).toMatchObject({ value: { problem: { kind: 'truncated', format: 'gzip' } } });
  });

  test.each([0, 1, 512])('two minutes in one file, as two gzip members with %i zeros between', async (zeros) => {
    const [first, second] = await Promise.all(
      ['0600', '0601'].map((minute) =>
        fetchShared(stacks.find(([name]) => name.includes(`${minute}_gill_themis19`))![0]),
      ),
    );
    const joined = new Uint8Array(first!.byteLength + zeros + second!.byteLength);
    joined.set(new Uint8Array(first!));
    joined.set(new Uint8Array(second!), first!.byteLength + zeros);
    const both = await decoder.frames(joined.buffer, { dataset: null, name: 'two.pgm.gz' }, wish);
    expect(both.ok && both.value.timesUs.length).toBe(40);
    expect(both).toMatchObject({ value: { problem: null } });
  });
});

test('a worker that cannot be loaded ends as a failure', async () => {
  const startWorker = () => new Worker(new URL('/no-such-worker.js', location.href), { type: 'module' });
  const broken = createDecoder({ workers: 1, startWorker });
  const outcome = await broken.reduce(new ArrayBuffer(9), { dataset: null, name: 'x.pgm' }, wish);
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'browser', part: 'decoder' } });
  broken.dispose();
});

test('a wish given up ends at once', async () => {
  const giveUp = new AbortController();
  const page = new TextEncoder().encode('<html>').buffer;
  const wanted = decoder.reduce(page, { dataset: null, name: 'x.pgm' }, { rank: () => 0, signal: giveUp.signal });
  giveUp.abort();
  expect(await wanted).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
});
