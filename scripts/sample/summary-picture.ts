import { encode } from 'jpeg-js';
import { middleColumn } from '$lib/analysis/keogram';
import { datasetByName } from '$lib/datasets/catalogue';
import { dayUs, hourUs } from '$lib/datasets/utc';
import type { SampleExposure } from './exposure';
import { cadenceUs, frameTimeUs, originValue, sampleRange } from './plan';
import { markSynthetic, type ColumnSpan, type RawPicture } from './synthetic-mark';

/** Of the JPEG, 1…100. */
export const quality = 88;
const white = 255;

/** Columns of a picture, as the archive's: 2 minutes each for a day, 6 seconds each for an hour. */
const spans = { daily: { us: dayUs, columns: 720 }, hourly: { us: hourUs, columns: 600 } } as const;

type Span = keyof typeof spans;

/**
 * The keogram of a camera as a picture of the archive's own kind: JPEG without axes, the file's own rows. That it is
 * synthetic is written in its largest white part and in a comment segment; columns with data are left as they are.
 */
export function summaryPicture(exposure: SampleExposure, span: Span): Uint8Array {
  const picture = keogramPicture(exposure, span);
  markSynthetic(picture, freeColumns(span));
  return encode({ ...picture, comments: [originValue] }, quality).data;
}

/**
 * The picture before it is marked: counts between percentiles 1 and 99 as grey, white columns where there are no data.
 * Of all minutes, whichever files there are: what the files lack is seen here.
 */
export function keogramPicture(exposure: SampleExposure, span: Span): RawPicture {
  const { columns } = spans[span];
  const { camera } = exposure;
  const { size } = camera;
  const column = middleColumn(size, datasetByName(camera.dataset)!.orientation);
  const pictured = Array.from({ length: columns }, (_, at) => {
    const middleUs = columnMiddleUs(span, at);
    if (!hasData(middleUs)) return null;
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
  return { width: columns, height: size, data };
}

/** The larger part of a picture's columns in which there are no data: before them, or behind. */
function freeColumns(span: Span): ColumnSpan {
  const { columns } = spans[span];
  const filled = Array.from({ length: columns }, (_, at) => hasData(columnMiddleUs(span, at)));
  const before = { first: 0, end: filled.indexOf(true) };
  const behind = { first: filled.lastIndexOf(true) + 1, end: columns };
  return before.end > behind.end - behind.first ? before : behind;
}

function columnMiddleUs(span: Span, at: number): number {
  const { us, columns } = spans[span];
  return Math.floor(sampleRange.startUs / us) * us + ((at + 0.5) * us) / columns;
}

function hasData(timeUs: number): boolean {
  return timeUs >= sampleRange.startUs && timeUs < sampleRange.endUs;
}

function percentiles(counts: readonly number[]): readonly [low: number, high: number] {
  const sorted = [...counts].sort((a, b) => a - b);
  const low = sorted[Math.floor(0.01 * sorted.length)]!;
  return [low, Math.max(low + 1, sorted[Math.floor(0.99 * sorted.length)]!)];
}
