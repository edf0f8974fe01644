/**
 * Where each pixel of a camera looks. Arrays are in the file's row and column order, the same as that of the raw
 * frames: element (row, column) belongs to pixel (row, column).
 */
export interface Skymap {
  /** File name on the archive, as shown to people. */
  readonly name: string;
  readonly projectUid: string;
  readonly siteUid: string;
  readonly imagerUid: string;
  readonly site: { readonly latDeg: number; readonly lonDeg: number; readonly altitudeM: number };
  readonly height: number;
  readonly width: number;
  /** Pixel centres, `[row][column]`, degrees; NaN outside the lens circle. */
  readonly elevationDeg: Float32Array<ArrayBuffer>;
  /** Pixel centres, `[row][column]`, degrees clockwise from north, 0…360; null for a spectrograph. */
  readonly azimuthDeg: Float32Array<ArrayBuffer> | null;
  /** Altitudes of the corner planes, rising. */
  readonly altitudesKm: readonly number[];
  /** Pixel corners, `[altitude][row][column]`, (height+1) × (width+1) a plane, geodetic degrees; NaN where not seen. */
  readonly cornerLatDeg: Float32Array<ArrayBuffer>;
  /** As `cornerLatDeg`; longitude as stored in the file, usually 0…360. */
  readonly cornerLonDeg: Float32Array<ArrayBuffer>;
  /** Side of east when row 0 is drawn on top, derived from the azimuth grid. */
  readonly eastSide: 'left' | 'right' | 'unknown';
}

/** A point of a picture, rows and columns as stored; whole numbers are pixel middles. */
export interface PicturePoint {
  readonly row: number;
  readonly column: number;
}

/** Where the directions stand in a camera's picture, low above the horizon; null where none is seen. */
export type Compass = Readonly<Record<'north' | 'east' | 'south' | 'west', PicturePoint | null>>;

/** A skymap with what takes long to find out from it, as the worker hands it over. */
export interface CompassedSkymap extends Skymap {
  readonly compass: Compass;
}

/** What the name of a skymap file says about it. */
export interface SkymapName {
  readonly name: string;
  readonly siteUid: string;
  /** First day of validity, UTC. */
  readonly startUs: number;
  /** Last day of validity as written (`20090522`), `+` for still valid, or null where the name has none. */
  readonly stop: string | null;
  /** `v02`, `vXX`, or an empty string. */
  readonly version: string;
}
