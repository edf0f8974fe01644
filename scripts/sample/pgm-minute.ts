import { deflateRawSync } from 'node:zlib';
import { formatDate, formatMicrosecond } from '$lib/datasets/utc';
import { crc32 } from '$lib/formats/crc32';
import { originKey, originValue, type SampleCamera } from './plan';

/** Start of its exposure and its counts, row by row. */
export interface RecordedFrame {
  readonly timeUs: number;
  /** Its number since the camera was switched on. */
  readonly sequence: number;
  readonly counts: Uint16Array;
}

type Line = readonly [key: string, value: string];

/**
 * One file as the imagers write them: frames in PGM one behind the other, the first with all keys, the later ones with
 * those that change; packed by gzip with the name of the file inside.
 *
 * @param name of the packed file, with `.gz`
 */
export function packedMinute(camera: SampleCamera, frames: readonly RecordedFrame[], name: string): Uint8Array {
  const parts = frames.flatMap((frame, index) => {
    const lines = index === 0 ? [...fileLines(camera), ...frameLines(camera, frame)] : frameLines(camera, frame);
    const text = lines.map(([key, value]) => `#"${key}" ${value}\n`).join('');
    const blanks = camera.dataset === 'REGO_RAW' ? '#\n#\n' : '';
    return [Buffer.from(`P5\n${text}${blanks}${camera.size} ${camera.size}\n65535\n`, 'latin1'), swapped(frame.counts)];
  });
  return gzipped(Buffer.concat(parts), name.replace(/\.gz$/, ''));
}

/** Keys as formats of THEMIS and REGO have them, in their order. */
function fileLines(camera: SampleCamera): readonly Line[] {
  const { siteUid, siteName, deviceUid, detectorUid, latDeg, lonDeg, altitudeKm, dark, exposureSec } = camera;
  const origin: Line = [originKey, originValue];
  if (camera.dataset === 'THEMIS_ASI_RAW')
    return [
      ['Revised', '2030-01-01'],
      ['Project unique ID', 'themis-gbo'],
      ['Site unique ID', siteUid],
      ['Imager unique ID', deviceUid],
      origin,
      ['Imager type', 'computed all-sky camera'],
      ['Ccd xsize', '752 pixels'],
      ['Ccd ysize', '290 pixels'],
      ['Ccd background', String(dark)],
      ['Pixel depth', '16 bits'],
      ['Project unique ID', 'THEMIS'],
      ['Site unique ID', siteUid],
      ['Site name', siteName],
      ['Geodetic latitude', latDeg.toFixed(4)],
      ['Geodetic altitude', (1000 * altitudeKm).toFixed(1)],
      ['Geodetic Longitude', lonDeg.toFixed(4)],
    ];
  return [
    ['Project unique ID', 'rego'],
    ['Site unique ID', siteUid],
    ['Imager unique ID', deviceUid],
    ['Mode unique ID', '6300'],
    origin,
    ['Geographic latitude', latDeg.toFixed(6)],
    ['Geographic longitude', lonDeg.toFixed(6)],
    ['Camera Serial Number', detectorUid ?? ''],
    ['Filter Serial Number', ''],
    ['CCD xsize', '2048 pixels'],
    ['CCD ysize', '2048 pixels'],
    ['Pixel depth', '16 bits'],
    ['CCD xbinned', '4'],
    ['CCD ybinned', '4'],
    ['Requested Exposure', String(exposureSec)],
  ];
}

function frameLines({ dataset, deviceUid, size, exposureSec }: SampleCamera, frame: RecordedFrame): readonly Line[] {
  const { timeUs, sequence } = frame;
  const [xBinned, yBinned] = dataset === 'THEMIS_ASI_RAW' ? [2, 1] : [4, 4];
  const milliseconds = dataset === 'THEMIS_ASI_RAW' ? '999' : (1000 * exposureSec).toFixed(2);
  const plus = dataset === 'THEMIS_ASI_RAW' ? 'Exposure plus initial readout' : 'Exposure plus readout';
  const readoutUs = timeUs + Math.round(985_000 * exposureSec);
  const options = dataset === 'THEMIS_ASI_RAW' ? 'Exposure options' : 'Exposure Options';
  return [
    ...(dataset === 'THEMIS_ASI_RAW' ? [['Mode unique ID', 'full'] as const] : []),
    ['Mode sequence number', String(sequence)],
    ...(dataset === 'THEMIS_ASI_RAW' ? [['CCD device', `/dev/${deviceUid}`] as const] : []),
    [options, `WIDTH=${size * xBinned} HEIGHT=${size * yBinned} XBIN=${xBinned} YBIN=${yBinned} MSEC=${milliseconds}`],
    ['Image request start', `${instant(timeUs)} UTC`],
    ['Image readout start', `${instant(readoutUs)} UTC`],
    [plus, `   ${(985 * exposureSec).toFixed(2)} ms `],
  ];
}

function instant(timeUs: number): string {
  return `${formatDate(timeUs)} ${formatMicrosecond(timeUs)}`;
}

/** Samples stand with their larger byte first. */
function swapped(counts: Uint16Array): Buffer {
  const bytes = Buffer.alloc(2 * counts.length);
  new Uint16Array(bytes.buffer, bytes.byteOffset, counts.length).set(counts);
  return bytes.swap16();
}

/** One member with the file's name in it (RFC 1952), as the archive's; no time, so that the same bytes come out. */
function gzipped(bytes: Buffer, name: string): Uint8Array {
  // The usual level 6 takes eight times as long for another twentieth of the size: noise does not repeat itself.
  const packed = deflateRawSync(bytes, { level: 4, memLevel: 9 });
  const head = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]);
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(bytes), 0);
  tail.writeUInt32LE(bytes.length % 2 ** 32, 4);
  return Buffer.concat([head, Buffer.from(`${name}\0`, 'latin1'), packed, tail]);
}
