import { formatDate, formatMicrosecond } from '$lib/datasets/utc';
import { originKey, originValue, type SampleCamera } from './plan';

/** When a frame was exposed: start in UTC microseconds, and its number since the camera was switched on. */
export interface FrameMoment {
  readonly timeUs: number;
  readonly sequence: number;
}

type Line = readonly [key: string, value: string];

interface Grammar {
  /** Of the file, in its first header only. */
  readonly fileLines: (camera: SampleCamera) => readonly Line[];
  readonly frameLines: (camera: SampleCamera, moment: FrameMoment) => readonly Line[];
  /** Lines of a bare `#` before the size. */
  readonly bareLines: number;
}

/** Pixels of the chip; how many are read as one; and where the part that is read begins. */
const themisChip = { width: 752, height: 290, xBin: 2, yBin: 1, xOffset: 126, yOffset: 22 } as const;
/** REGO and TREx NIR are one kind of camera, with another filter and binning. */
const cooled = {
  REGO_RAW: { project: 'rego', mode: '6300', width: 2048, height: 2048, bin: 4 },
  TREX_NIR_RAW: { project: 'trex', mode: '8446', width: 2048, height: 2048, bin: 8 },
} as const;
const setDegC = -65;

const grammars: Readonly<Record<SampleCamera['dataset'], Grammar>> = {
  THEMIS_ASI_RAW: { fileLines: themisFileLines, frameLines: themisFrameLines, bareLines: 0 },
  REGO_RAW: cooledGrammar(cooled.REGO_RAW),
  TREX_NIR_RAW: cooledGrammar(cooled.TREX_NIR_RAW),
};

/**
 * A frame's header from `P5` to `65535`: keys, their order and spelling, units and blanks as real files of the dataset
 * have them, and one key more in the first header, which says that all is computed. The values are those of a camera
 * that does not exist, and where they are words they say so.
 *
 * @param isFirst of its file: only then the header has the keys of the file, too
 */
export function frameHeader(camera: SampleCamera, moment: FrameMoment, isFirst: boolean): string {
  const { fileLines, frameLines, bareLines } = grammars[camera.dataset];
  const lines = [...(isFirst ? fileLines(camera) : []), ...frameLines(camera, moment)];
  const text = lines.map(([key, value]) => `#"${key}" ${value}\n`).join('');
  return `P5\n${text}${'#\n'.repeat(bareLines)}${camera.width} ${camera.height}\n65535\n`;
}

function themisFileLines(camera: SampleCamera): readonly Line[] {
  const { siteUid, siteName, deviceUid, latDeg, lonDeg, altitudeKm, dark, lens } = camera;
  const { width, height, xBin, yBin, xOffset, yOffset } = themisChip;
  const center = [xOffset + xBin * lens.axisColumn, yOffset + yBin * lens.axisRow].map(Math.round);
  // Pixels for each degree from the axis, near the axis.
  const pixelsPerDegree = (lens.radius * (1 - lens.cubic)) / 90;
  return [
    ['Revised', '2030-01-01'],
    ['Project unique ID', 'themis-gbo'],
    ['Site unique ID', siteUid],
    ['Imager unique ID', deviceUid],
    [originKey, originValue],
    ['Imager model', 'computed imager with computed all-sky optics'],
    ['Imager comment', 'no such imager exists'],
    ['Ccd type', 'computed'],
    ['Ccd xsize', `${width} pixels`],
    ['Ccd ysize', `${height} pixels`],
    ['Ccd background', String(dark)],
    ['Pixel depth', '16 bits'],
    ['Pixel aspect ratio', (yBin / xBin).toFixed(4)],
    ['Optical type', 'computed all-sky'],
    ['Optical projection', `a1=${pixelsPerDegree.toFixed(1)},a3=0.0,b2=0.0,b4=0.0`],
    ['Optical center', `x0=${center[0]},y0=${center[1]}`],
    ['Computer name', `${siteUid} computed`],
    ['Operating system', 'none: computed by Nightside'],
    ['Project unique ID', 'THEMIS'],
    ['Site unique ID', siteUid],
    ['Site name', siteName],
    ['Geodetic latitude', latDeg.toFixed(4)],
    ['Geodetic Longitude', lonDeg.toFixed(4)],
    ['Geodetic altitude', (1000 * altitudeKm).toFixed(1)],
  ];
}

