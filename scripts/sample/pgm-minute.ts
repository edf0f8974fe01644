import { deflateRawSync } from 'node:zlib';
import { secondUs } from '$lib/datasets/utc';
import { crc32 } from '$lib/formats/crc32';
import { frameHeader, type FrameMoment } from './pgm-header';
import type { SampleCamera } from './plan';

/** When it was exposed, and its counts, row by row. */
export interface RecordedFrame extends FrameMoment {
  readonly counts: Uint16Array;
}

/**
 * One file as the imagers write them: frames in PGM one behind the other, the first with all keys, the later ones with
 * those that change; packed by gzip with the name of the file inside.
 *
 * @param name of the packed file, with `.gz`
 */
export function packedMinute(camera: SampleCamera, frames: readonly RecordedFrame[], name: string): Uint8Array {
  const parts = frames.flatMap((frame, index) => [
    Buffer.from(frameHeader(camera, frame, index === 0), 'latin1'),
    swapped(frame.counts),
  ]);
  const lastUs = frames.at(-1)?.timeUs ?? 0;
  const writtenSec = Math.ceil(lastUs / secondUs + camera.exposureSec);
  return gzipped(Buffer.concat(parts), name.replace(/\.gz$/, ''), writtenSec);
}

/** Samples stand with their larger byte first. */
function swapped(counts: Uint16Array): Buffer {
  const bytes = Buffer.alloc(2 * counts.length);
  new Uint16Array(bytes.buffer, bytes.byteOffset, counts.length).set(counts);
  return bytes.swap16();
}

/**
 * One member with the file's name and time in it (RFC 1952), as the archive's.
 *
 * @param writtenSec when the frames were there, not when this runs: the same bytes come out every time
 */
function gzipped(bytes: Buffer, name: string, writtenSec: number): Uint8Array {
  // The usual level 6 takes eight times as long for another twentieth of the size: noise does not repeat itself.
  const packed = deflateRawSync(bytes, { level: 4, memLevel: 9 });
  const head = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]);
  head.writeUInt32LE(writtenSec, 4);
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(bytes), 0);
  tail.writeUInt32LE(bytes.length % 2 ** 32, 4);
  return Buffer.concat([head, Buffer.from(`${name}\0`, 'latin1'), packed, tail]);
}
