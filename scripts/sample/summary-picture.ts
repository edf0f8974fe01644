import { encode } from 'jpeg-js';
import { dayUs, hourUs, secondUs } from '$lib/datasets/utc';
import { keogramColumn } from './keogram-columns';
import { frameTimeUs, originValue, sampleRange, type Camera } from './plan';
import { pngPicture } from './png-picture';
import { markSynthetic, type ColumnSpan, type RawPicture } from './synthetic-mark';

/** Of the JPEG, 1…100. */
export const quality = 88;
const white = 255;

/** Columns of a picture, as the archive's: 2 minutes each for a day, 6 seconds each for an hour. */
const spans = { daily: { us: dayUs, columns: 720 }, hourly: { us: hourUs, columns: 600 } } as const;

type Span = keyof typeof spans;

/** What records: one number a row, or red, green and blue. */
export interface Recorder {
  readonly camera: Camera;
  column(timeUs: number, column: number): ArrayLike<number>;
}

/**
 * The keogram of a camera as a picture of the archive's own kind: JPEG, of TREx NIR PNG, without axes, the file's own
 * rows. That it is synthetic is written in its largest white part and in a comment; columns with data are left as they are.
 */
export function summaryPicture(recorder: Recorder, span: Span): Uint8Array {
  const picture = keogramPicture(recorder, span);
  markSynthetic(picture, freeColumns(span));
  if (recorder.camera.dataset === 'TREX_NIR_RAW') return pngPicture(picture, originValue);
  return encode({ ...picture, comments: [originValue] }, quality).data;
}

/**
 * The picture before it is marked: counts between percentiles 1 and 99 as grey, or as colours, white columns where there
 * are no data. Of all minutes, whichever files there are: what the files lack is seen here.
 */
export function keogramPicture(recorder: Recorder, span: Span): RawPicture {
  const { columns } = spans[span];
  const { camera } = recorder;
  const { height } = camera;
  const column = keogramColumn(camera);
  const pictured = Array.from({ length: columns }, (_, at) => {
    const middleUs = columnMiddleUs(span, at);
    if (!hasData(middleUs)) return null;
    const frame = Math.round((middleUs - sampleRange.startUs) / (camera.cadenceSec * secondUs));
    return recorder.column(frameTimeUs(camera, frame), column);
  });
  const [low, high] = percentiles(pictured.flatMap((counts) => (counts ? Array.from(counts) : [])));
  const data = Buffer.alloc(4 * columns * height, white);
  pictured.forEach((counts, at) => {
    if (!counts) return;
    const channels = counts.length / height;
    for (let row = 0; row < height; row++)
      for (let channel = 0; channel < 3; channel++) {
        const count = counts[row * channels + (channel % channels)]!;
        const level = Math.max(0, Math.min(255, Math.round((255 * (count - low)) / (high - low))));
        data[4 * (row * columns + at) + channel] = level;
      }
  });
  return { width: columns, height, data };
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
