import { minuteUs, secondUs } from '$lib/datasets/utc';
import type { TimeRange } from '$lib/model/time';
import type { Line } from './lines';

/*
 * The sample event as it is ordered: when, which cameras, which minutes, and what goes wrong where. Sites are where
 * the real ones are; the devices do not exist, and neither does anything they saw.
 */

/** 20 minutes of a night in the future, with the Moon just setting in the west. */
export const sampleRange: TimeRange = {
  startUs: Date.UTC(2030, 1, 8, 8, 0) * 1000,
  endUs: Date.UTC(2030, 1, 8, 8, 20) * 1000,
};

export const sampleTitle = 'A substorm over western and central Canada';
export const defaultSeed = 2030;
/** Calibrations and skymaps are from the first day of that year. */
export const validFrom = '20300101';
/** In the first header of every file: the app marks what is made of it. */
export const originKey = 'Data origin';
export const originValue = 'synthetic (Nightside sample event)';

/** Minutes of the event (0…19) in which every file is written; of the others every third one is, unless all are wanted. */
const aroundOnset = { first: 6, last: 9 } as const;
const everyNth = 3;

export interface Lens {
  /** Where the optical axis meets the picture, continuous: pixel (r, c) covers r…r + 1 and c…c + 1. */
  readonly axisRow: number;
  readonly axisColumn: number;
  /** From the axis to the horizon, in pixels. */
  readonly radius: number;
  /** How much the distance from the axis departs from being proportional to the angle: 0 is an equidistant lens. */
  readonly cubic: number;
  /** Azimuth that is straight up in the picture (towards row 0), degrees. */
  readonly turnedDeg: number;
  /** Where east lies with row 0 on top: `left` is the sky as seen from below, `right` a map. */
  readonly eastSide: 'left' | 'right';
  /** What is left of the light at the horizon, 0…1. */
  readonly edgeLight: number;
}

/** What any camera has, whatever its files are. */
export interface Camera {
  readonly dataset: 'THEMIS_ASI_RAW' | 'REGO_RAW' | 'TREX_NIR_RAW' | 'TREX_RGB_RAW_NOMINAL';
  readonly siteUid: string;
  readonly siteName: string;
  readonly deviceUid: string;
  readonly latDeg: number;
  readonly lonDeg: number;
  readonly altitudeKm: number;
  readonly height: number;
  readonly width: number;
  readonly lens: Lens;
  readonly cadenceSec: number;
  /** Counts that a star of magnitude 0 brings, all its pixels together. */
  readonly starCounts: number;
  /** Counts of a far town's light on the horizon, where it is brightest. */
  readonly townCounts: number;
  /** Start of an exposure after the full second, microseconds. */
  readonly delayUs: number;
  readonly hasMoon: boolean;
  readonly hasLamps: boolean;
  readonly hasCloud: boolean;
}

/** A camera that counts the light of one line. */
export interface SampleCamera extends Camera {
  readonly dataset: 'THEMIS_ASI_RAW' | 'REGO_RAW' | 'TREX_NIR_RAW';
  /** Of the chip, as calibrations call it; null for cameras without calibrations. */
  readonly detectorUid: string | null;
  readonly line: Line;
  readonly exposureSec: number;
  /** Counts without any light. */
  readonly dark: number;
  /** Counts per kilorayleigh on the axis, in one exposure. */
  readonly countsPerKr: number;
  /** Rayleighs for one count a second, as the calibration file gives it; null where there is none. */
  readonly rayleighsPerCountPerSecond: number | null;
  /** The converter tells counts apart by so many. */
  readonly step: number;
  /** Deviation of the reading, counts; and counts of variance for each count of light. */
  readonly readNoise: number;
  readonly photonNoise: number;
}

const plainSky = { hasMoon: false, hasLamps: false, hasCloud: false } as const;

const themis = {
  dataset: 'THEMIS_ASI_RAW',
  detectorUid: null,
  rayleighsPerCountPerSecond: null,
  altitudeKm: 0.2,
  line: 'green',
  height: 256,
  width: 256,
  cadenceSec: 3,
  exposureSec: 1,
  countsPerKr: 450,
  step: 16,
  readNoise: 5,
  photonNoise: 0.1,
  starCounts: 18000,
  townCounts: 130,
  ...plainSky,
} as const;

const rego = {
  dataset: 'REGO_RAW',
  altitudeKm: 0.2,
  line: 'red',
  height: 512,
  width: 512,
  cadenceSec: 3,
  exposureSec: 2,
  step: 4,
  readNoise: 0.6,
  photonNoise: 0.006,
  starCounts: 2600,
  townCounts: 0, // the narrow filter leaves nothing of it
  ...plainSky,
} as const;

const nir = {
  dataset: 'TREX_NIR_RAW',
  altitudeKm: 0.2,
  line: 'infrared',
  height: 256,
  width: 256,
  cadenceSec: 6,
  exposureSec: 5,
  step: 4,
  readNoise: 2.5,
  photonNoise: 0.02,
  starCounts: 5200,
  townCounts: 0,
  ...plainSky,
} as const;

/** @param factor Rayleighs for one count a second */
function calibrated({ exposureSec }: { readonly exposureSec: number }, factor: number) {
  return { rayleighsPerCountPerSecond: factor, countsPerKr: (1000 * exposureSec) / factor };
}

function lens(size: number, turnedDeg: number, [rows, columns]: readonly [number, number], cubic: number): Lens {
  const [axisRow, axisColumn] = [size / 2 + rows, size / 2 + columns];
  return { axisRow, axisColumn, radius: 0.482 * size, cubic, turnedDeg, eastSide: 'left', edgeLight: 0.6 };
}

