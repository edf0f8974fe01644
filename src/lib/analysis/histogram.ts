import type { StoredFrames } from '$lib/model/frames';
import { sampleAt } from './stored-samples';

export const histogramBins = 4096;
/** 4096 bins of 16 counts hold all of 0…65535. */
export const countsPerBin = 16;
const countsPerBinBits = 4;

/** So many rows and columns of a frame are enough to tell how its counts are distributed. */
const enoughLines = 32;

/**
 * How often counts occur in frames, in bins of 16 counts up to the last bin that is not empty.
 * Of pictures of 64 pixels a side and more only a regular sample is counted: every n-th row and every n-th column,
 * n the largest that leaves 32 of both (8 for 256 × 256 pixels). It moves on from frame to frame, first by a row, then
 * by a column, so that n² frames show every pixel once, and no pattern of the camera is met by all of them alike.
 *
 * @param region `circle`: pixels whose centres lie within the largest circle of the picture, since the corners of an
 *   all-sky picture are dark and are most of it at times; `whole` for a spectrum
 */
export function countsHistogram(
  { frames, width, height }: StoredFrames,
  region: 'circle' | 'whole',
): Uint32Array<ArrayBuffer> {
  const histogram = new Uint32Array(histogramBins);
  const step = Math.max(1, Math.floor(Math.min(width, height) / enoughLines));
  const inset = Array.from({ length: height }, (_, row) => (region === 'whole' ? 0 : circleInset(row, width, height)));
  frames.forEach(({ samples }, frame) => {
    const bytesPerSample = samples.length === width * height ? 1 : 2;
    const [firstRow, firstColumn] = [frame % step, Math.floor(frame / step) % step];
    for (let row = firstRow; row < height; row += step) {
      const skipped = Math.ceil(Math.max(0, inset[row]! - firstColumn) / step);
      const end = (row + 1) * width - inset[row]!;
      for (let index = row * width + firstColumn + step * skipped; index < end; index += step) {
        histogram[sampleAt(samples, index, bytesPerSample) >> countsPerBinBits]! += 1;
      }
    }
  });
  return histogram.slice(0, 1 + histogram.findLastIndex((pixels) => pixels > 0));
}

/** Histograms of several files as one, all 4096 bins of it. */
export function addHistograms(histograms: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const sum = new Uint32Array(histogramBins);
  for (const histogram of histograms) {
    const bins = Math.min(histogram.length, histogramBins);
    for (let bin = 0; bin < bins; bin++) sum[bin]! += histogram[bin]!;
  }
  return sum;
}

/**
 * The counts between which a share of the pixels lies, to the edges of bins.
 *
 * @param low share of the pixels that may lie below, 0…1
 * @param high share up to which pixels lie below the upper edge, `low`…1
 * @param perBin counts in a bin
 * @returns null for an empty histogram; else the lower count is always the smaller one
 */
export function percentileRange(
  histogram: Uint32Array,
  low: number,
  high: number,
  perBin = countsPerBin,
): readonly [low: number, high: number] | null {
  const total = histogram.reduce((sum, pixels) => sum + pixels, 0);
  if (total === 0) return null;
  const first = binReaching(histogram, low * total);
  const last = binReaching(histogram, high * total);
  return [first * perBin, Math.min(65535, (last + 1) * perBin)];
}

/** The first bin with which more than `pixels` pixels are counted, or the last bin that holds any. */
function binReaching(histogram: Uint32Array, pixels: number): number {
  let seen = 0;
  let filled = 0;
  for (let bin = 0; bin < histogram.length; bin++) {
    if (histogram[bin] === 0) continue;
    seen += histogram[bin]!;
    filled = bin;
    if (seen > pixels) break;
  }
  return filled;
}

/** Pixels of a row left of the largest circle of a picture, and as many right of it. */
export function circleInset(row: number, width: number, height: number): number {
  const radius = Math.min(width, height) / 2;
  const fromCentre = row + 0.5 - height / 2;
  const halfChord = Math.sqrt(Math.max(0, radius * radius - fromCentre * fromCentre));
  return Math.min(Math.ceil(width / 2), Math.max(0, Math.ceil(width / 2 - halfChord - 0.5)));
}
