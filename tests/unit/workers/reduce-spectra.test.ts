import { expect, test } from 'vitest';
import { readFrames } from '$lib/datasets/file-frames';
import type { Outcome } from '$lib/model/failure';
import { hdf5Bytes } from '../formats/hdf5-file';
import { reduceFile } from '../../../workers/reduce-file';

const name = '20300101_06_rabb_spect-01_cal_v01.h5';
const source = { dataset: null, name };
const [rows, bins, count] = [40, 2, 20];
const times = Array.from(
  { length: count },
  (_, at) =>
    `2030-01-01 06:${String(Math.floor(at / 4)).padStart(2, '0')}:${String((at % 4) * 15).padStart(2, '0')} UTC`,
);

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

/** Spectra brighter in their upper half, so that the line's brightness grows with `valueAt`. */
function spectra(said: readonly string[], valueAt: (frame: number, bin: number) => number) {
  const data = Float32Array.from({ length: rows * bins * count }, (_, at) => {
    const [row, bin, frame] = [Math.floor(at / count / bins), Math.floor(at / count) % bins, at % count];
    return row < 20 ? 0 * valueAt(frame, bin) : valueAt(frame, bin);
  });
  return hdf5Bytes([
    { path: '/data/spectra', data, shape: [rows, bins, count] },
    { path: '/data/wavelength', data: Float64Array.from({ length: rows }, (_, row) => 549 + row * 0.3), shape: [rows] },
    { path: '/data/timestamp', data: [...said] },
  ]);
}

test('one wrong clock costs no other spectrum, and keogram and frames agree', async () => {
  const late = ['2030-01-01 06:50:00 UTC', ...times.slice(1)];
  const bytes = await spectra(late, (frame) => 100 * (frame + 1));
  const reduced = valueOf(await reduceFile(bytes, source));
  const frames = valueOf(await readFrames(bytes, source));
  expect([...reduced.timesUs]).toEqual([...frames.timesUs]);
  expect(reduced.timesUs).toHaveLength(count);
  const columns = Array.from({ length: count }, (_, at) => reduced.counts[at * bins]!);
  // The spectrum that says ten to seven stands behind the others.
  const brightness = Array.from({ length: count }, (_, at) => frames.counts[at * rows * bins + (rows - 1) * bins]!);
  expect(brightness).toEqual([...Array.from({ length: count - 1 }, (_, at) => 100 * (at + 2)), 100]);
  expect(columns.map((column) => Math.round((100 * column) / columns.at(-1)!))).toEqual(brightness);
});

test('a spectrum without a number is a gap, not a dark sky', async () => {
  const bytes = await spectra(times, (frame, bin) => (frame === 3 || (frame === 5 && bin === 0) ? NaN : 100));
  const reduced = valueOf(await reduceFile(bytes, source));
  const all = valueOf(await readFrames(bytes, source)).timesUs;
  expect([...reduced.timesUs]).toEqual([...all].filter((_, frame) => frame !== 3));
  expect(reduced.counts).toHaveLength((count - 1) * bins);
  expect(reduced.counts.filter((value) => value === 0)).toHaveLength(1);
});

test('an hour without a single number has no keogram', async () => {
  expect(await reduceFile(await spectra(times, () => NaN), source)).toMatchObject({ ok: false });
});
