import { directionOf, transmission } from './camera';
import { calibrationPath, flatfieldSave, rayleighsSave } from './calibration-save';
import type { SampleExposure } from './exposure';
import { packedMinute } from './pgm-minute';
import { rawPath, summaryPath } from './paths';
import { cutOff, frameTimeUs, framesPerMinute, validFrom, type SampleCamera } from './plan';
import { skymapName, skymapPath, skymapSave, type SkymapCamera } from './skymap-save';
import { summaryPicture } from './summary-picture';

/** A file of the archive: its path below the root, and its bytes. */
export interface SampleFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** All files say that they were made on the day from which they hold. */
const generatedUs = Date.UTC(2030, 0, 1) * 1000;
/** Frames since the camera was switched on at dusk. */
const firstSequence = 8400;

/** One minute of a camera; of the one that was cut off, the first part. @param minute 0…19 */
export function rawFile(exposure: SampleExposure, minute: number): SampleFile {
  const { camera } = exposure;
  const frames = Array.from({ length: framesPerMinute }, (_, at) => {
    const frame = minute * framesPerMinute + at;
    const timeUs = frameTimeUs(camera, frame);
    return { timeUs, sequence: firstSequence + frame, counts: exposure.frame(timeUs) };
  });
  const path = rawPath(camera, minute);
  const bytes = packedMinute(camera, frames, path.slice(path.lastIndexOf('/') + 1));
  const isCut = camera.deviceUid === cutOff.deviceUid && minute === cutOff.minute;
  return { path, bytes: isCut ? bytes.subarray(0, Math.floor(0.55 * bytes.length)) : bytes };
}

/** What there is of a camera once: its skymap, calibrations where it has a calibrated detector, and summary pictures. */
export function onceFiles(exposure: SampleExposure): SampleFile[] {
  const { camera } = exposure;
  const files: SampleFile[] = [skymapFile(camera)];
  const { detectorUid, rayleighsPerCountPerSecond: factor } = camera;
  if (detectorUid !== null && factor !== null) files.push(...calibrationFiles(camera, detectorUid, factor));
  for (const span of ['daily', 'hourly'] as const)
    files.push({ path: summaryPath(camera, span), bytes: summaryPicture(exposure, span) });
  return files;
}

/** Paths of a camera's skymap and calibrations below the archive's root. */
export function onceFilePaths(camera: SampleCamera) {
  const { detectorUid } = camera;
  return {
    skymap: skymapPath(skymapCamera(camera), validFrom),
    rayleighs: detectorUid && calibrationPath('rayleighs', detectorUid, validFrom),
    flatfield: detectorUid && calibrationPath('flatfield', detectorUid, validFrom),
  };
}

function skymapFile(camera: SampleCamera): SampleFile {
  const about = { generatedUs, validFrom, backgroundCounts: camera.dark };
  const mapped = skymapCamera(camera);
  return { path: skymapPath(mapped, validFrom), bytes: skymapSave(mapped, about) };
}

function skymapCamera(camera: SampleCamera): SkymapCamera {
  const { dataset, siteUid, deviceUid, size, latDeg, lonDeg, altitudeKm, lens } = camera;
  const isThemis = dataset === 'THEMIS_ASI_RAW';
  return {
    ...{ projectUid: isThemis ? 'themis' : 'rego', siteUid, imagerUid: deviceUid, latDeg, lonDeg },
    ...{ width: size, height: size, altM: 1000 * altitudeKm },
    altitudesM: isThemis ? [90_000, 110_000, 150_000] : [110_000, 230_000, 250_000],
    direction: (row, column) => directionOf(lens, row, column),
  };
}

function calibrationFiles(camera: SampleCamera, detectorUid: string, factor: number): SampleFile[] {
  const { size, lens } = camera;
  const about = { detectorUid, generatedUs, inputDataDir: 'none: computed' };
  const multiplier = Float64Array.from({ length: size * size }, (_, index) => {
    const direction = directionOf(lens, Math.floor(index / size) + 0.5, (index % size) + 0.5);
    // To single precision, which packs twice as well.
    return direction ? Math.fround(1 / transmission(lens, direction.elevationDeg)) : 1;
  });
  const skymapFilename = skymapName(skymapCamera(camera), validFrom);
  return [
    {
      path: calibrationPath('rayleighs', detectorUid, validFrom),
      bytes: rayleighsSave({ ...about, rayleighsPerCountPerSecond: factor, meanValue: factor }),
    },
    {
      path: calibrationPath('flatfield', detectorUid, validFrom),
      bytes: flatfieldSave({ ...about, height: size, width: size, multiplier, skymapFilename }),
    },
  ];
}
