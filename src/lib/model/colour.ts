import type { FileProblem } from './failure';
import type { HeaderLine } from './frames';

/** All colour frames of one file, in order of time and in the file's row order (nothing is flipped). */
export interface ColourSeries {
  /** As the archive spells it; null where nothing tells. */
  readonly dataset: string | null;
  readonly siteUid: string;
  readonly deviceUid: string;
  readonly height: number;
  readonly width: number;
  /** Red, green, blue. */
  readonly channels: 3;
  /** As stored, `[frame][row][column][channel]`; 16 bits where the file has them. */
  readonly values: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  /** Rising, no two alike: start of each exposure, UTC, whole microseconds since 1970. */
  readonly timesUs: Float64Array<ArrayBuffer>;
  /** What the file says of all its frames; where it says nothing of them together, of the first. */
  readonly header: readonly HeaderLine[];
  /** What it says of each frame, in the order of `timesUs`. */
  readonly frameHeaders: readonly (readonly HeaderLine[])[];
  /** Whether the file says that its frames are computed and not observed: whatever shows them must say so too. */
  readonly synthetic: boolean;
  /** What stopped or spoiled reading; the frames here are good all the same. */
  readonly problem: FileProblem | null;
}
