import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { constants, deflateRawSync, gunzipSync } from 'node:zlib';
import { datasetOfDevice } from '$lib/datasets/file-name';
import { formatIsoUs, parseTimestampUs } from '$lib/datasets/timestamp';
import { crc32 } from '$lib/formats/crc32';
import { findFrames } from '$lib/formats/pgm-stack';
import { sharedData } from '../unit/shared-data';
import { crc32Joiner } from './crc32-joined';

/*
 * Whole nights out of a few real minutes: the same pictures, other times. A minute is put together in a millisecond,
 * since its pictures are packed once: they stand in the file as they came from zlib, each by itself and up to a whole
 * byte, and the headers between them, which hold the times, are stored and not packed.
 */

const minuteUs = 60_000_000;

/** Whose minute it shall be. */
export interface Camera {
  readonly siteUid: string;
  readonly deviceUid: string;
}

/**
 * A minute with its frames at the same seconds of another minute: one gzip member of about the same size, with the
 * file's name in it as the archive's files have. Everything else in the headers stays.
 *
 * @param template a real minute, one gzip member; what is packed for it is kept as long as these bytes are
 * @param startUs the minute's start, UTC, a whole minute
 * @param camera written into the header in place of the template's
 */
export function retimedMinute(template: Uint8Array, startUs: number, camera?: Camera): Uint8Array<ArrayBuffer> {
  if (startUs % minuteUs !== 0) throw new RangeError(`${startUs} µs is not the start of a minute`);
  const minute = preparedMinute(template);
  const parts: Uint8Array[] = [memberHeader(fileName(startUs, camera ?? minute.camera))];
  let crc = 0;
  let bytes = 0;
  for (const { header, packed, pixelBytes, pixelCrc, joinCrc } of minute.frames) {
    const text = Buffer.from(rewritten(header, startUs - minute.startUs, camera), 'latin1');
    parts.push(storedBlock(text), packed);
    crc = joinCrc(crc32(text, crc), pixelCrc);
    bytes += text.length + pixelBytes;
  }
  return new Uint8Array(Buffer.concat([...parts, lastBlock, trailer(crc, bytes)]));
}

export interface Night extends Partial<Camera> {
  /** Start of its first minute, UTC. */
  readonly startUs: number;
  readonly minutes: number;
  /** Real minutes to take turns; those of Gillam when none are given. */
  readonly templates?: readonly Uint8Array[];
}

/**
 * Write a night of minutes into the archive's tree of folders: `THEMIS/asi/stream0/2014/03/10/gill_themis19/ut06/…`.
 *
 * @param folder the archive's root, which the shared data call `sort_by_project`
 * @returns the paths of the files below it, in order of time
 */
export async function writeNight(folder: string, night: Night): Promise<string[]> {
  const templates = night.templates ?? (await gillamMinutes());
  const written: string[] = [];
  for (let minute = 0; minute < night.minutes; minute++) {
    const template = templates[minute % templates.length]!;
    const startUs = night.startUs + minute * minuteUs;
    const camera = { ...preparedMinute(template).camera, ...namedOnly(night) };
    const place = archivePath(startUs, camera);
    await mkdir(path.dirname(path.join(folder, place)), { recursive: true });
    await writeFile(path.join(folder, place), retimedMinute(template, startUs, camera));
    written.push(place);
  }
  return written;
}

/**
 * Three real minutes of THEMIS at Gillam, 2014-03-10 06:00 to 06:02.
 *
 * @throws where the shared data are missing
 */
export async function gillamMinutes(): Promise<Uint8Array<ArrayBuffer>[]> {
  const root = sharedData;
  if (root === null) throw new Error('there are no real minutes: ../shared/data is missing');
  const camera = { siteUid: 'gill', deviceUid: 'themis19' };
  const starts = [0, 1, 2].map((minute) => Date.UTC(2014, 2, 10, 6, minute) * 1000);
  return Promise.all(
    starts.map(async (startUs) => {
      const bytes = await readFile(path.join(root, 'sort_by_project', archivePath(startUs, camera)));
      return new Uint8Array(bytes);
    }),
  );
}

/** Where the archive keeps a minute, below its root. */
export function archivePath(startUs: number, camera: Camera): string {
  const [date, time] = formatIsoUs(startUs).split('T') as [string, string];
  const folder = directoryOf(camera);
  const device = `${camera.siteUid}_${camera.deviceUid}`;
  return `${folder}/${date.replaceAll('-', '/')}/${device}/ut${time.slice(0, 2)}/${fileName(startUs, camera)}.gz`;
}