/** The one to be looked at first in front. */
export const cameras: readonly SampleCamera[] = [
  {
    ...themis,
    ...{ siteUid: 'fsmi', siteName: 'Fort Smith', deviceUid: 'themis93', latDeg: 60.026, lonDeg: -111.934 },
    ...{ lens: lens(256, 3.8, [0.6, 1.9], -0.05), dark: 2600, delayUs: 45_377 },
  },
  {
    ...themis,
    ...{ siteUid: 'whit', siteName: 'Whitehorse', deviceUid: 'themis91', latDeg: 60.7195, lonDeg: -135.0512 },
    ...{ lens: lens(256, 9.4, [1.3, -2.1], -0.05), dark: 2584, delayUs: 61_204, hasMoon: true },
  },
  {
    ...themis,
    ...{ siteUid: 'fsim', siteName: 'Fort Simpson', deviceUid: 'themis92', latDeg: 61.762, lonDeg: -121.27 },
    ...{ lens: lens(256, -6.2, [-1.7, 0.8], -0.06), dark: 2572, delayUs: 118_930 },
  },
  {
    ...themis,
    ...{ siteUid: 'atha', siteName: 'Athabasca', deviceUid: 'themis94', latDeg: 54.603, lonDeg: -113.644 },
    ...{ lens: lens(256, -11.5, [-0.4, -1.2], -0.04), dark: 2580, delayUs: 203_115, hasLamps: true },
  },
  {
    ...themis,
    ...{ siteUid: 'tpas', siteName: 'The Pas', deviceUid: 'themis95', latDeg: 53.994, lonDeg: -100.941 },
    ...{ lens: lens(256, 5.1, [2.2, -0.5], -0.06), dark: 2592, delayUs: 90_002, hasCloud: true },
  },
  {
    ...themis,
    ...{ siteUid: 'gill', siteName: 'Gillam', deviceUid: 'themis96', latDeg: 56.3767, lonDeg: -94.6437 },
    ...{ lens: lens(256, 7.7, [-0.9, 1.1], -0.05), dark: 2576, delayUs: 63_119 },
  },
  {
    ...rego,
    ...{ siteUid: 'fsmi', siteName: 'Fort Smith', deviceUid: 'rego-991', latDeg: 60.026, lonDeg: -111.934 },
    ...{ lens: lens(512, -4.3, [3.1, -2.6], -0.03), dark: 272, delayUs: 12_540, detectorUid: '15991' },
    ...calibrated(rego, 13.2),
  },
  {
    ...rego,
    ...{ siteUid: 'gill', siteName: 'Gillam', deviceUid: 'rego-992', latDeg: 56.3767, lonDeg: -94.6437 },
    ...{ lens: lens(512, 8.6, [-2.4, 1.4], -0.03), dark: 276, delayUs: 27_861, detectorUid: '15992' },
    ...calibrated(rego, 12.1),
  },
  {
    ...nir,
    ...{ siteUid: 'gill', siteName: 'Gillam', deviceUid: 'nir-993', latDeg: 56.3767, lonDeg: -94.6437 },
    ...{ lens: { ...lens(256, 12.4, [-2.2, -3.4], -0.04), radius: 112, eastSide: 'right' }, dark: 300 },
    ...{ delayUs: 464, detectorUid: '23993' },
    ...calibrated(nir, 12.4),
  },
];

/** Files that are not as they should be, as in any real night. */
export const missing = { deviceUid: 'themis94', minute: 8 } as const;
export const cutOff = { deviceUid: 'themis95', minute: 7 } as const;

/** The minutes of the event that the cameras are computed for, after its start. */
export function computedMinutes(full: boolean): number[] {
  const all = Array.from({ length: Math.round((sampleRange.endUs - sampleRange.startUs) / minuteUs) }, (_, at) => at);
  const isCore = (minute: number) => isAroundOnset(minute) || minute % everyNth === 0;
  return all.filter((minute) => full || isCore(minute));
}

/** The minutes of the event that a camera has files of; files of colour are large, and there are fewer. */
export function minutesOf({ dataset, deviceUid }: Pick<Camera, 'dataset' | 'deviceUid'>, full: boolean): number[] {
  const hasAll = full || dataset !== 'TREX_RGB_RAW_NOMINAL';
  return computedMinutes(full)
    .filter((minute) => hasAll || isAroundOnset(minute))
    .filter((minute) => !(deviceUid === missing.deviceUid && minute === missing.minute));
}

function isAroundOnset(minute: number): boolean {
  return minute >= aroundOnset.first && minute <= aroundOnset.last;
}

export function framesPerMinute({ cadenceSec }: Pick<Camera, 'cadenceSec'>): number {
  return 60 / cadenceSec;
}

/** How many frames of a camera the whole event has. */
export function framesInAll({ cadenceSec }: Pick<Camera, 'cadenceSec'>): number {
  return Math.round((sampleRange.endUs - sampleRange.startUs) / (cadenceSec * secondUs));
}

/** When a camera's frames begin, UTC microseconds: its cadence apart, give or take a few milliseconds. */
export function frameTimeUs({ deviceUid, delayUs, cadenceSec }: Camera, frame: number): number {
  // A wobble that repeats nowhere and needs no random numbers.
  const wobbleUs = Math.round(2400 * Math.sin(frame * 2.399963 + deviceUid.charCodeAt(deviceUid.length - 1)));
  return sampleRange.startUs + frame * cadenceSec * secondUs + delayUs + wobbleUs;
}
