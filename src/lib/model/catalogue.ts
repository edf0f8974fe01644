import type { Credit, Observatory } from './dataset';
import type { Failure } from './failure';

/** How much time one file of a dataset covers; `none` where a file belongs to no day (skymaps, calibrations). */
export type FileSpan = '1min' | '1hr' | '1day' | 'none';

/** What is in the files. */
export type ProductKind =
  'frames' | 'series' | 'spectra' | 'grid' | 'picture' | 'skymap' | 'calibration' | 'other' | 'unknown';

/**
 * What this app does with a file of the dataset: shows it as a track of frames or as a curve, lays it open as a file,
 * shows it as the picture it is, or nothing.
 */
export type Reading = 'track' | 'curve' | 'file' | 'picture' | 'none';

/** A dataset of the archive, whether this app reads it or not. */
export interface CatalogueDataset {
  /** As the archive spells it: `THEMIS_ASI_RAW`. */
  readonly name: string;
  /** The array, as people write it: `THEMIS ASI`. */
  readonly array: string;
  /** The observatory list of the array, as the service spells it (`themis_asi`); null where it has none. */
  readonly instrumentArray: string | null;
  /** Processing level: `L0`, `L1`, `L1A`, `L2`, `L3`. */
  readonly level: string;
  readonly kind: ProductKind;
  readonly fileSpan: FileSpan;
  /** Time from one frame or sample to the next; null where there is no such thing, or nobody said. */
  readonly cadenceSec: number | null;
  readonly description: string;
  /** Without `https://doi.org/`, the most particular first. */
  readonly dois: readonly string[];
  /** The citation is without the DOI at its end. */
  readonly credit: Pick<Credit, 'citation' | 'acknowledgement' | 'page'>;
  /** Below the archive root, no slashes at the ends; null where nobody said. */
  readonly directory: string | null;
  /** False where the folder was concluded from those of other datasets and never seen. */
  readonly directoryIsSure: boolean;
  /** Whether the file-listing service knows the dataset. */
  readonly listedByService: boolean;
  readonly reading: Reading;
  /** Whether the reader was tried on a real file. */
  readonly verified: boolean;
}

/** A file of any dataset, by its address on the public archive. */
export interface CatalogueFile {
  readonly url: string;
  readonly name: string;
  readonly dataset: string;
}

/** A dataset as the service describes it, looked at; what it did not say, or not sensibly, is null. */
export interface ListedDataset {
  readonly name: string;
  readonly description: string | null;
  readonly level: string | null;
  readonly fileSpan: FileSpan | null;
  readonly dois: readonly string[];
  /** Without the DOI at its end. */
  readonly citation: string | null;
  readonly directory: string | null;
  readonly listedByService: boolean;
}

/** Where what is shown was taken from: asked now, as asked before, or carried in the app. */
export type CatalogueOrigin = 'service' | 'kept' | 'built in';

/** Something of the catalogue and how old it is. */
export interface FromCatalogue<T> {
  readonly value: T;
  readonly origin: CatalogueOrigin;
  /** When the service said so, milliseconds since 1970; null for what is carried in the app. */
  readonly asOfMs: number | null;
  /** Why the service did not answer; null when it did, or was not to be asked. */
  readonly failure: Failure | null;
}

export type DatasetCatalogue = FromCatalogue<readonly CatalogueDataset[]>;
export type ArrayObservatories = FromCatalogue<readonly Observatory[]>;
