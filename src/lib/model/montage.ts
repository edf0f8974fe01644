/** How the instants of a montage lie: as many as fit, so many spread evenly, or one every so many seconds of UTC. */
export type MontagePace =
  | { readonly by: 'fit' }
  | { readonly by: 'count'; readonly count: number }
  | { readonly by: 'step'; readonly stepSec: number };

/** What a person has chosen of a montage. */
export interface MontageChoices {
  readonly pace: MontagePace;
  /** Over the stretch of time that the keogram shows, or over the whole range. */
  readonly span: 'window' | 'range';
  /** Of the cameras whose skies are on the stage, or of all of the event, hidden ones too. */
  readonly cameras: 'stage' | 'all';
}

/** Which frames of a file are to be made small, and how small. */
export interface SmallFrameOrder {
  /** Starts of their exposures, rising, as the file's keogram columns tell them. */
  readonly timesUs: readonly number[];
  /** No side of a picture is longer, in pixels. */
  readonly longestSide: number;
}

/** A frame made small: means of square blocks of pixels, rows and columns as stored. */
export interface SmallFrame {
  /** Start of its exposure, UTC. */
  readonly timeUs: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** CCD counts, `[row][column][channel]`; of calibrated data rounded, 0 where there is no number. */
  readonly counts: Uint16Array<ArrayBuffer>;
}
