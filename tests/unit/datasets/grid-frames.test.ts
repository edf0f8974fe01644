import { describe, expect, test } from 'vitest';
import { gridDatasetByName, gridFilePath } from '$lib/datasets/grid-catalogue';
import { readGridFrames } from '$lib/datasets/grid-frames';
import type { Outcome } from '$lib/model/failure';
import { readCell } from '$lib/state/map-source-reading';
import { hdf5Bytes, type Part } from '../formats/hdf5-file';
import { expectedHdf5 } from './expected-hdf5';
import { readSharedFile } from './expected-stacks';

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

const [height, width] = [18, 36];

/** Cells of ten degrees, one frame; what `at` names, counted from the first stored row, is filled. */
function smallGrid(at: readonly (readonly [row: number, column: number, value: number])[], attributes = {}) {
  const data = new Float32Array(height * width).fill(-999);
  const confidence = new Float32Array(height * width).fill(-999);
  for (const [row, column, value] of at) {
    data[row * width + column] = value;
    confidence[row * width + column] = 40 + row;
  }
  const empty = (path: string, said: Part['attributes']): Part => ({
    path,
    data: new Float32Array(0),
    shape: [0],
    attributes: said,
  });
  return hdf5Bytes([
    { path: '/data/grid', data, shape: [height, width, 1] },
    { path: '/data/source_info/confidence', data: confidence, shape: [height, width, 1] },
    { path: '/data/timestamp', data: ['2030-01-01 06:00:00 UTC'] },
    empty('/metadata/file', { fill_value: '-999.0', ...attributes }),
    empty('/metadata/frame/frame0', { sites_in_grid: 'gill_themis19' }),
  ]);
}

const read = async (bytes: Uint8Array) => readGridFrames(bytes, { dataset: 'THEMIS_ASI_GRID_MOSV001', name: 'x.h5' });

test('only the box of what is filled is held, and a cell outside it is empty', async () => {
  // Gillam, 56.4° N, 94.6° W: row 3, column 8 from the north-west.
  const frames = valueOf(await read(await smallGrid([[3, 8, 700], [4, 10, 900]]))); // prettier-ignore
  expect(frames).toMatchObject({ turned: false, box: { row: 3, column: 8, height: 2, width: 3 } });
  expect(readCell(frames, 0, 3, 8)).toEqual({ values: [700], confidenceDeg: 43 });
  expect(readCell(frames, 0, 4, 10)).toEqual({ values: [900], confidenceDeg: 44 });
  expect(readCell(frames, 0, 3, 9)).toBeNull();
  expect(readCell(frames, 0, 14, 8)).toBeNull();
  expect(frames.histogram[Math.floor(900 / 16)]).toBe(1);
});

test('rows that run from the south are turned, values and confidence alike', async () => {
  const southFirst = valueOf(await read(await smallGrid([[14, 8, 700], [13, 10, 900]]))); // prettier-ignore
  expect(southFirst).toMatchObject({ turned: true, box: { row: 3, column: 8, height: 2, width: 3 } });
  expect(readCell(southFirst, 0, 3, 8)).toEqual({ values: [700], confidenceDeg: 54 });
  expect(readCell(southFirst, 0, 4, 10)).toEqual({ values: [900], confidenceDeg: 53 });
});

test('a grid of nothing, and one of a part of the Earth', async () => {
  expect(valueOf(await read(await smallGrid([])))).toMatchObject({ turned: false, box: { height: 0, width: 0 } });
  const part = await read(await smallGrid([[3, 8, 1]], { min_latitude: '0.0' }));
  expect(part).toMatchObject({ ok: false, failure: { kind: 'unsupported' } });
});

test('where the archive would keep a minute', () => {
  const dataset = gridDatasetByName('THEMIS_ASI_GRID_MOSV001')!;
  const path = gridFilePath(dataset, Date.UTC(2023, 2, 24, 6, 0) * 1000);
  expect(path).toBe('THEMIS/asi/grid_files/MOSv001/2023/03/24/ut06/20230324_0600_110km_MOSv001_grid_themis-asi.h5');
  expect(path.slice(path.lastIndexOf('/') + 1)).toMatch(dataset.fileName);
});

const grids = expectedHdf5.filter(([, { type }]) => type === 'hdf5 grid');
interface ExpectedGrid {
  readonly valid_samples: readonly (readonly number[])[];
  readonly valid_count: number;
  readonly valid_sum: number;
  readonly confidence: { readonly valid_count: number; readonly valid_sum: number };
}

describe.each(grids)('%s', (path, file) => {
  const expected = file as unknown as ExpectedGrid;

  test('every cell is where the file has it', async () => {
    const frames = valueOf(await readGridFrames(new Uint8Array(readSharedFile(path)), { dataset: null, name: path }));
    // The made-up file was written from the south; the real one is from the north.
    expect(frames.turned).toBe(path.includes('2030'));
    const rowOf = (row: number) => (frames.turned ? 511 - row : row);
    for (const [frame, row, column, ...rest] of expected.valid_samples as [number, number, number, ...number[]][]) {
      const [channel, value] = rest.length === 2 ? (rest as [number, number]) : [0, rest[0]!];
      expect(readCell(frames, frame, rowOf(row), column)!.values[channel]).toBe(Math.fround(value));
    }
    for (const [frame, row, column] of file.samples as [number, number, number][])
      expect(readCell(frames, frame, rowOf(row), column)).toBeNull();
    const sumOf = (values: Float32Array) => values.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0);
    const countOf = (values: Float32Array) => values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
    expect(countOf(frames.values)).toBe(expected.valid_count);
    expect(sumOf(frames.values)).toBeCloseTo(expected.valid_sum, 0);
    expect(countOf(frames.confidence!)).toBe(expected.confidence.valid_count);
    expect(sumOf(frames.confidence!)).toBeCloseTo(expected.confidence.valid_sum, 0);
    expect(frames.values.byteLength).toBeLessThan(16 * 2 ** 20);
  });
});
