import { lineThrough, type MapLine } from '$lib/geometry/map-lines';
import { slitCorners } from '$lib/geometry/slit-outline';
import type { Skymap } from '$lib/model/skymap';
import { createMosaicLook, type MosaicLook } from '$lib/render/mosaic-look';
import type { MosaicFrame } from '$lib/render/mosaic-painter';
import type { MapView } from '$lib/state/map-view.svelte';
import type { TrackLook } from '$lib/state/track-look.svelte';

/** Tables of colours are made once for a scaling, and again only when it changes. */
const looks = new WeakMap<object, MosaicLook>();

/** The line of a spectrograph at the cursor as the map paints it, one row of pixels; null where there is none. */
export function slitFrameOf({ slit, scaling }: TrackLook): MosaicFrame | null {
  if (!slit) return null;
  let look = looks.get(scaling);
  if (!look) {
    const { countsRange: valueRange, gamma, colormap } = scaling;
    look = createMosaicLook({ valueRange, gamma, colormap }, { kind: 'counts', darkCounts: 0, perCount: 1 });
    looks.set(scaling, look);
  }
  return { counts: slit.values, channels: 1, fillValue: null, look };
}

/** Around what is drawn of each slit, as high as the map has it. */
export function slitOutlines(map: MapView) {
  return map.placedSlits.flatMap(({ look, chosen }) => {
    const altitudeKm = map.altitudeOf(look);
    const projection = map.projectionAt(altitudeKm);
    if (!projection) return [];
    const places = outlinePlaces(chosen.skymap, altitudeKm, map.elevationDeg);
    const pieces: MapLine['pieces'] = places.length > 0 ? lineThrough(projection, places) : [];
    return [{ look, pieces }];
  });
}

/** Corners of the bins above an elevation, along one side and back along the other, closed; NaN where they break off. */
function outlinePlaces(skymap: Skymap, altitudeKm: number, elevationDeg: number) {
  const { latDeg, lonDeg } = slitCorners(skymap, altitudeKm);
  const edges = skymap.width + 1;
  const isDrawn = (bin: number) => (skymap.elevationDeg[bin] ?? NaN) > elevationDeg;
  const drawn = Array.from({ length: edges }, (_, edge) => edge).filter((edge) => isDrawn(edge - 1) || isDrawn(edge));
  const side = (row: number) =>
    drawn.map((edge) => ({ latDeg: latDeg[row * edges + edge]!, lonDeg: lonDeg[row * edges + edge]! }));
  const [one, other] = [side(0), side(1)];
  return one.length > 0 ? [...one, ...other.reverse(), one[0]!] : [];
}
