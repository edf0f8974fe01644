import { formatIsoUs } from '$lib/datasets/timestamp';
import { secondUs } from '$lib/datasets/utc';
import { directionTo } from '$lib/geometry/geodesy';
import { AuroraMap } from './emission';
import { layerKm, type Line } from './lines';
import { framesInAll, frameTimeUs, sampleRange, type Camera } from './plan';
import { patches as patchesOf } from './substorm';
import { leastQuietKr, lowestDeg, maximum, meridianAt, spanOf } from './truth-arcs';

/** The minute before it begins: earlier, the drifting arc stands elsewhere in the pictures, where lenses are darker. */
const quiet = { startUs: sampleRange.startUs + 360 * secondUs, endUs: sampleRange.startUs + 420 * secondUs };
/** Said here once more and not taken from the app, so that a wrong one there does not make itself true. */
const onsetFactor = 3;

/**
 * The first frame in which the brightest point along the site's meridian, above 20° elevation, is more than three times
 * as bright as its mean over the quiet minute before; null where the quiet arc was not in view, or it never is.
 */
export function onsetTruth(camera: Camera, line: Line, seed: number) {
  const { siteUid, dataset, deviceUid, latDeg, lonDeg, altitudeKm } = camera;
  const site = { latDeg, lonDeg, altitudeKm };
  const meridian = meridianAt(lonDeg)
    .filter((place) => {
      const emitting = { latDeg: place.latDeg, lonDeg, altitudeKm: layerKm[line] };
      return directionTo(site, emitting).elevationDeg > lowestDeg;
    })
    .map(({ magnetic }) => magnetic);
  const patches = patchesOf(seed);
  const span = spanOf(meridian);
  const times = Array.from({ length: framesInAll(camera) }, (_, frame) => frameTimeUs(camera, frame));
  const brightestKr = (timeUs: number) => {
    const map = new AuroraMap(line, timeUs, patches, span);
    return maximum(meridian, (place) => map.krAt(place.latDeg, place.lonDeg)).value;
  };
  const calm = times.filter((timeUs) => timeUs >= quiet.startUs && timeUs < quiet.endUs).map(brightestKr);
  const mean = calm.reduce((sum, kr) => sum + kr, 0) / calm.length;
  const isInView = mean >= leastQuietKr[line];
  const isOnset = (timeUs: number) => timeUs >= quiet.endUs && brightestKr(timeUs) > onsetFactor * mean;
  const first = isInView ? times.find(isOnset) : undefined;
  return {
    ...{ site: siteUid, dataset, device: deviceUid, lonDeg },
    quiet: { start: formatIsoUs(quiet.startUs), end: formatIsoUs(quiet.endUs), meanKr: Number(mean.toFixed(3)) },
    factor: onsetFactor,
    frameUtc: first === undefined ? null : formatIsoUs(first),
  };
}
