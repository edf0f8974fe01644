/** Everything that differs between imagers, as data. One record per dataset, in `datasets/`. */
export interface ImagerDataset {
  /** As the archive spells it: `THEMIS_ASI_RAW`. */
  readonly name: string;
  /** The array, as people write it: `THEMIS ASI`. */
  readonly title: string;
  /** What it sees, for labels: `white light`, `630.0 nm`. */
  readonly light: string;
  /** Below the archive root, no slashes at the ends: `THEMIS/asi/stream0`. */
  readonly directory: string;
  /** Whether the file-listing service knows the dataset; otherwise only the directory listing finds its files. */
  readonly listedByService: boolean;
  /** Names of the files with its frames, and nothing else in the same folder (hourly `row2` files, darks …). */
  readonly fileName: RegExp;
  readonly packing: Packing;
  /** What the names of its devices begin with: `themis`, `rgb`. */
  readonly deviceKind: string;
  /** Nominal picture size; files are believed over it. */
  readonly frame: { readonly width: number; readonly height: number };
  readonly cadenceSec: number;
  readonly orientation: Orientation;
  readonly keogramSlice: KeogramSlice;
  readonly samples: Samples;
  readonly display: DisplayDefaults;
  /** Altitude at which the emission is usually mapped; null where mapping makes no sense. */
  readonly altitudeKm: number | null;
  /** Words of a search that mean this dataset, lower case: `themis`, `asi`. */
  readonly searchWords: readonly string[];
  /** The observatory list this array belongs to, as the service spells it (`themis_asi`); null where it has none. */
  readonly instrumentArray: string | null;
  readonly skymaps: { readonly dataset: string; readonly directory: string } | null;
  /** Null for arrays whose detectors nobody has published calibrations of. */
  readonly calibrations: CalibrationFiles | null;
  readonly credit: Credit;
  /** Header keys of a frame's start of exposure, lower case, the best first; never inherited from another frame. */
  readonly timeKeys: readonly string[];
  /** True where no file of the dataset was at hand when this reader was written. */
  readonly verified: boolean;
}

/** Where an array's calibrations are: one folder for all its detectors and both kinds. */
export interface CalibrationFiles {
  readonly flatfieldDataset: string;
  readonly rayleighsDataset: string;
  /** Below the archive root, no slashes at the ends. */
  readonly directory: string;
}

/** How frames come in files. */
export interface Packing {
  /** Which reader: PGM stacks, colour frames in HDF5 or in PNG (loose or in a tar), calibrated spectra in HDF5. */
  readonly container: 'pgm' | 'hdf5' | 'png' | 'spectra';
  /** The time that one file is named for, in seconds; a file of a single frame lies somewhere in it. */
  readonly fileSpanSec: number;
  /** Whether a camera's folder of a day has a folder for each hour (`ut06`). */
  readonly hourFolders: boolean;
  /** So many frames of a file are decoded together to be looked at; null for all of them. */
  readonly framesTogether: number | null;
}

/** What a sample of a frame is. */
export interface Samples {
  /** 3: red, green, blue. */
  readonly channels: 1 | 3;
  /** The largest that a sample can be, where scales end. */
  readonly most: number;
  /** `counts`; of calibrated data its unit: `R/nm`. */
  readonly unit: string;
  /** Unit of the keogram, where that is another one. */
  readonly keogramUnit: string;
}

/** How the stored array lies to the sky and to other readers. Frames are never turned in memory. */
export interface Orientation {
  /** Side on which east lies when row 0 is drawn on top (north); `none` for a slit, `unknown` where nobody knows. */
  readonly eastSide: 'left' | 'right' | 'unknown' | 'none';
  /** Flips that PyAuroraX applies on reading: CCD rows and columns shown to people follow its convention. */
  readonly peerFlip: { readonly rows: boolean; readonly columns: boolean };
}

/** Which pixels of a frame become its keogram column, top of the column first. */
export type KeogramSlice =
  /** The middle CCD column as PyAuroraX counts it, floor(columns / 2 − 1) after its flips. */
  | { readonly kind: 'middle-column' }
  /** One line of a spectrum: the mean of the rows within `halfWidthNm` of a wavelength, one value per spatial bin. */
  | { readonly kind: 'spectral-line'; readonly wavelengthNm: number; readonly halfWidthNm: number }
  /**
   * One line of a calibrated spectrum in Rayleighs: the integral over its band less that over a band beside it, each
   * from its first to its second wavelength in nm, one value per spatial bin.
   */
  | {
      readonly kind: 'emission-band';
      readonly signalNm: readonly [number, number];
      readonly backgroundNm: readonly [number, number];
    };

export interface DisplayDefaults {
  /** Counts drawn as black and as white. */
  readonly countsRange: readonly [number, number];
  readonly colormap: ColormapName;
}

export const colormapNames = [
  'gray',
  'viridis',
  'cividis',
  'inferno',
  'magma',
  'plasma',
  'turbo',
  'gist_heat',
  'greens',
  'blues',
] as const;
export type ColormapName = (typeof colormapNames)[number];

export interface Credit {
  readonly doi: string | null;
  readonly citation: string | null;
  readonly acknowledgement: string;
  /** The dataset's page, for datasets without a DOI. */
  readonly page: string;
}

/** What a file name tells without opening the file. */
export interface ArchiveFileName {
  /** Start of the minute (hour) that the file is named for; of a file of a single frame, that of its exposure. UTC. */
  readonly startUs: number;
  readonly siteUid: string;
  readonly deviceUid: string;
}

/** One file of the archive, as a listing gave it. Its key everywhere is `url`, its address on the public archive. */
export interface ArchiveFile extends ArchiveFileName {
  readonly url: string;
  readonly name: string;
  readonly dataset: string;
  /** Size in bytes as the listing gave it; null where it gave none; directory listings round. */
  readonly bytes: number | null;
}

/** A place with a camera. */
export interface Observatory {
  readonly siteUid: string;
  readonly name: string;
  readonly latDeg: number;
  /** −180…180 */
  readonly lonDeg: number;
}
