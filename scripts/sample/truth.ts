import { middleColumn } from '$lib/analysis/keogram';
import { datasetByName } from '$lib/datasets/catalogue';
import { formatIsoUs } from '$lib/datasets/timestamp';
import { secondUs } from '$lib/datasets/utc';
import { directionTo, placeAtAltitude } from '$lib/geometry/geodesy';
import { directionOf } from './camera';
import { AuroraMap, layerKm, type LonSpan } from './emission';
import { SampleExposure } from './exposure';
import { onceFilePaths } from './camera-files';
import { starSpots } from './lights';
import { toMagnetic, type MagneticPlace } from './magnetic';
import { archiveFolder, rawPath } from './paths';
import { cadenceUs, cameras, frameTimeUs, framesPerMinute, sampleRange, type SampleCamera } from './plan';
import { patches as patchesOf, secondsInto, sinceBrightening } from './substorm';

/*
 * What is true of the event, from its formulas and not from its pictures: the measure of every program that measures.
 */

/** Where the arc is followed, degrees: the meridians of three of the cameras. */
const meridians = [-121.27, -111.934, -94.6437] as const;
const [southDeg, northDeg, stepDeg] = [50, 72, 0.004] as const;
/** Once it has broken up for so long there is no longer one arc. */
const singleArcSec = 30;

/** Steps in a pixel, for places between the middles of pixels. */
const finePerPixel = 20;

/** The minute before it begins: earlier, the drifting arc stands elsewhere in the pictures, where lenses are darker. */
const quiet = { startUs: sampleRange.startUs + 360 * secondUs, endUs: sampleRange.startUs + 420 * secondUs };
const onsetFactor = 3;
/** Pixels below are small pieces of sky far away. */
const lowestDeg = 20;
/** A site has an onset where the quiet arc was in its view. */
const leastQuietKr = 1.6;

export function createTruth(seed: number) {
  return {
    synthetic: true,
    seed,
    about: 'Nightside sample event: a substorm that never happened. Times are UTC, exposure starts.',
    range: { start: formatIsoUs(sampleRange.startUs), end: formatIsoUs(sampleRange.endUs) },
    cameras: cameras.map((camera) => cameraTruth(camera)),
    arcs: meridians.map((lonDeg) => arcTruth(lonDeg, seed)),
    keograms: cameras.filter(({ line }) => line === 'green').map((camera) => keogramTruth(camera, seed)),
    onset: cameras.filter(({ line }) => line === 'green').map((camera) => onsetTruth(camera, seed)),
    brightness: cameras.filter(({ detectorUid }) => detectorUid).flatMap((camera) => brightnessTruth(camera, seed)),
    stars: cameras.filter(({ line, hasCloud }) => line === 'green' && !hasCloud).flatMap((camera) => starTruth(camera)),
  };
}

function cameraTruth(camera: SampleCamera) {
  const { siteUid, dataset, deviceUid, latDeg, lonDeg, altitudeKm, exposureSec, dark } = camera;
  const inArchive = (path: string | null) => path && `${archiveFolder}/${path}`;
  const { skymap, rayleighs, flatfield } = onceFilePaths(camera);
  return {
    ...{ site: siteUid, dataset, device: deviceUid, latDeg, lonDeg, altitudeKm },
    ...{ skymap: inArchive(skymap), rayleighs: inArchive(rayleighs), flatfield: inArchive(flatfield) },
    ...{ exposureSec, darkCounts: dark },
  };
}

