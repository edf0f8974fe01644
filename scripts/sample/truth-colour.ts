import { formatIsoUs } from '$lib/datasets/timestamp';
import { onceFilePaths } from './camera-files';
import { colourLayerKm, type ColourCamera } from './colour-cameras';
import { ColourExposure, type ColourAurora } from './colour-exposure';
import { starSpots } from './lights';
import { archiveFolder, rawPath } from './paths';
import { frameTimeUs, framesPerMinute } from './plan';
import { keogramTruth, type ArcTruth } from './truth-arcs';
import { onsetTruth } from './truth-onset';

/* What a colour camera shows: where its arc stands, when it brightens, and how bright and of which colour pixels are. */

/** Fainter, the steps of 8 bits are more than a small part of the light. */
const leastGreenKr = 1.5;
/** Minute and frame of the points, and of the quiet frame that they are compared with. */
const pointFrames = [
  [6, 7],
  [7, 12],
  [8, 7],
  [9, 4],
  [9, 16],
] as const;
const quietFrame = [6, 1] as const;

export function colourTruth(camera: ColourCamera, arcs: readonly ArcTruth[], seed: number) {
  const { siteUid, dataset, deviceUid, latDeg, lonDeg, altitudeKm, height, width, dark, response } = camera;
  return {
    ...{ site: siteUid, dataset, device: deviceUid, latDeg, lonDeg, altitudeKm, height, width },
    skymap: `${archiveFolder}/${onceFilePaths(camera).skymap}`,
    ...{ darkCounts: dark, responsePerKr: response, altitudesKm: colourLayerKm },
    arcs: arcs.filter((arc) => arc.lonDeg === lonDeg && (arc.line === 'green' || arc.line === 'red')),
    keogram: keogramTruth(camera, 'green', seed),
    onset: onsetTruth(camera, 'green', seed),
    points: pointTruth(camera, seed),
  };
}

function pointTruth(camera: ColourCamera, seed: number) {
  const { height, width } = camera;
  const exposure = new ColourExposure(camera, seed);
  const timeOf = ([minute, frame]: readonly [number, number]) =>
    frameTimeUs(camera, minute * framesPerMinute(camera) + frame);
  const before = exposure.auroraAt(timeOf(quietFrame));
  const steps = (pixels: number, parts: number) =>
    Array.from({ length: parts - 1 }, (_, step) => Math.round((pixels * (step + 1)) / parts));
  return pointFrames.flatMap((place) => {
    const timeUs = timeOf(place);
    const aurora = exposure.auroraAt(timeUs);
    const stars = starSpots(camera, timeUs);
    return steps(width, 16)
      .flatMap((column) => steps(height, 48).map((row) => ({ row, column, index: row * width + column })))
      .filter(({ index }) => exposure.geometry.elevationDeg[index]! > 25)
      .filter(({ row, column }) => stars.every((star) => Math.hypot(star.row - row, star.column - column) > 8))
      .filter(({ index }) => exposure.krAt(aurora, index).green > leastGreenKr && isSmooth(exposure, aurora, index))
      .map(({ row, column, index }) => ({
        ...{ frameUtc: formatIsoUs(timeUs), file: `${archiveFolder}/${rawPath(camera, place[0])}`, row, column },
        ...pixelTruth(exposure, aurora, index),
        ...{
          beforeUtc: formatIsoUs(timeOf(quietFrame)),
          beforeFile: `${archiveFolder}/${rawPath(camera, quietFrame[0])}`,
        },
        ...{ before: pixelTruth(exposure, before, index) },
      }));
  });
}

function pixelTruth(exposure: ColourExposure, aurora: ColourAurora, index: number) {
  const { dark } = exposure.camera;
  const { green, red, blue } = exposure.krAt(aurora, index);
  const counts = exposure.countsAt(aurora, index);
  const [redLight, greenLight, blueLight] = counts.map((count, channel) => count - dark[channel]!);
  return {
    kr: { green: rounded(green), red: rounded(red), blue: rounded(blue) },
    counts: counts.map(rounded),
    redOverGreen: rounded(redLight! / greenLight!),
    blueOverGreen: rounded(blueLight! / greenLight!),
  };
}

/** Away from sharp edges and from what is too bright to be counted. */
function isSmooth(exposure: ColourExposure, aurora: ColourAurora, index: number): boolean {
  const { width } = exposure.camera;
  const counts = exposure.countsAt(aurora, index);
  return [2, 2 * width].every((step) => {
    const around = [index - step, index + step].map((at) => exposure.countsAt(aurora, at));
    return counts.every(
      (count, channel) =>
        count < 240 && Math.abs((around[0]![channel]! + around[1]![channel]!) / 2 - count) < 0.015 * count,
    );
  });
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}
