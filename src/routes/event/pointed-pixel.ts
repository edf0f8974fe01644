import type { TrackLook } from '$lib/state/track-look.svelte';

/** A pixel of one of the skies, as stored. */
export interface PointedPixel {
  readonly look: TrackLook;
  readonly row: number;
  readonly column: number;
}
