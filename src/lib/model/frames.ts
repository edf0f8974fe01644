import type { FileProblem } from './failure';

/** One `#"key" value` line of an imager's header. */
export type HeaderLine = readonly [key: string, value: string];

/** 8 or 16 bits as stored; floats of calibrated data. */
export type FrameSamples = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** A frame whose samples may lie among those of others: its n-th, `[row][column][channel]`, is `values[first + n * step]`. */
export interface LaidFrame {
  readonly values: Uint8Array | Uint16Array | Float32Array;
  readonly first: number;
  readonly step: number;
}

/** All frames of one file, or a stretch of them, in order of time and in the file's row order (nothing is flipped). */
export interface FrameSeries<Values extends FrameSamples = FrameSamples> {
  readonly dataset: string;
  readonly siteUid: string;
  readonly deviceUid: string;
  readonly height: number;
  readonly width: number;
  /** 3: red, green, blue. */
  readonly channels: 1 | 3;
  /** CCD counts as stored, `[frame][row][column][channel]`; of calibrated data in their unit, NaN where there is none. */
  readonly counts: Values;
  /** Rising, no two alike: start of each exposure, UTC, whole microseconds since 1970. */
  readonly timesUs: Float64Array<ArrayBuffer>;
  /** Header of the first frame as written: order kept, repeated keys kept, values trimmed. */
  readonly header: readonly HeaderLine[];
  /** Wavelength of each row in nm; null where the dataset's header tells it or there is none. */
  readonly wavelengthNm: Float64Array<ArrayBuffer> | null;
  /** Whether the file says that its frames are computed and not observed: whatever shows them must say so too. */
  readonly synthetic: boolean;
  /** What stopped or spoiled reading; the frames here are good all the same. */
  readonly problem: FileProblem | null;
}

/** Frames as they stand in their file: enough for what needs a few pixels of each. */
export interface StoredFrames {
  readonly height: number;
  readonly width: number;
  readonly frames: readonly {
    /** Row by row as stored, one byte a sample, or two with the larger first. */
    readonly samples: Uint8Array;
  }[];
}

/** Keogram columns of one file, as reduced in the worker. */
export interface KeogramColumns {
  readonly dataset: string;
  readonly siteUid: string;
  readonly deviceUid: string;
  /** Pixels in a column. */
  readonly height: number;
  readonly channels: 1 | 3;
  /**
   * CCD counts, `[frame][channel][row]`, the first stored row first; for a spectrum `[frame][spatial bin]`, of a
   * calibrated one in Rayleighs, rounded.
   */
  readonly counts: Uint16Array<ArrayBuffer>;
  /** Rising, no two alike: start of each exposure, UTC, whole microseconds since 1970. */
  readonly timesUs: Float64Array<ArrayBuffer>;
  /** Picture size of the frames they come from. */
  readonly frame: { readonly height: number; readonly width: number };
  /**
   * How often counts occur inside the largest circle of the picture (in a spectrum: anywhere), of a regular sample of
   * pixels and in all channels, in bins of `countsPerBin` counts up to the last bin that is not empty. Files of one camera have samples of one density.
   */
  readonly histogram: Uint32Array<ArrayBuffer>;
  readonly countsPerBin: number;
  /** One frame of the file made small, to be shown until the frames themselves are there. */
  readonly thumbnail: Thumbnail;
  /** As in `FrameSeries`. */
  readonly synthetic: boolean;
  readonly problem: FileProblem | null;
}

/** A frame made small: means of square blocks of pixels, rows and columns as stored. */
export interface Thumbnail {
  /** Which frame of its file, counted in order of time. */
  readonly frame: number;
  readonly height: number;
  readonly width: number;
  /** CCD counts, `[row][column][channel]`. */
  readonly counts: Uint16Array<ArrayBuffer>;
}
