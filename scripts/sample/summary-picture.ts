import { encode } from 'jpeg-js';
import { middleColumn } from '$lib/analysis/keogram';
import { datasetByName } from '$lib/datasets/catalogue';
import { dayUs, hourUs } from '$lib/datasets/utc';
import type { SampleExposure } from './exposure';
import { cadenceUs, frameTimeUs, sampleRange } from './plan';

const quality = 88;
const white = 255;

/** Columns of a picture, as the archive's: 2 minutes each for a day, 6 seconds each for an hour. */
const spans = { daily: { us: dayUs, columns: 720 }, hourly: { us: hourUs, columns: 600 } } as const;

/**
 * The keogram of a camera as a picture of the archive's own kind: JPEG without axes, the file's own rows, counts between
 * percentiles 1 and 99 as grey, white columns where there are no data. Of all minutes, whichever files there are: what
 * the files lack is seen here.
 */
export function summaryPicture(exposure: SampleExposure, span: keyof typeof spans): Uint8Array {
  const { us, columns } = spans[span];
  const { camera } = exposure;
  const { size } = camera;
  const columnUs = us / columns;
  const startUs = Math.floor(sampleRange.startUs / us) * us;
  const column = middleColumn(size, datasetByName(camera.dataset)!.orientation);
  const pictured = Array.from({ length: columns }, (_, at) => {
    const beginUs = startUs + at * columnUs;
    const middleUs = beginUs + columnUs / 2;
    if (middleUs < sampleRange.startUs || middleUs >= sampleRange.endUs) return null;
    const frame = Math.round((middleUs - sampleRange.startUs) / cadenceUs);
    return exposure.column(frameTimeUs(camera, frame), column);
  });
  const [low, high] = percentiles(pictured.flatMap((counts) => (counts ? [...counts] : [])));
  const data = Buffer.alloc(4 * columns * size, white);
  pictured.forEach((counts, at) => {
    counts?.forEach((count, row) => {
      const grey = Math.max(0, Math.min(255, Math.round((255 * (count - low)) / (high - low))));
      data.fill(grey, 4 * (row * columns + at), 4 * (row * columns + at) + 3);
    });
  });
  return encode({ width: columns, height: size, data }, quality).data;
}

function percentiles(counts: readonly number[]): readonly [low: number, high: number] {
  const sorted = [...counts].sort((a, b) => a - b);
  const low = sorted[Math.floor(0.01 * sorted.length)]!;
  return [low, Math.max(low + 1, sorted[Math.floor(0.99 * sorted.length)]!)];
}