function fileName(startUs: number, camera: Camera): string {
  const [date, time] = formatIsoUs(startUs).split('T') as [string, string];
  const minute = `${date.replaceAll('-', '')}_${time.slice(0, 2)}${time.slice(3, 5)}`;
  return `${minute}_${camera.siteUid}_${camera.deviceUid}_${endings[kindOf(camera)] ?? 'full'}.pgm`;
}

/** What the names of minutes end in, where it is not `full`. */
const endings: Readonly<Record<string, string>> = { rego: '6300', nir: '8446', spect: 'spectra' };

function kindOf({ deviceUid }: Camera): string {
  return /^[a-z]*/.exec(deviceUid)![0];
}

function directoryOf({ deviceUid }: Camera): string {
  const dataset = datasetOfDevice(deviceUid);
  if (!dataset) throw new Error(`no archive is known for the device ${deviceUid}`);
  return dataset.directory;
}

function namedOnly({ siteUid, deviceUid }: Partial<Camera>): Partial<Camera> {
  return { ...(siteUid === undefined ? {} : { siteUid }), ...(deviceUid === undefined ? {} : { deviceUid }) };
}

interface PreparedMinute {
  readonly startUs: number;
  readonly camera: Camera;
  readonly frames: readonly PreparedFrame[];
}

interface PreparedFrame {
  readonly header: string;
  /** Its pixels, deflated, ending on a whole byte and needing nothing that stands before them. */
  readonly packed: Uint8Array;
  readonly pixelBytes: number;
  readonly pixelCrc: number;
  /** Of what stands before the pixels, and of the pixels. */
  readonly joinCrc: (first: number, second: number) => number;
}

const prepared = new WeakMap<Uint8Array, PreparedMinute>();

function preparedMinute(template: Uint8Array): PreparedMinute {
  let minute = prepared.get(template);
  if (!minute) prepared.set(template, (minute = prepareMinute(template)));
  return minute;
}

function prepareMinute(template: Uint8Array): PreparedMinute {
  const file = new Uint8Array(gunzipSync(template));
  const { places, problem } = findFrames(file);
  if (problem) throw new Error(`the template is damaged: ${problem.message}`);
  const joinCrc = crc32Joiner(places[0]!.raw.length);
  const frames = places.map(({ offset, raw }): PreparedFrame => {
    const header = Buffer.from(file.subarray(offset, raw.byteOffset - file.byteOffset)).toString('latin1');
    const packed = deflateRawSync(raw, { level: 6, finishFlush: constants.Z_SYNC_FLUSH });
    return { header, packed, pixelBytes: raw.length, pixelCrc: crc32(raw), joinCrc };
  });
  const header = frames[0]!.header;
  const firstUs = parseTimestampUs(valueOf(header, 'Image request start'))!;
  const camera = { siteUid: valueOf(header, 'Site unique ID'), deviceUid: valueOf(header, 'Imager unique ID') };
  return { startUs: Math.floor(firstUs / minuteUs) * minuteUs, camera, frames };
}

function valueOf(header: string, key: string): string {
  const value = new RegExp(`^#"${key}" +(.*?) *$`, 'im').exec(header)?.[1];
  if (value === undefined) throw new Error(`the template's header has no "${key}"`);
  return value;
}

/** @param byUs how much later all its times shall be */
function rewritten(header: string, byUs: number, camera: Camera | undefined): string {
  const later = header.replace(
    /^(#"Image (?:request|readout) start" +)(.*? UTC)/gim,
    (_, key: string, time: string) => {
      const iso = formatIsoUs(parseTimestampUs(time)! + byUs);
      return `${key}${iso.replace('T', ' ').replace('Z', '')} UTC`;
    },
  );
  if (!camera) return later;
  return later
    .replace(/^(#"Site unique ID" +)[^ \n]*/gim, (_, key: string) => key + camera.siteUid)
    .replace(/^(#"Imager unique ID" +)[^ \n]*/gim, (_, key: string) => key + camera.deviceUid);
}

/** @see RFC 1952, section 2.3; the name is that of the unpacked file, as the archive's own files have it */
function memberHeader(name: string): Uint8Array {
  return Buffer.concat([Buffer.of(0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3), Buffer.from(`${name}\0`, 'latin1')]);
}

/** @see RFC 1951, section 3.2.4 */
function storedBlock(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0xffff) throw new RangeError(`${bytes.length} bytes do not fit into a stored block`);
  const length = Buffer.alloc(5);
  length.writeUInt16LE(bytes.length, 1);
  length.writeUInt16LE(0xffff - bytes.length, 3);
  return Buffer.concat([length, bytes]);
}

/** An empty one, packed with the fixed codes. */
const lastBlock = Buffer.of(0x03, 0x00);

function trailer(crc: number, bytes: number): Uint8Array {
  const result = Buffer.alloc(8);
  result.writeUInt32LE(crc, 0);
  result.writeUInt32LE(bytes, 4);
  return result;
}
