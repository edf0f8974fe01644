import type { CalibrationName } from './calibration';
import type { ArchiveFileName } from './dataset';
import type { FileProblem } from './failure';

/** What a person's own file turned out to be, by what is in it. */
export interface RecognisedFile {
  readonly content: OwnContent;
  /** Whether the file says that it was computed and not observed. */
  readonly synthetic: boolean;
  /** What is wrong with it; what is good of it is used all the same. */
  readonly problem: FileProblem | null;
  /** What people should know besides, a sentence: that the name says something else. */
  readonly remark: string | null;
}

export type OwnContent =
  OwnFrames | OwnSkymap | OwnCalibration | OwnGrid | OwnRiometer | ({ readonly kind: 'picture' } & PictureSize);

/** Frames of one camera: these become a track. `startUs` is the minute (hour, frame) that the archive would name it for. */
export interface OwnFrames extends ArchiveFileName {
  readonly kind: 'frames';
  readonly dataset: string;
  /** Where the archive would keep it, below its root: names separated by slashes. */
  readonly path: string;
  readonly frames: number;
  /** How many of them can be read, where it turned out that these are fewer. */
  readonly readable?: number;
  /** First and last frame, UTC. */
  readonly firstUs: number;
  readonly lastUs: number;
}

export interface OwnSkymap {
  readonly kind: 'skymap';
  readonly siteUid: string;
  /** `themis20`; an empty string where the file does not say. */
  readonly imagerUid: string;
  /** First day of validity as its name says; null where the name says none. */
  readonly startUs: number | null;
  readonly version: string;
}

export interface OwnCalibration {
  readonly kind: 'calibration';
  readonly of: CalibrationName['kind'];
  /** `15651`; null where neither file nor name tell. */
  readonly detectorUid: string | null;
  readonly startUs: number | null;
}

/** Maps merged of an array's cameras: these become a track, where it is known of which dataset. */
export interface OwnGrid {
  readonly kind: 'grid';
  readonly dataset: string | null;
  readonly frames: number;
  readonly firstUs: number;
  readonly lastUs: number;
}

/** A day of curves: these become a track. */
export interface OwnRiometer {
  readonly kind: 'riometer';
  readonly dataset: string;
  /** Start of the day that the archive would name it for. */
  readonly startUs: number;
  /** Where the archive would keep it, below its root; null where no site is known that could be one of a track. */
  readonly path: string | null;
  readonly siteUid: string | null;
  readonly measurements: number;
  readonly firstUs: number;
  readonly lastUs: number;
}

interface PictureSize {
  readonly width: number;
  readonly height: number;
}
