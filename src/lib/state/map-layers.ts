import type { ChosenSkymap } from '$lib/loading/loading';
import type { SkymapState } from './camera-skymap.svelte';
import { sentenceOf } from './sentences';
import type { TrackLook } from './track-look.svelte';

/** A camera of the event, and whether its pictures can be laid on a map; else why not. */
export type MapLayer =
  | { readonly kind: 'placed'; readonly look: TrackLook; readonly chosen: ChosenSkymap }
  | { readonly kind: 'off'; readonly look: TrackLook }
  | { readonly kind: 'lacking'; readonly look: TrackLook; readonly reason: string };

export type PlacedLayer = MapLayer & { readonly kind: 'placed' };

export function placedOn(look: TrackLook): MapLayer {
  if (!look.onMap || look.strip.hidden) return { kind: 'off', look };
  const { skymap } = look.track;
  if (skymap.phase !== 'ready') return { kind: 'lacking', look, reason: lackingSkymap(skymap) };
  if (look.fitting) return { kind: 'placed', look, chosen: skymap.chosen };
  return { kind: 'lacking', look, reason: look.note ?? 'No skymap fits.' };
}

/** Why it is not known, yet or at all, where the pixels of a camera look. */
export function lackingSkymap(skymap: Exclude<SkymapState, { phase: 'ready' }>): string {
  switch (skymap.phase) {
    case 'searching':
      return 'Its skymap is on its way.';
    case 'none':
      return 'The archive has no skymap of it, so that it cannot be laid on a map.';
    case 'failed':
      return `Its skymap could not be had. ${sentenceOf(skymap.failure)}`;
  }
}

/**
 * Why a camera that has its place on the map shows nothing at the cursor; null where it does. A small picture that stands
 * in for a minute is of another second of it: a map shows one instant, so it is left out.
 */
export function absenceOf({ track, gap }: TrackLook): string | null {
  switch (track.sight.phase) {
    case 'frame':
      return null;
    case 'preview':
    case 'loading':
      return 'Its frame is on its way.';
    case 'failed':
      return sentenceOf(track.sight.failure);
    case 'gap':
      return gap?.sentence ?? 'Between two frames.';
  }
}
