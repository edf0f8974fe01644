import { afterAll, describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { formatIsoUs } from '$lib/datasets/timestamp';
import { createDecoder } from '$lib/workers/decoder';
import type { GridFromWorker } from './grid.worker';

/*
 * Every real file that is neither a PGM stack (decoder.test.ts) nor a SAVE file (save-files.test.ts), through a real worker
 * of a real browser: its own inflate, its own copy of the HDF5 library.
 */

interface Expected {
  readonly type: string;
  readonly shape: readonly number[];
  readonly sha256_pixels_le: string;
  readonly timestamps: readonly string[];
  readonly wavelength?: { readonly sha256_le: string; readonly n: number };
  readonly confidence?: { readonly sha256_pixels_le: string };
  readonly valid_count?: number;
  readonly sum?: number;
  readonly min?: number;
  readonly max?: number;
  readonly peer_rows?: number;
  readonly peer_first?: string;
  readonly peer_last?: string;
}

const expectedText = await commands.readSharedFile('expected.json');
const files = expectedText ? (JSON.parse(atob(expectedText)) as { files: Record<string, Expected> }).files : {};
const ofTypes = (...types: string[]) => Object.entries(files).filter(([, { type }]) => types.includes(type));
const pictures = ofTypes('hdf5 images', 'hdf5 spectra', 'png', 'tar of png');
const grids = ofTypes('hdf5 grid');
const riometers = ofTypes('riometer text');

const decoder = createDecoder({ workers: 1 });
afterAll(() => decoder.dispose());

const wish = { rank: () => 0, signal: new AbortController().signal };

async function fetchShared(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const text = atob((await commands.readSharedFile(path))!);
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

async function sha256(values: ArrayBufferView<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', values));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

test.skipIf(expectedText === null)('no real file is left out', () => {
  const elsewhere = ofTypes('pgm stack', 'idl save');
  expect(pictures.length + grids.length + riometers.length + elsewhere.length).toBe(Object.keys(files).length);
  expect([pictures.length, grids.length, riometers.length]).toEqual([8, 2, 1]);
});

describe.skipIf(expectedText === null)('frames', () => {
  test.each(pictures)('%s', async (path, expected) => {
    const { buffer } = await fetchShared(path);
    const outcome = await decoder.frames(buffer, { dataset: null, name: path }, wish);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const { counts, timesUs, height, width, channels, wavelengthNm, problem } = outcome.value;
    expect(problem).toBeNull();
    expect([timesUs.length, height, width, ...(channels === 3 ? [3] : [])]).toEqual(expected.shape);
    expect(await sha256(counts)).toBe(expected.sha256_pixels_le);
    expect([...timesUs].map(formatIsoUs)).toEqual(expected.timestamps);
    expect(wavelengthNm && (await sha256(Float32Array.from(wavelengthNm)))).toBe(
      expected.wavelength?.sha256_le ?? null,
    );
  });
});

function gridInWorker(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<GridFromWorker> {
  const worker = new Worker(new URL('./grid.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<GridFromWorker>((done, failed) => {
    worker.onmessage = ({ data }: MessageEvent<GridFromWorker>) => done(data);
    worker.onerror = ({ message }) => failed(new Error(message));
    worker.postMessage({ bytes, name });
  }).finally(() => worker.terminate());
}

describe.skipIf(expectedText === null)('mosaics', () => {
  test.each(grids)('%s', async (path, expected) => {
    const outcome = await gridInWorker(await fetchShared(path), path);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const { values, confidence, timesUs, height, width, channels, problem } = outcome.value;
    expect(problem).toBeNull();
    expect([timesUs.length, height, width, ...(channels === 3 ? [3] : [])]).toEqual(expected.shape);
    expect(await sha256(values)).toBe(expected.sha256_pixels_le);
    expect(await sha256(confidence!)).toBe(expected.confidence!.sha256_pixels_le);
    expect([...timesUs].map(formatIsoUs)).toEqual(expected.timestamps);
  });
});

describe.skipIf(expectedText === null)('curves', () => {
  test.each(riometers)('%s', async (path, expected) => {
    const { buffer } = await fetchShared(path);
    const outcome = await decoder.curves(buffer, { dataset: null, name: path }, wish);
    if (!outcome.ok) throw new Error(outcome.failure.message);
    const { timesUs, curves, problem } = outcome.value;
    expect(problem).toBeNull();
    // The last row says hour 24 and NaN: the reference reader has one less.
    expect(timesUs).toHaveLength(expected.peer_rows!);
    expect([timesUs[0]!, timesUs.at(-1)!].map(formatIsoUs)).toEqual([expected.peer_first, expected.peer_last]);
    const values = Float64Array.from(curves[0]!.values);
    const sum = values.reduce((total, value) => total + value, 0);
    expect(sum / expected.sum!).toBeCloseTo(1, 6);
    expect(values.reduce((least, value) => Math.min(least, value))).toBeCloseTo(expected.min!, 4);
    expect(values.reduce((most, value) => Math.max(most, value))).toBeCloseTo(expected.max!, 4);
  });
});
