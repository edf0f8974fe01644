import { formatDate, formatMicrosecond } from '$lib/datasets/utc';
import type { ColourCamera } from './colour-cameras';
import { Hdf5Dataset, writeHdf5, type Hdf5Group } from './hdf5-writer';
import { originKey, originValue } from './plan';

/** When it was exposed, UTC microseconds, and its counts, `[row][column][channel]`. */
export interface RecordedColours {
  readonly timeUs: number;
  readonly counts: Uint8Array;
}

/** Short exposures of which a frame is the mean, and how long all of them take. */
const subframes = 8;
const effectiveUs = 2_559_847;
/** Rows and columns of a chunk: all of a picture in no more chunks than one node of their tree holds. */
const chunk = { rows: 60, columns: 70 } as const;
/** More takes twice as long for a hundredth of the size. */
const deflateLevel = 5;

/**
 * One file as the imagers' archive has it: an HDF5 file with the frames of a minute as one dataset, the frame's number its
 * fastest axis; times as texts; and what the file and each frame say of themselves as attributes of empty datasets.
 */
export function colourMinute(camera: ColourCamera, frames: readonly RecordedColours[]): Uint8Array<ArrayBuffer> {
  const { height, width } = camera;
  const { rows, columns } = chunk;
  const count = frames.length;
  const shape = [height, width, 3, count];
  return writeHdf5(
    {
      data: {
        images: new Hdf5Dataset('uint8', shape, [rows, columns, 3, count], framesLast(frames)),
        timestamp: new Hdf5Dataset(
          'text',
          [count],
          [count],
          frames.map(({ timeUs }) => instant(timeUs)),
        ),
      },
      metadata: { file: empty(fileAttributes(camera)), frame: frameGroup(frames) },
    },
    deflateLevel,
  );
}

/** From one frame after the other to `[row][column][channel][frame]`. */
function framesLast(frames: readonly RecordedColours[]): Uint8Array {
  const count = frames.length;
  const all = new Uint8Array(count * (frames[0]?.counts.length ?? 0));
  frames.forEach(({ counts }, frame) => {
    for (let index = 0, at = frame; index < counts.length; index++, at += count) all[at] = counts[index]!;
  });
  return all;
}

function frameGroup(frames: readonly RecordedColours[]): Hdf5Group {
  return Object.fromEntries(frames.map(({ timeUs }, number) => [`frame${number}`, empty(frameAttributes(timeUs))]));
}

/** As the archive's files have it: no elements, in chunks of 1024. */
function empty(attributes: Readonly<Record<string, string>>): Hdf5Dataset {
  return new Hdf5Dataset('float32', [0], [1024], new Uint8Array(0), attributes);
}

/** Numbers, too, are texts. What names a thing says that there is no such thing. */
function fileAttributes({ siteUid, deviceUid, latDeg, lonDeg }: ColourCamera): Record<string, string> {
  return {
    aperture: '4.0',
    camera_environment_temperature: '19.56 C',
    camera_serial: 'computed, no such camera exists',
    exposure_length: '3 seconds',
    gain: '30.0 dB',
    geographic_latitude: latDeg.toFixed(6),
    geographic_longitude: lonDeg.toFixed(6),
    imager_unique_id: deviceUid,
    lens_serial: 'computed',
    ntp_delay: '0.000',
    ntp_jitter: '1.000',
    ntp_offset: '0.250',
    ntp_target: '127.127.1.0', // by convention a computer's own clock
    project_unique_id: 'trex',
    site_unique_id: siteUid,
    white_balance: '4000 Kelvin',
    [originKey]: originValue,
  };
}

function frameAttributes(timeUs: number): Record<string, string> {
  return {
    image_effective_end_timestamp: instant(timeUs + effectiveUs),
    // The unit is wrong in the archive's files, too: these are hours, minutes and seconds.
    image_effective_exposure_length: `00:00:0${(effectiveUs / 1e6).toFixed(6)} ms`,
    image_request_start_timestamp: instant(timeUs),
    mode_unique_id: 'full',
    num_averaged_subframes: String(subframes),
    shutter_state: 'unknown',
  };
}

function instant(timeUs: number): string {
  return `${formatDate(timeUs)} ${formatMicrosecond(timeUs)} UTC`;
}
