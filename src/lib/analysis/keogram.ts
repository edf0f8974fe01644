import type { KeogramSlice, Orientation } from '$lib/model/dataset';
import type { FrameSeries } from '$lib/model/frames';

/** Columns of a keogram: `counts` is `[frame][row]`, `height` numbers a frame. */
export interface Columns {
  readonly height: number;
  readonly counts: Uint16Array<ArrayBuffer>;
}

type Frames = Pick<FrameSeries, 'counts' | 'width' | 'height'>;

/**
 * One column of counts per frame: the middle CCD column with its rows in file order, or one line of a spectrum with
 * the rounded mean of its rows, one number per spatial bin in file order.
 * Agrees with PyAuroraX `keogram.create` up to the direction of the rows, which is the file's here.
 *
 * @param wavelengthNm wavelength of a row, nm; only spectra have one
 * @returns null when a spectral line is asked for and no row of the frames sees it
 */
export function keogramColumns(
  frames: Frames,
  slice: KeogramSlice,
  orientation: Orientation,
  wavelengthNm: ((row: number) => number) | null = null,
): Columns | null {
  if (slice.kind === 'middle-column') return columnOf(frames, middleColumn(frames.width, orientation));
  if (!wavelengthNm) return null;
  const rows = Array.from({ length: frames.height }, (_, row) => row).filter(
    (row) => Math.abs(wavelengthNm(row) - slice.wavelengthNm) <= slice.halfWidthNm,
  );
  return rows.length > 0 ? meanOfRows(frames, rows) : null;
}

/**
 * The column, counted as stored, that PyAuroraX takes for a keogram: floor(columns / 2 − 1) after its flips. With an
 * even number of columns the flip of REGO makes that the right one of the middle pair, else the left one.
 */
export function middleColumn(width: number, { peerFlip }: Orientation): number {
  const peerColumn = Math.max(0, Math.floor(width / 2 - 1));
  return peerFlip.columns ? width - 1 - peerColumn : peerColumn;
}

function columnOf({ counts, width, height }: Frames, column: number): Columns {
  const picked = new Uint16Array(counts.length / width);
  // Frames follow each other without a gap, so their rows are one long run.
  for (let row = 0; row < picked.length; row++) picked[row] = counts[row * width + column]!;
  return { height, counts: picked };
}

function meanOfRows({ counts, width, height }: Frames, rows: readonly number[]): Columns {
  const frameCount = counts.length / (width * height);
  const means = new Uint16Array(frameCount * width);
  for (let frame = 0; frame < frameCount; frame++) {
    for (let bin = 0; bin < width; bin++) {
      let sum = 0;
      for (const row of rows) sum += counts[(frame * height + row) * width + bin]!;
      means[frame * width + bin] = Math.round(sum / rows.length);
    }
  }
  return { height: width, counts: means };
}
