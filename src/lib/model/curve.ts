import type { Credit } from './dataset';
import type { FileProblem } from './failure';
import type { HeaderLine } from './frames';

/** What differs between instruments that measure curves in place of pictures. One record per dataset, in `datasets/`. */
export interface CurveDataset {
  /** As the archive spells it: `NORSTAR_RIOMETER_K0_TXT`. */
  readonly name: string;
  /** The instruments, as people write them: `NORSTAR riometer`. */
  readonly title: string;
  /** What is measured, for labels: `30 MHz, raw signal`. */
  readonly measures: string;
  /** Below the archive root, no slashes at the ends; its files lie in `YYYY/MM/DD` below it, all sites together. */
  readonly directory: string;
  /** Names of its day files, and nothing else in the same folders. */
  readonly fileName: RegExp;
  readonly format: 'riometer text' | 'hdf5';
  readonly cadenceSec: number;
  /** `id`s of the curves that are drawn until others are chosen; those that a file lacks are passed over. */
  readonly firstShown: readonly string[];
  /** Words of a search that mean this dataset, lower case. */
  readonly searchWords: readonly string[];
  /** The observatory list these instruments belong to, as the service spells it. */
  readonly instrumentArray: string;
  readonly credit: Credit;
  /** False where no file of the dataset was at hand when this reader was written. */
  readonly verified: boolean;
}

/** Which curve: the same in every file of a dataset. */
export interface CurveName {
  /** Tells it from the others of its dataset: `raw signal`, `30.00 MHz`. */
  readonly id: string;
  /** What is measured: `raw signal`, `absorption`, `raw power`. */
  readonly quantity: string;
  /** `V`, `dB`; null where nothing says in what it is measured. */
  readonly unit: string | null;
}

export interface Curve extends CurveName {
  /** One for each time; NaN where nothing was measured. */
  readonly values: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
}

/** What instruments measured in one file, usually a day. */
export interface CurveSeries {
  readonly dataset: string;
  /** Null where neither file nor name tells. */
  readonly siteUid: string | null;
  /** Rising, no two alike: UTC, whole microseconds since 1970. */
  readonly timesUs: Float64Array<ArrayBuffer>;
  /** In the file's order. */
  readonly curves: readonly Curve[];
  readonly header: readonly HeaderLine[];
  readonly synthetic: boolean;
  readonly problem: FileProblem | null;
}

/** A series, made ready in the worker to be drawn at any scale. */
export interface ReducedCurves extends Omit<CurveSeries, 'curves'> {
  readonly curves: readonly ReducedCurve[];
}

export interface ReducedCurve extends Curve {
  readonly pyramid: CurvePyramid;
}

/** Summaries of 8, 64, 512 … samples, each made of the one before; empty for a handful of samples. */
export type CurvePyramid = readonly PyramidLevel[];

/** One entry for each block of samples, NaN left out; a block without a value has Infinity and −Infinity. */
export interface PyramidLevel {
  readonly min: Float64Array<ArrayBuffer>;
  readonly max: Float64Array<ArrayBuffer>;
  readonly sum: Float64Array<ArrayBuffer>;
  /** Values in the block. */
  readonly count: Uint32Array<ArrayBuffer>;
}

/** One day's file, as a listing gave it. Its key everywhere is `url`, its address on the public archive. */
export interface CurveFile {
  readonly url: string;
  readonly name: string;
  readonly dataset: string;
  readonly siteUid: string;
  /** Start of its day, UTC. */
  readonly startUs: number;
  /** Size in bytes as a directory listing rounds it; null where nothing gave one. */
  readonly bytes: number | null;
}
