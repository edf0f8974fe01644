import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { findChunks } from '$lib/formats/png-chunks';
import { decodeTar } from '$lib/formats/tar';
import { formatDate, formatMicrosecond, minuteUs } from '$lib/datasets/utc';
import { concat } from '../unit/formats/pgm-bytes';
import { member, tarBytes } from '../unit/formats/tar-bytes';
import { sharedData } from '../unit/shared-data';
import { archivePath, retimedMinute } from './retimed-minutes';

/** A zlib stream inside a file. */
export interface PackedStream {
  /** Where its pieces stand in the file: offset and length in bytes. */
  readonly parts: readonly (readonly [offset: number, length: number])[];
  /** What it unpacks to, bytes. */
  readonly size: number;
}

export interface HourFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** All that is packed in it; null: the file as a whole is one gzip member. */
  readonly streams: readonly PackedStream[] | null;
}

const real = {
  rgb: 'TREx/RGB/stream0/2030/01/01/gill_rgb-04/ut06/20300101_0600_gill_rgb-04_full.h5',
  burst: 'TREx/RGB/stream0.burst/2021/10/30/gill_rgb-04/ut06/20211030_060500_149606_gill_rgb-04_320ms_burst.png',
  nir: 'TREx/NIR/stream0/2022/03/07/gill_nir-216/ut06/20220307_0600_gill_nir-216_8446.pgm.gz',
} as const;

/** Minutes of TREx RGB: one HDF5 file with other times, which stand in it as plain texts. */
export async function rgbMinutes(count: number): Promise<HourFile[]> {
  const template = await realFile(real.rgb);
  const streams = imageChunks(template);
  return Array.from({ length: count }, (_, minute) => {
    const clock = `06:${String(minute).padStart(2, '0')}`;
    const text = Buffer.from(template).toString('latin1').replaceAll('2030-01-01 06:00', `2030-01-01 ${clock}`);
    const name = `20300101_${clock.replace(':', '')}_gill_rgb-04_full.h5`;
    return { name, bytes: new Uint8Array(Buffer.from(text, 'latin1')), streams };
  });
}

/** The archive has 160 in a minute; with fewer in a tar, a round takes seconds. */
const picturesInTar = 40;

/** Quarters of minutes of bursts: a tar each of the one real picture at other times. */
export async function burstQuarters(count: number): Promise<HourFile[]> {
  const picture = await realFile(real.burst);
  const { chunks } = findChunks(picture);
  const parts = chunks
    .filter(({ type }) => type === 'IDAT')
    .map(({ offset, data }) => [offset + 8, data.length] as const);
  const size = inflateSync(concat(...parts.map(([from, length]) => picture.subarray(from, from + length)))).length;
  return Array.from({ length: count }, (_, minute) => {
    const startUs = Date.UTC(2021, 9, 30, 6, minute) * 1000;
    const members = Array.from({ length: picturesInTar }, (_, at) => {
      const timeUs = startUs + Math.floor((at * minuteUs) / picturesInTar);
      const time = formatMicrosecond(timeUs).replaceAll(':', '').replace('.', '_');
      const name = `${formatDate(timeUs).replaceAll('-', '')}_${time}_gill_rgb-04_320ms_burst.png`;
      return member({ name, content: picture });
    });
    const bytes = tarBytes(...members);
    const streams = decodeTar(bytes).entries.map(({ contentOffset }) => ({
      parts: parts.map(([from, length]) => [contentOffset + from, length] as const),
      size,
    }));
    const clock = `06${String(minute).padStart(2, '0')}`;
    return { name: `20211030_${clock}_gill_rgb-04_burst.png.tar`, bytes, streams };
  });
}

/** Minutes of TREx NIR, gzipped PGM. */
export async function nirMinutes(count: number): Promise<HourFile[]> {
  const template = await realFile(real.nir);
  const camera = { siteUid: 'gill', deviceUid: 'nir-216' };
  return Array.from({ length: count }, (_, minute) => {
    const startUs = Date.UTC(2022, 2, 7, 6, minute) * 1000;
    const name = path.basename(archivePath(startUs, camera));
    return { name, bytes: retimedMinute(template, startUs), streams: null };
  });
}

async function realFile(place: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(path.join(sharedData!, 'sort_by_project', place)));
}

/** Axes of `/data/images`: row, column, channel, frame. */
const axes = 4;

/**
 * The packed chunks of an HDF5 file's pictures, found by the leaves of their tree: all trees of chunks with more than one
 * chunk in them are of the pictures.
 *
 * @see HDF5 File Format Specification, "Version 1 B-trees", node type 1
 */
function imageChunks(file: Uint8Array): PackedStream[] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  const keyBytes = 8 + 8 * (axes + 1);
  const found: PackedStream[] = [];
  for (let at = bytes.indexOf('TREE\x01'); at >= 0; at = bytes.indexOf('TREE\x01', at + 1)) {
    const [level, count] = [bytes[at + 5]!, bytes.readUInt16LE(at + 6)];
    if (level !== 0 || count < 2) continue;
    for (let entry = 0; entry < count; entry++) {
      const key = at + 24 + entry * (keyBytes + 8);
      const [length, offset] = [bytes.readUInt32LE(key), Number(bytes.readBigUInt64LE(key + keyBytes))];
      const size = inflateSync(bytes.subarray(offset, offset + length)).length;
      found.push({ parts: [[offset, length]], size });
    }
  }
  return found;
}
