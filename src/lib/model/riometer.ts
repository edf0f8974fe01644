import type { FileProblem } from './failure';
import type { HeaderLine } from './frames';

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
