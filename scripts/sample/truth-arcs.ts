import { formatIsoUs } from '$lib/datasets/timestamp';
import { secondUs } from '$lib/datasets/utc';
import { placeAtAltitude } from '$lib/geometry/geodesy';
import { directionOf } from './camera';
import { AuroraMap, type LonSpan } from './emission';
import { keogramColumn } from './keogram-columns';
import { layerKm, type Line } from './lines';
import { toMagnetic, type MagneticPlace } from './magnetic';
import { frameTimeUs, framesPerMinute, sampleRange, type Camera } from './plan';
import { patches as patchesOf, secondsInto, sinceBrightening } from './substorm';

/* Where the arc stands: along meridians, and along the columns that keograms are made of. */

/** Where the arc is followed, degrees: the meridians of three of the sites. */
export const meridians = [-121.27, -111.934, -94.6437] as const;
const [southDeg, northDeg, stepDeg] = [50, 72, 0.004] as const;
/** Once it has broken up for so long there is no longer one arc. */
export const singleArcSec = 30;

/** Steps in a pixel, for places between the middles of pixels. */
const finePerPixel = 20;

/** Pixels below are small pieces of sky far away. */
export const lowestDeg = 20;
/** What is fainter is not the quiet arc. */
export const leastQuietKr: Readonly<Record<Line, number>> = { green: 1.6, red: 0.48, infrared: 0.42 };

/** Of the instants along a meridian. */
const stepUs = 3 * secondUs;

/** Latitude of the brightest place along a meridian, every three seconds. */
export function arcTruth(line: Line, lonDeg: number, seed: number) {
  const places = meridianAt(lonDeg);
  const patches = patchesOf(seed);
  const span = spanOf(places.map(({ magnetic }) => magnetic));
  const frames = Math.round((sampleRange.endUs - sampleRange.startUs) / stepUs);
  const times = Array.from({ length: frames }, (_, frame) => sampleRange.startUs + frame * stepUs);
  let isSingle = true;
  const latitudes = times.map((timeUs) => {
    if (!isSingle) return null; // nothing puts it together again
    const map = new AuroraMap(line, timeUs, patches, span);
    const { item } = maximum(places, ({ magnetic }) => map.krAt(magnetic.latDeg, magnetic.lonDeg));
    isSingle = sinceBrightening(secondsInto(timeUs), item.magnetic.lonDeg) < singleArcSec;
    return isSingle ? Number(item.latDeg.toFixed(3)) : null;
  });
  return { line, lonDeg, altitudeKm: layerKm[line], timesUtc: times.map(formatIsoUs), latDeg: latitudes };
}

export type ArcTruth = ReturnType<typeof arcTruth>;

/**
 * Where the arc stands in the middle column of a camera's frames, of which its keogram is made: latitude of the
 * brightest point along the column's own line over the ground, above 20° elevation, in one frame of every minute.
 */
export function keogramTruth(camera: Camera, line: Line, seed: number) {
  const column = keogramColumn(camera);
  const { siteUid, dataset, deviceUid, latDeg, lonDeg, altitudeKm, lens, height } = camera;
  const along = Array.from({ length: height * finePerPixel }, (_, index) => {
    const direction = directionOf(lens, index / finePerPixel, column + 0.5);
    if (!direction || direction.elevationDeg <= lowestDeg) return [];
    const { azimuthDeg, elevationDeg } = direction;
    const place = placeAtAltitude({ latDeg, lonDeg, altitudeKm }, azimuthDeg, elevationDeg, layerKm[line]);
    return place ? [{ latDeg: place.latDeg, magnetic: toMagnetic(place.latDeg, place.lonDeg) }] : [];
  }).flat();
  const patches = patchesOf(seed);
  const span = spanOf(along.map(({ magnetic }) => magnetic));
  const frames = Array.from({ length: 9 }, (_, minute) => frameTimeUs(camera, minute * framesPerMinute(camera) + 3));
  const arcs = frames.flatMap((timeUs) => {
    const map = new AuroraMap(line, timeUs, patches, span);
    const { item, value } = maximum(along, ({ magnetic }) => map.krAt(magnetic.latDeg, magnetic.lonDeg));
    const isQuiet = sinceBrightening(secondsInto(timeUs), item.magnetic.lonDeg) < 0;
    const isArc = value > leastQuietKr[line] && isQuiet;
    return isArc ? [{ frameUtc: formatIsoUs(timeUs), latDeg: Number(item.latDeg.toFixed(3)) }] : [];
  });
  return { site: siteUid, dataset, device: deviceUid, column, altitudeKm: layerKm[line], arcs };
}

/** Places along a meridian from the south to the north, in geodetic latitude and in the dipole's coordinates. */
export function meridianAt(lonDeg: number): { readonly latDeg: number; readonly magnetic: MagneticPlace }[] {
  return Array.from({ length: Math.round((northDeg - southDeg) / stepDeg) + 1 }, (_, index) => {
    const latDeg = southDeg + index * stepDeg;
    return { latDeg, magnetic: toMagnetic(latDeg, lonDeg) };
  });
}

export function spanOf(places: readonly MagneticPlace[]): LonSpan {
  const lons = places.map(({ lonDeg }) => lonDeg);
  return { fromLonDeg: Math.min(...lons), toLonDeg: Math.max(...lons) };
}

export function maximum<T extends object>(
  items: readonly T[],
  valueOf: (item: T) => number,
): { item: T; value: number } {
  let [item, value] = [items[0]!, -Infinity];
  for (const candidate of items) {
    const its = valueOf(candidate);
    if (its > value) [item, value] = [candidate, its];
  }
  return { item, value };
}
