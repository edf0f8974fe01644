import type { KeogramSlice, Orientation } from '$lib/model/dataset';
import type { StoredFrames } from '$lib/model/frames';
import { sampleAt } from './stored-samples';

/** Columns of a keogram: `counts` is `[frame][row]`, `height` numbers a frame. */
export interface Columns {
  readonly height: number;
  readonly counts: Uint16Array<ArrayBuffer>;
}

/**
 * One column of counts per frame: the middle CCD column with its rows in file order, or one line of a spectrum with
 * the rounded mean of its rows, one number per spatial bin in file order.
 * Agrees with PyAuroraX `keogram.create` up to the direction of the rows, which is the file's here.
 *
 * @param wavelengthNm wavelength of a row, nm; only spectra have one
 * @returns null when a spectral line is asked for and no row of the frames sees it
 */
export function keogramColumns(
  stored: StoredFrames,
  slice: KeogramSlice,
  orientation: Orientation,
  wavelengthNm: ((row: number) => number) | null = null,
): Columns | null {
  if (slice.kind === 'middle-column') return columnOf(stored, middleColumn(stored.width, orientation));
  if (slice.kind !== 'spectral-line' || !wavelengthNm) return null;
  const rows = Array.from({ length: stored.height }, (_, row) => row).filter(
    (row) => Math.abs(wavelengthNm(row) - slice.wavelengthNm) <= slice.halfWidthNm,
  );
  return rows.length > 0 ? meanOfRows(stored, rows) : null;
}

/**
 * The column, counted as stored, that PyAuroraX takes for a keogram: floor(columns / 2 − 1) after its flips. With an
 * even number of columns the flip of REGO makes that the right one of the middle pair, else the left one.
 */
export function middleColumn(width: number, { peerFlip }: Orientation): number {
  const peerColumn = Math.max(0, Math.floor(width / 2 - 1));
  return peerFlip.columns ? width - 1 - peerColumn : peerColumn;
}

function columnOf({ frames, width, height }: StoredFrames, column: number): Columns {
  const counts = new Uint16Array(frames.length * height);
  frames.forEach(({ samples }, frame) => {
    const bytesPerSample = samples.length === width * height ? 1 : 2;
    for (let row = 0; row < height; row++) {
      counts[frame * height + row] = sampleAt(samples, row * width + column, bytesPerSample);
    }
  });
  return { height, counts };
}

function meanOfRows({ frames, width, height }: StoredFrames, rows: readonly number[]): Columns {
  const means = new Uint16Array(frames.length * width);
  frames.forEach(({ samples }, frame) => {
    const bytesPerSample = samples.length === width * height ? 1 : 2;
    for (let bin = 0; bin < width; bin++) {
      let sum = 0;
      for (const row of rows) sum += sampleAt(samples, row * width + bin, bytesPerSample);
      means[frame * width + bin] = Math.round(sum / rows.length);
    }
  });
  return { height: width, counts: means };
}
