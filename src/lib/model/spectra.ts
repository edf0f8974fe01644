import type { FileProblem } from './failure';
import type { HeaderLine } from './frames';

/** What one file of processed spectra says, without the spectra themselves: an hour of them is 252 MB. */
export interface SpectraFile {
  readonly dataset: string;
  readonly siteUid: string | null;
  readonly deviceUid: string | null;
  /** Of each row of a spectrum, in nm. */
  readonly wavelengthNm: Float64Array<ArrayBuffer>;
  /** Places along the slit. */
  readonly bins: number;
  /** Rising, no two alike: start of each exposure, UTC, whole microseconds since 1970. */
  readonly timesUs: Float64Array<ArrayBuffer>;
  readonly header: readonly HeaderLine[];
  readonly synthetic: boolean;
  readonly problem: FileProblem | null;
}

/** One spectrum along the slit. */
export interface Spectrum {
  /** Its place in the `timesUs` of the file. */
  readonly index: number;
  readonly timeUs: number;
  /** Rayleighs per nm, `[wavelength][bin]`, NaN where there is none: a view that is gone with the next stretch. */
  readonly values: Float32Array<ArrayBuffer>;
}
