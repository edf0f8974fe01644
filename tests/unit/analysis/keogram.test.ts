import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keogramColumns, middleColumn } from '$lib/analysis/keogram';
import { datasetByName } from '$lib/datasets/catalogue';
import { readSeriesStack } from '$lib/datasets/frame-series';
import { wavelengthOfRow } from '$lib/datasets/trex-spectrograph';
import type { KeogramSlice, Orientation } from '$lib/model/dataset';
import { expectedKeogram, readSharedFile } from '../datasets/expected-stacks';
import { storedFrames } from './stored-frames';

const asStored: Orientation = { eastSide: 'left', peerFlip: { rows: true, columns: false } };
const mirrored: Orientation = { eastSide: 'left', peerFlip: { rows: true, columns: true } };
const middle: KeogramSlice = { kind: 'middle-column' };

/** Frames whose count tells frame, row and column. */
function frames(frameCount: number, height: number, width: number) {
  const counts = new Uint16Array(frameCount * height * width);
  for (let index = 0; index < counts.length; index++) {
    const [frame, row, column] = [
      Math.floor(index / height / width),
      Math.floor(index / width) % height,
      index % width,
    ];
    counts[index] = 10_000 * frame + 100 * row + column;
  }
  return storedFrames({ counts, height, width });
}

test.each([
  [256, 127],
  [512, 255],
  [553, 275],
  [320, 159],
  [3, 0],
  [1, 0],
])('the middle of %d columns is %d, and with REGO’s flip the one opposite', (width, column) => {
  expect(middleColumn(width, asStored)).toBe(column);
  expect(middleColumn(width, mirrored)).toBe(width - 1 - column);
});

test('a column per frame, rows in file order', () => {
  const columns = keogramColumns(frames(2, 3, 4), middle, asStored);
  expect(columns).toEqual({ height: 3, counts: Uint16Array.of(1, 101, 201, 10_001, 10_101, 10_201) });
  expect(keogramColumns(frames(1, 2, 4), middle, mirrored)!.counts).toEqual(Uint16Array.of(2, 102));
});

test('samples of one byte are read as such, frame by frame', () => {
  const wide = storedFrames({ counts: Uint16Array.of(257, 258, 259, 260), width: 2, height: 2 });
  const narrow = storedFrames({ counts: Uint16Array.of(1, 2, 3, 4), width: 2, height: 2 }, 1);
  const mixed = { width: 2, height: 2, frames: [...wide.frames, ...narrow.frames] };
  expect(keogramColumns(mixed, middle, asStored)!.counts).toEqual(Uint16Array.of(257, 259, 1, 3));
});

describe('a line of a spectrum', () => {
  const line: KeogramSlice = { kind: 'spectral-line', wavelengthNm: 500, halfWidthNm: 1 };

  test('is the rounded mean of its rows, both edges included, one number per bin', () => {
    const columns = keogramColumns(frames(2, 5, 3), line, asStored, (row) => 498 + row);
    // Rows 1, 2 and 3 see 499, 500 and 501 nm.
    expect(columns).toEqual({ height: 3, counts: Uint16Array.of(200, 201, 202, 10_200, 10_201, 10_202) });
    const halves = storedFrames({ counts: Uint16Array.of(1, 2, 2, 2), height: 2, width: 2 });
    expect(keogramColumns(halves, line, asStored, () => 500)!.counts).toEqual(Uint16Array.of(2, 2));
  });

  test('cannot be had where no row sees it or none says what it sees', () => {
    expect(keogramColumns(frames(1, 5, 3), line, asStored, (row) => 600 + row)).toBeNull();
    expect(keogramColumns(frames(1, 5, 3), line, asStored)).toBeNull();
  });

  test.each([
    ['384.983 0.379682 2.67318e-005', 801.373],
    ['384.983 0.379682', null],
    ['384.983 x 2', null],
    ['384.983 0.379682 2.67318e-005 1', null],
    ['', null],
  ])('wavelengths from the header: %s', (text, lastNm) => {
    const wavelengthNm = wavelengthOfRow([['Calibration Unwarping alpha0', text]]);
    expect(wavelengthNm?.(1023).toFixed(3)).toBe(lastNm?.toFixed(3));
  });
});

describe.skipIf(!expectedKeogram)('real minutes', () => {
  test('three of Gillam give the keogram of PyAuroraX', async () => {
    const expected = expectedKeogram!;
    const [rows, times] = expected.shape_row_time;
    const keogram = new Uint16Array(rows * times);
    let at = 0;
    for (const path of expected.files) {
      const outcome = await readSeriesStack(readSharedFile(path), { dataset: null, name: path });
      if (!outcome.ok) throw new Error(outcome.failure.message);
      const { keogramSlice, orientation } = datasetByName(outcome.value.dataset)!;
      const { counts, height } = keogramColumns(outcome.value, keogramSlice, orientation)!;
      expect(height).toBe(rows);
      for (let index = 0; index < counts.length; index++) {
        keogram[(index % rows) * times + at + Math.floor(index / rows)] = counts[index]!;
      }
      at += counts.length / rows;
    }
    expect(at).toBe(times);
    expect(keogram.reduce((sum, count) => sum + count, 0)).toBe(expected.sum);
    for (const [row, time, value] of expected.samples_row_time_value_raw_rows) {
      expect(keogram[row * times + time]).toBe(value);
    }
    expect(createHash('sha256').update(keogram).digest('hex')).toBe(expected.sha256_le_row_major_raw_rows);
  });
});
