import { describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { readColourSeries } from '$lib/datasets/colour-series';
import { formatIsoUs } from '$lib/datasets/timestamp';
import type { ExpectedHdf5 } from '../unit/datasets/expected-hdf5';
import type { FromWorker } from './hdf5.worker';

/* The HDF5 library in a real browser: in the page, and in a worker, where it is used. */

const expectedText = await commands.readSharedFile('expected.json');
const files = expectedText ? (JSON.parse(atob(expectedText)) as { files: Record<string, { type: string }> }).files : {};
const images = Object.entries(files)
  .filter(([, file]) => file.type === 'hdf5 images')
  .map(([path, file]) => [path, file as unknown as ExpectedHdf5] as const);

async function fetchShared(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const text = atob((await commands.readSharedFile(path))!);
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

async function sha256(values: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', values));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function inWorker(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<FromWorker> {
  const worker = new Worker(new URL('./hdf5.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<FromWorker>((done, failed) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => done(data);
    worker.onerror = ({ message }) => failed(new Error(message));
    worker.postMessage({ bytes, name });
  }).finally(() => worker.terminate());
}

describe.skipIf(images.length === 0)('every colour file', () => {
  test.each(images)('%s', async (path, expected) => {
    const bytes = await fetchShared(path);
    const inPage = await readColourSeries(bytes, { dataset: null, name: path });
    for (const outcome of [inPage, await inWorker(bytes, path)]) {
      if (!outcome.ok) throw new Error(outcome.failure.message);
      const { values, timesUs, height, width, channels } = outcome.value;
      expect([timesUs.length, height, width, channels]).toEqual(expected.shape);
      expect(await sha256(values as Uint8Array<ArrayBuffer>)).toBe(expected.sha256_pixels_le);
      expect([...timesUs].map(formatIsoUs)).toEqual(expected.timestamps);
    }
  });

  test('a damaged one is a failure there too', async () => {
    const [path] = images[0]!;
    const bytes = await fetchShared(path);
    const cut = await inWorker(bytes.slice(0, bytes.length / 2), path);
    expect(cut).toMatchObject({ ok: false, failure: { kind: 'corrupt', format: 'hdf5' } });
  });
});
