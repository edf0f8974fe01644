import type { Failure } from './failure';

/** What one camera, receiver or array has of one UTC day. */
export interface DayHoldings {
  /** null where files are of the whole array (grids). */
  readonly siteUid: string | null;
  /** null where names and folders carry no device. */
  readonly deviceUid: string | null;
  /** The hours 0…23 that have files; null as long as nobody looked. */
  readonly hours: readonly HourHoldings[] | null;
  /** Files that cover the whole day. */
  readonly dayFiles: number;
}

export interface HourHoldings {
  readonly hour: number;
  /** null where only the hour's folder was seen, and nobody counted what is in it. */
  readonly files: number | null;
}

/** What the archive has of a dataset on a day, of all sites or of one. */
export interface DayAvailability {
  /** In order of site and device. */
  readonly holdings: readonly DayHoldings[];
  readonly found: 'listing service' | 'directory listing';
  /** When the archive was asked, milliseconds since 1970. */
  readonly askedMs: number;
  /** True for what was kept because the archive cannot be asked now. */
  readonly outOfDate: boolean;
  /** Why the archive, or its listing service, did not answer; null when it did. */
  readonly failure: Failure | null;
}
