import { absenceOf, placedOn } from './map-layers';
import { absenceOfSlit, slitPlacedOn } from './map-slits';
import type { TrackLook } from './track-look.svelte';

/** How a camera or a slit stands to the map at the cursor: its frame is here, on its way, not to be had, or not wanted. */
export type Standing = 'frame' | 'coming' | 'none' | 'off';

export function standingOf(look: TrackLook): Standing {
  const layer = look.isSky ? placedOn(look) : slitPlacedOn(look);
  if (layer.kind === 'off') return 'off';
  if (layer.kind === 'lacking') return look.track.skymap.phase === 'searching' ? 'coming' : 'none';
  const { sight, listing } = look.track;
  const ofGap = () => (look.gap?.kind === 'pending' ? 'coming' : 'none');
  if (!look.isSky) return look.slit ? 'frame' : listing.phase === 'searching' ? 'coming' : ofGap();
  switch (sight.phase) {
    case 'frame':
      return 'frame';
    case 'preview':
    case 'loading':
      return 'coming';
    case 'failed':
      return 'none';
    case 'gap':
      return ofGap();
  }
}

/** Why nothing of a camera or a slit is on the map; null where it is. */
export function whyNotShown(look: TrackLook, cursorUs: number): string | null {
  const layer = look.isSky ? placedOn(look) : slitPlacedOn(look);
  if (layer.kind === 'lacking') return layer.reason;
  if (layer.kind === 'placed') return look.isSky ? absenceOf(look) : absenceOfSlit(look, cursorUs);
  return look.strip.hidden ? 'Its track is hidden.' : 'It was taken off the map.';
}
