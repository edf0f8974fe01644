import type { FileProblem } from './failure';
import type { HeaderLine } from './frames';

/**
 * The mosaics of one grid file, in order of time and in the file's row order: row 0 is the northernmost, column 0 the
 * westernmost, in `values` and `confidence` alike.
 */
export interface GridSeries {
  /** As the archive spells it; null where neither name nor metadata tell. */
  readonly dataset: string | null;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** `[frame][row][column]`, with three channels `[frame][row][column][channel]`; in `units`, empty cells as stored. */
  readonly values: Float32Array<ArrayBuffer>;
  /** What an empty cell holds; NaN is an empty cell as well. Null where the file does not say. */
  readonly fillValue: number | null;
  /** Elevation in degrees at which the pixel was seen that a cell is from, `[frame][row][column]`; filled like `values`. */
  readonly confidence: Float32Array<ArrayBuffer> | null;
  /** Rising, no two alike: UTC, whole microseconds since 1970. */
  readonly timesUs: Float64Array<ArrayBuffer>;
  /** As the file says it: `data number (corner subtracted)`. */
  readonly units: string | null;
  readonly altitudeKm: number | null;
  /** Per frame, in the order of `timesUs`. */
  readonly sites: readonly GridSites[];
  readonly header: readonly HeaderLine[];
  readonly synthetic: boolean;
  readonly problem: FileProblem | null;
}

/** Cameras as `site_device`: `gill_themis19`. */
export interface GridSites {
  readonly inGrid: readonly string[];
  readonly clear: readonly string[];
  readonly cloudy: readonly string[];
  readonly removedByHand: readonly string[];
}