function themisFrameLines(camera: SampleCamera, { timeUs, sequence }: FrameMoment): readonly Line[] {
  const { height, width, exposureSec } = camera;
  const { xBin, yBin, xOffset, yOffset } = themisChip;
  const options = [
    `WIDTH=${xBin * width} HEIGHT=${yBin * height} XBIN=${xBin} YBIN=${yBin}`,
    `XOFFSET=${xOffset} YOFFSET=${yOffset} MSEC=${1000 * exposureSec - 1}`,
  ];
  // Real ones, too, are read out after 985 ms, give or take 0.1 ms, where 999 ms are ordered.
  const untilReadoutUs = 985_000 * exposureSec + Math.round(60 + 50 * wobble(camera, sequence, 2.1));
  return [
    ['Mode unique ID', 'full'],
    ['Mode sequence number', String(sequence)],
    ['CCD device', '/dev/ccdA'],
    ['Exposure options', options.join(' ')],
    ['Image request start', instant(timeUs)],
    ['Image readout start', instant(timeUs + untilReadoutUs)],
    ['Exposure plus initial readout', `${(untilReadoutUs / 1000).toFixed(2).padStart(9)} ms`],
  ];
}

type CooledCamera = (typeof cooled)[keyof typeof cooled];

function cooledGrammar(kind: CooledCamera): Grammar {
  return {
    fileLines: (camera) => cooledFileLines(camera, kind),
    frameLines: (camera, moment) => cooledFrameLines(camera, moment, kind),
    bareLines: 2,
  };
}

function cooledFileLines(camera: SampleCamera, { project, mode, width, height, bin }: CooledCamera): readonly Line[] {
  const { siteUid, deviceUid, detectorUid, latDeg, lonDeg, exposureSec } = camera;
  return [
    ['Project unique ID', project],
    ['Site unique ID', siteUid],
    ['Imager unique ID', deviceUid],
    ['Mode unique ID', mode],
    [originKey, originValue],
    ['Geographic latitude', latDeg.toFixed(6)],
    ['Geographic longitude', lonDeg.toFixed(6)],
    ['Camera Model', 'computed, no such camera exists'],
    ['Camera Serial Number', detectorUid ?? ''],
    ['Lens Serial Number', 'computed'],
    ['Filter Serial Number', 'computed'],
    ['CCD type', 'computed'],
    ['CCD xsize', `${width} pixels`],
    ['CCD ysize', `${height} pixels`],
    ['Pixel depth', '16 bits'],
    ['CCD xbinned', String(bin)],
    ['CCD ybinned', String(bin)],
    ['VSSpeed index', '0'],
    ['VS Amplitude index', '0'],
    ['VS Amplitude', '0'],
    ['High Capacity Toggle', '0'],
    ['Requested Pre Amp gain', '4.0'],
    ['Current HS Speed', '3.0 MHz'],
    ['Requested Exposure', String(exposureSec)],
    ['Conf file set CCD temperature', `${setDegC} (+- 5C)`],
    ['Computer name', `${siteUid} computed`],
    ['Operating System', 'none: computed by Nightside'],
    ['NTP target', '127.127.1.0'], // by convention a computer's own clock
    ['NTP delay', '0.000'],
    ['NTP offset', '0.250'],
    ['NTP jitter', '1.000'],
  ];
}

/** All values end in a blank, as they do in real files. */
function cooledFrameLines(
  camera: SampleCamera,
  { timeUs, sequence }: FrameMoment,
  { bin }: CooledCamera,
): readonly Line[] {
  const { height, width, exposureSec } = camera;
  const chipDegC = Math.round(setDegC + 0.5 + 0.6 * wobble(camera, sequence, 0.83));
  // The housing's thermometer tells sixteenths of a degree apart.
  const housingDegC = Math.round(16 * (19.5 + 0.25 * wobble(camera, sequence, 0.11))) / 16;
  const untilReadoutUs = 1_000_000 * exposureSec + 520 + Math.round(3 * wobble(camera, sequence, 2.1));
  const lines: readonly Line[] = [
    ['Mode sequence number', String(sequence)],
    ['VSSpeed', '38.549999'],
    ['Current CCD temperature', `${chipDegC}C`],
    ['Last Known Shutter State', 'AUTO'],
    ['Digitemp Camera', `${housingDegC.toFixed(2)} C`],
    ['Bright Light Status', 'DARK (550)'],
    // The size after binning, other than THEMIS has it.
    [
      'Exposure Options',
      `WIDTH=${width} HEIGHT=${height} XBIN=${bin} YBIN=${bin} MSEC=${(1000 * exposureSec).toFixed(2)}`,
    ],
    ['Image request start', instant(timeUs)],
    ['Image readout start', instant(timeUs + untilReadoutUs)],
    ['Exposure plus readout', `${Math.ceil(untilReadoutUs / 1000).toFixed(4)} ms`],
  ];
  return lines.map(([key, value]) => [key, `${value} `]);
}

/** Between −1 and 1, from frame to frame and camera to camera another, and always the same. */
function wobble({ deviceUid }: SampleCamera, sequence: number, perFrame: number): number {
  return Math.sin(perFrame * sequence + deviceUid.charCodeAt(deviceUid.length - 1));
}

function instant(timeUs: number): string {
  return `${formatDate(timeUs)} ${formatMicrosecond(timeUs)} UTC`;
}
