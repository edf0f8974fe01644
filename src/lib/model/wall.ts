import type { TimeRange } from './time';

/* A wall of the archive's own keograms: one row a night, so that a night is found by looking. */

/** Whose keogram hangs there. */
export interface WallCamera {
  /** `TREx RGB GILL` */
  readonly name: string;
  /** The raw dataset of the same camera; null where the archive has none that is known. */
  readonly dataset: string | null;
  /** Null where the picture's name tells none. */
  readonly siteUid: string | null;
  /** Null until a site's device is known. */
  readonly deviceUid: string | null;
}

/** One of the archive's own keogram pictures: where it is, and what its width is taken to cover. */
export interface WallPicture {
  /** On whoever's server. */
  readonly url: string;
  readonly name: string;
  /** The UTC day or hour of its name; else what the search service says of it. */
  readonly range: TimeRange;
  readonly span: 'daily' | 'hourly';
  /** `daily`, `daily_hires`, `daily_moviederived`, as the search service calls it; `daily` or `hourly` of folders. */
  readonly kind: string;
  readonly camera: WallCamera;
}

/** One night of one camera: as long as a day. */
export interface WallRow {
  /** Its own among all rows. */
  readonly key: string;
  /** Midnight UTC at the start of its date. */
  readonly dateUs: number;
  readonly range: TimeRange;
  readonly camera: WallCamera;
  /** In time order, none over another. */
  readonly pictures: readonly WallPicture[];
}

/** Nights one after the other of which the wall has no keogram. */
export interface WallGap {
  /** Dates, midnight UTC at their start, the earlier one first. */
  readonly firstUs: number;
  readonly lastUs: number;
  readonly nights: number;
}

/** What lies between neighbouring rows, by the place of the lower one. */
export interface WallBreaks {
  readonly gaps: ReadonlyMap<number, WallGap>;
  /** False where some of the archive was not looked into: there may be keograms of the missing nights. */
  readonly isSure: boolean;
  /** Where the next date, or the next site, begins; none where each has one row only. */
  readonly groups: ReadonlySet<number>;
}

/** A picture made ready for drawing: columns without data see-through. */
export interface ReadyPicture {
  readonly bitmap: ImageBitmap;
  /** Pixels of the file. */
  readonly width: number;
  readonly height: number;
  /** One number for each column, 0 black to 1 white; NaN where it has no data. */
  readonly brightness: Float32Array<ArrayBuffer>;
}

/** How the wall hangs; it stands in the page's address. */
export interface WallLook {
  readonly groupedBy: 'date' | 'site';
  readonly latestFirst: boolean;
  /** CSS pixels of a row. */
  readonly rowHeight: number;
  /** The stretch of each row that is shown, from midnight UTC of its date; null for all of it. */
  readonly window: TimeRange | null;
}

/** One of the nights, or days, which somebody asked to be brought to. */
export interface WallNight {
  /** Midnight UTC at the start of its date. */
  readonly dateUs: number;
  /** Null: whichever there are. */
  readonly siteUid: string | null;
}

/** A stretch of time of one camera that somebody picked out. */
export interface WallMark extends TimeRange {
  readonly dataset: string;
  readonly siteUid: string;
}

/** A place on the wall: a row, and an instant from midnight of its date. */
export interface WallPlace {
  readonly at: number;
  readonly timeUs: number;
}