/** Latitude of the brightest green along a meridian, every three seconds. */
function arcTruth(lonDeg: number, seed: number) {
  const line = Array.from({ length: Math.round((northDeg - southDeg) / stepDeg) + 1 }, (_, index) => {
    const latDeg = southDeg + index * stepDeg;
    return { latDeg, magnetic: toMagnetic(latDeg, lonDeg) };
  });
  const patches = patchesOf(seed);
  const span = spanOf(line.map(({ magnetic }) => magnetic));
  const frames = Math.round((sampleRange.endUs - sampleRange.startUs) / cadenceUs);
  const times = Array.from({ length: frames }, (_, frame) => sampleRange.startUs + frame * cadenceUs);
  let isSingle = true;
  const latitudes = times.map((timeUs) => {
    if (!isSingle) return null; // nothing puts it together again
    const map = new AuroraMap('green', timeUs, patches, span);
    const { item } = maximum(line, ({ magnetic }) => map.krAt(magnetic.latDeg, magnetic.lonDeg));
    isSingle = sinceBrightening(secondsInto(timeUs), item.magnetic.lonDeg) < singleArcSec;
    return isSingle ? Number(item.latDeg.toFixed(3)) : null;
  });
  return { lonDeg, altitudeKm: layerKm.green, timesUtc: times.map(formatIsoUs), latDeg: latitudes };
}

/**
 * Where the arc stands in the middle column of a camera's frames, of which its keogram is made: latitude of the
 * brightest point along the column's own line over the ground, above 20° elevation, in one frame of every minute.
 */
function keogramTruth(camera: SampleCamera, seed: number) {
  const { siteUid, dataset, deviceUid, latDeg, lonDeg, altitudeKm, lens, size, line } = camera;
  const column = middleColumn(size, datasetByName(dataset)!.orientation);
  const along = Array.from({ length: size * finePerPixel }, (_, index) => {
    const direction = directionOf(lens, index / finePerPixel, column + 0.5);
    if (!direction || direction.elevationDeg <= lowestDeg) return [];
    const { azimuthDeg, elevationDeg } = direction;
    const place = placeAtAltitude({ latDeg, lonDeg, altitudeKm }, azimuthDeg, elevationDeg, layerKm[line]);
    return place ? [{ latDeg: place.latDeg, magnetic: toMagnetic(place.latDeg, place.lonDeg) }] : [];
  }).flat();
  const patches = patchesOf(seed);
  const span = spanOf(along.map(({ magnetic }) => magnetic));
  const frames = Array.from({ length: 9 }, (_, minute) => frameTimeUs(camera, minute * framesPerMinute + 3));
  const arcs = frames.flatMap((timeUs) => {
    const map = new AuroraMap(line, timeUs, patches, span);
    const { item, value } = maximum(along, ({ magnetic }) => map.krAt(magnetic.latDeg, magnetic.lonDeg));
    const isArc = value > leastQuietKr && sinceBrightening(secondsInto(timeUs), item.magnetic.lonDeg) < 0;
    return isArc ? [{ frameUtc: formatIsoUs(timeUs), latDeg: Number(item.latDeg.toFixed(3)) }] : [];
  });
  return { site: siteUid, dataset, device: deviceUid, column, altitudeKm: layerKm[line], arcs };
}

/**
 * The first frame in which the brightest point along the site's meridian, above 20° elevation, is more than three times
 * as bright as its mean over the quiet minute before; null where the quiet arc was not in view, or it never is.
 */
function onsetTruth(camera: SampleCamera, seed: number) {
  const { siteUid, dataset, deviceUid, latDeg, lonDeg, altitudeKm, line } = camera;
  const site = { latDeg, lonDeg, altitudeKm };
  const meridian = Array.from({ length: Math.round((northDeg - southDeg) / stepDeg) + 1 }, (_, index) => ({
    latDeg: southDeg + index * stepDeg,
    lonDeg,
    altitudeKm: layerKm[line],
  }))
    .filter((place) => directionTo(site, place).elevationDeg > lowestDeg)
    .map((place) => toMagnetic(place.latDeg, place.lonDeg));
  const patches = patchesOf(seed);
  const span = spanOf(meridian);
  const frames = Math.round((sampleRange.endUs - sampleRange.startUs) / cadenceUs);
  const times = Array.from({ length: frames }, (_, frame) => frameTimeUs(camera, frame));
  const brightestKr = (timeUs: number) => {
    const map = new AuroraMap(line, timeUs, patches, span);
    return maximum(meridian, (place) => map.krAt(place.latDeg, place.lonDeg)).value;
  };
  const calm = times.filter((timeUs) => timeUs >= quiet.startUs && timeUs < quiet.endUs).map(brightestKr);
  const mean = calm.reduce((sum, kr) => sum + kr, 0) / calm.length;
  const isInView = mean >= leastQuietKr;
  const isOnset = (timeUs: number) => timeUs >= quiet.endUs && brightestKr(timeUs) > onsetFactor * mean;
  const first = isInView ? times.find(isOnset) : undefined;
  return {
    ...{ site: siteUid, dataset, device: deviceUid, lonDeg },
    quiet: { start: formatIsoUs(quiet.startUs), end: formatIsoUs(quiet.endUs), meanKr: Number(mean.toFixed(3)) },
    factor: onsetFactor,
    frameUtc: first === undefined ? null : formatIsoUs(first),
  };
}

