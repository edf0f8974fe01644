import type { ChosenSkymap } from '$lib/loading/loading';
import { indexOfMinute } from './minute-table';
import { lackingSkymap, type MapLayer } from './map-layers';
import { sentenceOf } from './sentences';
import type { TrackLook } from './track-look.svelte';

/** Whether and why not a spectrograph's slit has its place on a map. */
export function slitPlacedOn(look: TrackLook): MapLayer {
  if (!look.onMap || look.strip.hidden) return { kind: 'off', look };
  const { skymap } = look.track;
  if (skymap.phase !== 'ready') return { kind: 'lacking', look, reason: lackingSkymap(skymap) };
  const { chosen } = skymap;
  if (isOfSlit(chosen, look)) return { kind: 'placed', look, chosen };
  const { width, height } = chosen.skymap;
  const reason = `The skymap is for ${width} × ${height} pixels, not for a slit of ${look.size.width}: it is not used.`;
  return { kind: 'lacking', look, reason };
}

/** Why a slit that has its place on the map is only an outline at the cursor; null where it is not. */
export function absenceOfSlit({ slit, track, gap }: TrackLook, cursorUs: number): string | null {
  if (slit) return null;
  if (gap && gap.kind !== 'pending') return gap.sentence;
  const minute = track.minutes[indexOfMinute(track.minutes, cursorUs)];
  if (track.listing.phase === 'failed') return sentenceOf(track.listing.failure);
  return gap || !minute || minute.load.phase === 'waiting' ? 'Its spectrum is on its way.' : 'Between two spectra.';
}

function isOfSlit({ skymap }: ChosenSkymap, { size }: TrackLook): boolean {
  return skymap.height === 1 && skymap.width === size.width;
}
