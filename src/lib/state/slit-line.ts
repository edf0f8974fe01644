import type { TrackView } from './track-view.svelte';

/** How bright the sky is along a spectrograph's slit at one instant, in the line that its keogram shows. */
export interface SlitLine {
  /** Start of the spectrum. */
  readonly timeUs: number;
  /** One for each place along the slit, as the columns of the spectrum; in `unit`. */
  readonly values: Uint16Array<ArrayBuffer>;
  /** `counts`, or `R` of calibrated spectra. */
  readonly unit: string;
}

/** The column of a spectrograph's keogram at an instant; null where there is no spectrum, or it is not here yet. */
export function slitLineAt(track: TrackView, instantUs: number): SlitLine | null {
  const place = track.frameAt(instantUs);
  if (place?.minute.load.phase !== 'ready') return null;
  const { counts, height } = place.minute.load.columns;
  return {
    timeUs: place.timeUs,
    values: counts.subarray(place.index * height, (place.index + 1) * height),
    unit: track.dataset.samples.keogramUnit,
  };
}
