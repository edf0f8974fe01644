import type { FileProblem } from './failure';

/** One `#"key" value` line of an imager's header. */
export type HeaderLine = readonly [key: string, value: string];

/** All frames of one file, in order of time and in the file's row order (nothing is flipped). */
export interface FrameSeries {
  readonly dataset: string;
  readonly siteUid: string;
  readonly deviceUid: string;
  readonly height: number;
  readonly width: number;
  /** CCD counts as stored, `[frame][row][column]`. */
  readonly counts: Uint16Array<ArrayBuffer>;
  /** Rising, no two alike: start of each exposure, UTC, whole microseconds since 1970. */
  readonly timesUs: Float64Array<ArrayBuffer>;
  /** Header of the first frame as written: order kept, repeated keys kept, values trimmed. */
  readonly header: readonly HeaderLine[];
  /** What stopped or spoiled reading; the frames here are good all the same. */
  readonly problem: FileProblem | null;
}

/** Keogram columns of one file, as reduced in the worker. */
export interface KeogramColumns {
  readonly dataset: string;
  readonly siteUid: string;
  readonly deviceUid: string;
  /** Pixels in a column. */
  readonly height: number;
  /** CCD counts, `[frame][row]`, the first stored row first; for a spectrum `[frame][spatial bin]`. */
  readonly counts: Uint16Array<ArrayBuffer>;
  /** Rising, no two alike: start of each exposure, UTC, whole microseconds since 1970. */
  readonly timesUs: Float64Array<ArrayBuffer>;
  /** Picture size of the frames they come from. */
  readonly frame: { readonly height: number; readonly width: number };
  /** Counts of all frames inside the largest circle of the picture, in bins of 16 counts: 4096 numbers. */
  readonly histogram: Uint32Array<ArrayBuffer>;
  readonly header: readonly HeaderLine[];
  readonly problem: FileProblem | null;
}
