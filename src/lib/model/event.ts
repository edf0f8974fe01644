import type { ColormapName } from './dataset';
import type { MapChoices } from './map';
import type { MontageChoices } from './montage';
import type { TimeRange } from './time';

/**
 * The one noun in the middle: what a person is looking at, as plain data. It is written to the link and read back
 * without loss; views are functions of it and of loaded data.
 */
export interface SkyEvent {
  readonly range: TimeRange;
  /** The instant looked at, UTC microseconds; null stands for the first frame of the range. */
  readonly cursorUs: number | null;
  /** In the order of their strips; no camera twice. */
  readonly tracks: readonly Track[];
  /** Which of the tracks is looked at closely: its place in `tracks`. */
  readonly focus: number;
  /** What the stage shows: of the instant skies, or all cameras together on a map; or frames of a stretch of time. */
  readonly view: 'sky' | 'map' | 'montage';
  readonly map: MapChoices;
  readonly montage: MontageChoices;
  /** Whether the stage shows the skies of all tracks whose strips are shown, or only that of the one in focus. */
  readonly stage: 'all' | 'one';
  /** The stretch of time the keogram shows, when it is not the whole range. */
  readonly zoom: TimeRange | null;
  /** The sky as seen from below (east left when north is up) or as on a map (east right). */
  readonly facing: 'sky' | 'map';
  /** Altitude at which pixels are mapped to the ground; null for the dataset's usual one. */
  readonly altitudeKm: number | null;
}

/** One camera: dataset, site, and device where one was chosen; or maps merged of an array's cameras. */
export interface Track {
  readonly dataset: string;
  /** Empty for maps merged of all sites. */
  readonly siteUid: string;
  /** null: whichever device the archive has at the site. */
  readonly deviceUid: string | null;
  readonly display: TrackDisplay;
  readonly strip: TrackStrip;
  /** Whether its pictures are laid on the map, where the stage shows one. */
  readonly onMap: boolean;
  readonly choices: TrackChoices;
  /** Of what measures curves. */
  readonly curves: TrackCurves;
}

/** How counts become colours; null stands for the dataset's default. */
export interface TrackDisplay {
  readonly countsRange: readonly [number, number] | null;
  readonly gamma: number;
  readonly colormap: ColormapName | null;
}

/** Its keogram under the stage. */
export interface TrackStrip {
  /** A hidden track is not on the stage either; what it has loaded stays. */
  readonly hidden: boolean;
  /** In CSS pixels; null for an equal share of the room. */
  readonly heightPx: number | null;
}

/** Which curves are drawn, and how. */
export interface TrackCurves {
  /** By their `id`s, all in one unit; null for the dataset's own choice. */
  readonly shown: readonly string[] | null;
  /** Values at the lower and the upper edge; null for those that suit the curves. */
  readonly axis: readonly [low: number, high: number] | null;
}

/**
 * Files that were chosen by hand, by their names, a person's own ones with `own:` before it; null for what the published
 * rules choose.
 */
export interface TrackChoices {
  readonly skymap: string | null;
  readonly flatfield: string | null;
  readonly rayleighs: string | null;
}