/** What a perfect instrument sees, aurora and airglow, at the middles of some pixels of the meridian. */
function brightnessTruth(camera: SampleCamera, seed: number) {
  const exposure = new SampleExposure(camera, seed);
  const { siteUid, dataset, deviceUid, size } = camera;
  const { elevationDeg } = exposure.geometry;
  const column = size / 2;
  return [3, 6, 8, 12, 15, 18].flatMap((minute) => {
    const timeUs = frameTimeUs(camera, minute * framesPerMinute + 7);
    const map = exposure.auroraAt(timeUs);
    const stars = starSpots(camera, timeUs);
    return Array.from({ length: 17 }, (_, step) => Math.round((size * (step + 2)) / 20))
      .filter((row) => elevationDeg[row * size + column]! > 25)
      .filter((row) => stars.every((star) => Math.hypot(star.row - row, star.column - column) > 8))
      .map((row) => ({ row, kr: exposure.krAt(map, row * size + column) }))
      .filter(({ row, kr }) => kr > 0.6 && isSmooth(exposure, map, row, column))
      .map(({ row, kr }) => ({
        ...{ site: siteUid, dataset, device: deviceUid, frameUtc: formatIsoUs(timeUs) },
        ...{ file: `${archiveFolder}/${rawPath(camera, minute)}`, row, column },
        rayleighs: Number((1000 * kr).toFixed(1)),
      }));
  });
}

/** Away from sharp edges, where a pixel's middle is not its mean. */
function isSmooth(exposure: SampleExposure, map: AuroraMap, row: number, column: number): boolean {
  const { size } = exposure.camera;
  const around = [-2, 0, 2].map((step) => exposure.krAt(map, (row + step) * size + column));
  return Math.max(...around) < 1.08 * Math.min(...around);
}

/** Bright stars high in the sky, where there is no bright aurora in front of them. */
function starTruth(camera: SampleCamera) {
  const { siteUid, dataset, deviceUid } = camera;
  return [0, 6].flatMap((minute) => {
    const timeUs = frameTimeUs(camera, minute * framesPerMinute + 11);
    return starSpots(camera, timeUs)
      .filter(({ magnitude, elevationDeg }) => magnitude < 2.1 && elevationDeg > 25)
      .map(({ name, magnitude, row, column, azimuthDeg, elevationDeg }) => ({
        ...{ site: siteUid, dataset, device: deviceUid, frameUtc: formatIsoUs(timeUs) },
        ...{ file: `${archiveFolder}/${rawPath(camera, minute)}`, name, magnitude },
        ...{ row: Number(row.toFixed(3)), column: Number(column.toFixed(3)) },
        ...{ azimuthDeg: Number(azimuthDeg.toFixed(3)), elevationDeg: Number(elevationDeg.toFixed(3)) },
      }));
  });
}

function spanOf(places: readonly MagneticPlace[]): LonSpan {
  const lons = places.map(({ lonDeg }) => lonDeg);
  return { fromLonDeg: Math.min(...lons), toLonDeg: Math.max(...lons) };
}

function maximum<T extends object>(items: readonly T[], valueOf: (item: T) => number): { item: T; value: number } {
  let [item, value] = [items[0]!, -Infinity];
  for (const candidate of items) {
    const its = valueOf(candidate);
    if (its > value) [item, value] = [candidate, its];
  }
  return { item, value };
}
