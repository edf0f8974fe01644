import { directionOf, transmission } from './camera';
import { calibrationPath, flatfieldSave, rayleighsSave, type CalibratedArray } from './calibration-save';
import type { ColourCamera } from './colour-cameras';
import { ColourExposure } from './colour-exposure';
import { colourMinute } from './colour-minute';
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
export function rawFile(exposure: SampleExposure | ColourExposure, minute: number): SampleFile {
  if (exposure instanceof ColourExposure) return colourFile(exposure, minute);
  const { camera } = exposure;
  const count = framesPerMinute(camera);
  const frames = Array.from({ length: count }, (_, at) => {
    const frame = minute * count + at;
    const timeUs = frameTimeUs(camera, frame);
    return { timeUs, sequence: firstSequence + frame, counts: exposure.frame(timeUs) };
  });
  const path = rawPath(camera, minute);
  const bytes = packedMinute(camera, frames, path.slice(path.lastIndexOf('/') + 1));
  const isCut = camera.deviceUid === cutOff.deviceUid && minute === cutOff.minute;
  return { path, bytes: isCut ? bytes.subarray(0, Math.floor(0.55 * bytes.length)) : bytes };
}

function colourFile(exposure: ColourExposure, minute: number): SampleFile {
  const { camera } = exposure;
  const count = framesPerMinute(camera);
  const frames = Array.from({ length: count }, (_, at) => {
    const timeUs = frameTimeUs(camera, minute * count + at);
    return { timeUs, counts: exposure.frame(timeUs) };
  });
  return { path: rawPath(camera, minute), bytes: colourMinute(camera, frames) };
}

/** What there is of a camera once: its skymap, calibrations where it has a calibrated detector, and summary pictures. */
export function onceFiles(exposure: SampleExposure | ColourExposure): SampleFile[] {
  const { camera } = exposure;
  const files: SampleFile[] = [skymapFile(camera)];
  if ('line' in camera && isCalibrated(camera)) files.push(...calibrationFiles(camera));
  for (const span of ['daily', 'hourly'] as const)
    files.push({ path: summaryPath(camera, span), bytes: summaryPicture(exposure, span) });
  return files;
}

/** Paths of a camera's skymap and calibrations below the archive's root. */
export function onceFilePaths(camera: SampleCamera | ColourCamera) {
  const pathOf = (kind: 'rayleighs' | 'flatfield') =>
    'line' in camera && isCalibrated(camera)
      ? calibrationPath(arrayOf(camera), kind, camera.detectorUid, validFrom)
      : null;
  return {
    skymap: skymapPath(skymapCamera(camera), validFrom),
    rayleighs: pathOf('rayleighs'),
    flatfield: pathOf('flatfield'),
  };
}

type Calibrated = SampleCamera & { readonly detectorUid: string; readonly rayleighsPerCountPerSecond: number };

function isCalibrated(camera: SampleCamera): camera is Calibrated {
  return camera.detectorUid !== null && camera.rayleighsPerCountPerSecond !== null;
}

function arrayOf({ dataset }: SampleCamera): CalibratedArray {
  return dataset === 'REGO_RAW' ? 'REGO' : 'NIR';
}

function skymapFile(camera: SampleCamera | ColourCamera): SampleFile {
  const backgroundCounts = 'line' in camera ? camera.dark : camera.dark[1];
  const about = { generatedUs, validFrom, backgroundCounts };
  const own = skymapCamera(camera);
  return { path: skymapPath(own, validFrom), bytes: skymapSave(own, about) };
}

/** As skymaps call an array, and the planes of its corners: among them the layer of its line. */
const mapped = {
  THEMIS_ASI_RAW: { projectUid: 'themis', altitudesM: [90_000, 110_000, 150_000] },
  REGO_RAW: { projectUid: 'rego', altitudesM: [110_000, 230_000, 250_000] },
  TREX_NIR_RAW: { projectUid: 'nir', altitudesM: [110_000, 150_000, 230_000] },
  TREX_RGB_RAW_NOMINAL: { projectUid: 'rgb', altitudesM: [90_000, 110_000, 230_000] },
} as const;

function skymapCamera(camera: SampleCamera | ColourCamera): SkymapCamera {
  const { dataset, siteUid, deviceUid, height, width, latDeg, lonDeg, altitudeKm, lens } = camera;
  return {
    ...{ ...mapped[dataset], siteUid, imagerUid: deviceUid, latDeg, lonDeg },
    ...{ width, height, altM: 1000 * altitudeKm },
    direction: (row, column) => directionOf(lens, row, column),
  };
}

function calibrationFiles(camera: Calibrated): SampleFile[] {
  const { height, width, lens, detectorUid, rayleighsPerCountPerSecond } = camera;
  const about = { detectorUid, generatedUs, inputDataDir: 'none: computed' };
  const multiplier = Float64Array.from({ length: height * width }, (_, index) => {
    const direction = directionOf(lens, Math.floor(index / width) + 0.5, (index % width) + 0.5);
    // To single precision, which packs twice as well.
    return direction ? Math.fround(1 / transmission(lens, direction.elevationDeg)) : 1;
  });
  const skymapFilename = skymapName(skymapCamera(camera), validFrom);
  const array = arrayOf(camera);
  return [
    {
      path: calibrationPath(array, 'rayleighs', detectorUid, validFrom),
      bytes: rayleighsSave({ ...about, rayleighsPerCountPerSecond, meanValue: rayleighsPerCountPerSecond }),
    },
    {
      path: calibrationPath(array, 'flatfield', detectorUid, validFrom),
      bytes: flatfieldSave({ ...about, height, width, multiplier, skymapFilename }),
    },
  ];
}
