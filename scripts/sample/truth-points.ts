import { formatIsoUs } from '$lib/datasets/timestamp';
import type { AuroraMap } from './emission';
import { SampleExposure } from './exposure';
import { starSpots } from './lights';
import { archiveFolder, rawPath } from './paths';
import { frameTimeUs, framesPerMinute, type SampleCamera } from './plan';

/* What single pixels show: how bright the sky is there, and stars. */

/** Fainter, the noise of a single pixel is more than a small part of its light. */
const leastKr = 0.8;

/**
 * What a perfect instrument sees, aurora and airglow, at the middles of some pixels: in the middle column, and on both
 * sides of it, where a flatfield the wrong way round is wrong.
 */
export function brightnessTruth(camera: SampleCamera, seed: number) {
  const exposure = new SampleExposure(camera, seed);
  const { siteUid, dataset, deviceUid, height, width } = camera;
  const { elevationDeg } = exposure.geometry;
  const steps = (pixels: number, parts: number) =>
    Array.from({ length: parts - 1 }, (_, step) => Math.round((pixels * (step + 1)) / parts));
  return [3, 6, 8, 12, 15, 18].flatMap((minute) => {
    const timeUs = frameTimeUs(camera, minute * framesPerMinute(camera) + 7);
    const map = exposure.auroraAt(timeUs);
    const stars = starSpots(camera, timeUs);
    return steps(width, 8)
      .flatMap((column) => steps(height, 32).map((row) => ({ row, column })))
      .filter(({ row, column }) => elevationDeg[row * width + column]! > 25)
      .filter(({ row, column }) => stars.every((star) => Math.hypot(star.row - row, star.column - column) > 8))
      .map(({ row, column }) => ({ row, column, kr: exposure.krAt(map, row * width + column) }))
      .filter(({ row, column, kr }) => kr > leastKr && isSmooth(exposure, map, row, column))
      .map(({ row, column, kr }) => ({
        ...{ site: siteUid, dataset, device: deviceUid, frameUtc: formatIsoUs(timeUs) },
        ...{ file: `${archiveFolder}/${rawPath(camera, minute)}`, row, column },
        rayleighs: Number((1000 * kr).toFixed(1)),
      }));
  });
}

/** Away from sharp edges and narrow summits: between its neighbours the light rises evenly, if at all. */
function isSmooth(exposure: SampleExposure, map: AuroraMap, row: number, column: number): boolean {
  const { width } = exposure.camera;
  const index = row * width + column;
  const kr = exposure.krAt(map, index);
  // As far apart on the sky, however small the pixels are.
  const pixels = width / 256;
  return [pixels, pixels * width].every((step) => {
    const mean = (exposure.krAt(map, index - step) + exposure.krAt(map, index + step)) / 2;
    return Math.abs(mean / kr - 1) < 0.015;
  });
}

/** Bright stars high in the sky, where there is no bright aurora in front of them. */
export function starTruth(camera: SampleCamera) {
  const { siteUid, dataset, deviceUid } = camera;
  return [0, 6].flatMap((minute) => {
    const timeUs = frameTimeUs(camera, minute * framesPerMinute(camera) + 5);
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
