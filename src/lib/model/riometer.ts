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
