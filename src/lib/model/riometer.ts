import type { FileProblem } from './failure';
import type { HeaderLine } from './frames';

/** A day of a hyper-spectral riometer: power in each of its bands, without absorption. */
export interface HsrDay {
  readonly dataset: string;
  /** Null where the file's name does not tell. */
  readonly siteUid: string | null;
  readonly bands: readonly HsrBand[];
  /** Rising, no two alike: UTC, whole microseconds since 1970. */
  readonly timesUs: Float64Array<ArrayBuffer>;
  /** `[band][time]`, as stored. */
  readonly rawPower: Float32Array<ArrayBuffer>;
  readonly header: readonly HeaderLine[];
  readonly synthetic: boolean;
  readonly problem: FileProblem | null;
}

/** In the file's order, which is not that of the frequencies: the first is 30 MHz, the rest rise. */
export interface HsrBand {
  /** As written: `30.00 MHz`; empty where the file lacks it. */
  readonly centralFrequency: string;
  /** As written: `85.45 kHz`; empty where the file lacks it. */
  readonly passband: string;
}

/** What a riometer measured in one file, usually a day. */
export interface RiometerSeries {
  /** `k0`: the receiver's signal; `k2`: that and the absorption against the quiet day. */
  readonly kind: 'k0' | 'k2';
  /** Null where neither file nor name tells. */
  readonly siteUid: string | null;
  /** Rising, no two alike: UTC, whole microseconds since 1970. */
  readonly timesUs: Float64Array<ArrayBuffer>;
  /** Volts, one for each time; NaN where nothing was measured. */
  readonly rawVolts: Float64Array<ArrayBuffer>;
  /** Decibels, one for each time; null in k0 files. */
  readonly absorptionDb: Float64Array<ArrayBuffer> | null;
  /** Keys in lower case with `_` for blanks, in file order. */
  readonly header: readonly HeaderLine[];
  /** Rows that could not be read or were of another day. */
  readonly badRows: number;
  /** What spoiled reading; the values here are good all the same. */
  readonly problem: FileProblem | null;
}
