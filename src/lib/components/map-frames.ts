import { createMosaicLook, type MosaicLook } from '$lib/render/mosaic-look';
import type { MosaicFrame } from '$lib/render/mosaic-painter';
import type { TrackLook } from '$lib/state/track-look.svelte';

/** Tables of colours are made once for a scaling, and again only when it changes. */
const looks = new WeakMap<object, MosaicLook>();

/** The frame of a camera at the cursor, as the map paints it; null where there is none, or it is off the map. */
export function mosaicFrameOf({ sight, fitting, scaling, onMap, strip }: TrackLook): MosaicFrame | null {
  if (!sight || !fitting || !onMap || strip.hidden) return null;
  const { series, index } = sight;
  const samples = series.height * series.width * series.channels;
  return {
    counts: series.counts.subarray(index * samples, (index + 1) * samples),
    channels: series.channels,
    fillValue: null,
    look: lookOf(scaling),
  };
}

function lookOf(scaling: TrackLook['scaling']): MosaicLook {
  const known = looks.get(scaling);
  if (known) return known;
  const { countsRange: valueRange, gamma, colormap } = scaling;
  const look = createMosaicLook({ valueRange, gamma, colormap }, { kind: 'counts', darkCounts: 0, perCount: 1 });
  looks.set(scaling, look);
  return look;
}
