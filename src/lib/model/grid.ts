import type { Credit, DisplayDefaults, Samples } from './dataset';
import type { FileProblem } from './failure';
import type { HeaderLine } from './frames';

/** What differs between the maps that the publishers merge of an array's cameras. One record per dataset. */
export interface GridDataset {
  /** As the archive spells it: `THEMIS_ASI_GRID_MOSV001`. */
  readonly name: string;
  /** As people write it: `THEMIS ASI grid`. */
  readonly title: string;
  /** What its cameras see, for labels: `white light, merged`. */
  readonly light: string;
  /** Below the archive root, no slashes at the ends; its files lie in `YYYY/MM/DD/utHH` below it. */
  readonly directory: string;
  /** Names of its minute files. */
  readonly fileName: RegExp;
  /** What its files are named for, beside the minute: `110km_MOSv001_grid_themis-asi`. */
  readonly fileSuffix: string;
  readonly cadenceSec: number;
  readonly samples: Samples;
  readonly display: DisplayDefaults;
  /** What its cells are mapped at where a file does not say it. */
  readonly altitudeKm: number;
  /** The observatory list of its array, as the service spells it. */
  readonly instrumentArray: string;
  readonly credit: Credit;
  /** False where no file of the dataset was at hand when this reader was written. */
  readonly verified: boolean;
}

/** One minute's file, as a listing gave it. Its key everywhere is `url`, its address on the public archive. */
export interface GridFile {
  readonly url: string;
  readonly name: string;
  readonly dataset: string;
  /** Start of its minute, UTC. */
  readonly startUs: number;
  /** Size in bytes as a directory listing rounds it; null where nothing gave one. */
  readonly bytes: number | null;
}

/** A part of a grid's rows and columns. */
export interface GridBox {
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
}

/**
 * The mosaics of one grid file, cut to the cells that any of them fills (three of a hundred do): row 0 of the whole grid
 * is the northernmost, column 0 the westernmost.
 */
export interface GridFrames extends Omit<GridSeries, 'fillValue'> {
  /** Where the cells here lie among `height` × `width`, the whole Earth. */
  readonly box: GridBox;
  /** `[frame][row][column][channel]` of the box; NaN where a cell is empty. */
  readonly values: Float32Array<ArrayBuffer>;
  /** `[frame][row][column]` of the box. */
  readonly confidence: Float32Array<ArrayBuffer> | null;
  /** Whether the file's rows run from south to north, as its cameras' sites tell; here they are turned. */
  readonly turned: boolean;
  /** How often values occur, in all channels, in bins of `countsPerBin`. */
  readonly histogram: Uint32Array<ArrayBuffer>;
  readonly countsPerBin: number;
}

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
