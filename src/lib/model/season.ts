import type { TimeRange } from './time';

/* A year of one site at a glance: a column for each day, with the hours of UTC from top to bottom. */

/** What the columns show. */
export const seasonStrips = ['brightness', 'availability'] as const;
export type SeasonStrip = (typeof seasonStrips)[number];

/** Parts of a column: ten minutes each, fewer than a screen has pixels for a day. */
export const binsOfDay = 144;
export const binUs = 600_000_000;

/** The brightest, 0 being black; and what stands where there is no data. */
export const brightest = 254;
export const noData = 255;

/** Brightness of a night by parts of ten minutes from the beginning of its picture, 0…254; 255 where there is no data. */
export type NightColumn = Uint8Array<ArrayBuffer>;

/** Sun and Moon over a place through a season. */
export interface SeasonSky {
  /** From the beginning of the first day to the end of the last, whole days. */
  readonly range: TimeRange;
  /** Elevation of the Sun at the edges of all parts, degrees: one more than there are parts. */
  readonly sunDeg: Float32Array<ArrayBuffer>;
  /** One for each day, microseconds: how long it is dark, the Sun below −12°, and how long of that the Moon is up. */
  readonly darkUs: Float64Array<ArrayBuffer>;
  readonly moonDarkUs: Float64Array<ArrayBuffer>;
  /** Share of the Moon's disc that is lit in the middle of each day, 0…1. */
  readonly moonLit: Float64Array<ArrayBuffer>;
}
