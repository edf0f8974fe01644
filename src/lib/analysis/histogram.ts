import type { FrameSeries } from '$lib/model/frames';

export const histogramBins = 4096;
/** 4096 bins of 16 counts hold all of 0…65535. */
const countsPerBinBits = 4;

/**
 * How often each count occurs in all frames together, in bins of 16 counts: 4096 numbers.
 *
 * @param region `circle`: pixels whose centres lie within the largest circle of the picture, since the corners of an
 *   all-sky picture are dark and are most of it at times; `whole` for a spectrum
 */
export function countsHistogram(
  { counts, width, height }: Pick<FrameSeries, 'counts' | 'width' | 'height'>,
  region: 'circle' | 'whole',
): Uint32Array<ArrayBuffer> {
  const histogram = new Uint32Array(histogramBins);
  const inset = Array.from({ length: height }, (_, row) => (region === 'whole' ? 0 : circleInset(row, width, height)));
  for (let start = 0, row = 0; start < counts.length; start += width, row = (row + 1) % height) {
    const end = start + width - inset[row]!;
    for (let index = start + inset[row]!; index < end; index++) histogram[counts[index]! >> countsPerBinBits]! += 1;
  }
  return histogram;
}

/** Histograms of several files as one; of none, 4096 zeros. */
export function addHistograms(histograms: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const sum = new Uint32Array(histogramBins);
  for (const histogram of histograms) {
    for (let bin = 0; bin < histogramBins; bin++) sum[bin]! += histogram[bin] ?? 0;
  }
  return sum;
}

/**
 * The counts between which a share of the pixels lies, to the edges of bins.
 *
 * @param low share of the pixels that may lie below, 0…1
 * @param high share up to which pixels lie below the upper edge, `low`…1
 * @returns null for an empty histogram; else the lower count is always the smaller one
 */
export function percentileRange(
  histogram: Uint32Array,
  low: number,
  high: number,
): readonly [low: number, high: number] | null {
  const total = histogram.reduce((sum, pixels) => sum + pixels, 0);
  if (total === 0) return null;
  const first = binReaching(histogram, low * total);
  const last = binReaching(histogram, high * total);
  return [first << countsPerBinBits, Math.min(65535, (last + 1) << countsPerBinBits)];
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

/** Pixels of a row left of the circle, and as many right of it. */
function circleInset(row: number, width: number, height: number): number {
  const radius = Math.min(width, height) / 2;
  const fromCentre = row + 0.5 - height / 2;
  const halfChord = Math.sqrt(Math.max(0, radius * radius - fromCentre * fromCentre));
  return Math.min(Math.ceil(width / 2), Math.max(0, Math.ceil(width / 2 - halfChord - 0.5)));
}
