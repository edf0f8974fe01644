import type { TimeRange } from './time';

/** How dark it is, by the Sun's elevation: day above −0.833°, then twilights down to −6°, −12° and −18°. */
export type Darkness = 'day' | 'civil' | 'nautical' | 'astronomical' | 'night';

export interface DarknessSpan extends TimeRange {
  readonly darkness: Darkness;
}

export interface SkyEventMark {
  readonly kind: 'sunset' | 'sunrise' | 'moonrise' | 'moonset';
  readonly timeUs: number;
}

/** A stretch of time with the Moon up. */
export interface MoonUp extends TimeRange {
  /** Share of its disc that is lit in the middle of this stretch, 0…1. */
  readonly lit: number;
}

/** Sun and Moon over a place during a stretch of time. */
export interface NightMarks {
  /** In order, without holes, over the whole stretch. */
  readonly darkness: readonly DarknessSpan[];
  readonly marks: readonly SkyEventMark[];
  /** When the Moon is up. */
  readonly moonUp: readonly MoonUp[];
  /** When the Sun is low enough for the cameras to run. */
  readonly imaging: readonly TimeRange[];
}
