import { deflateSync } from 'node:zlib';
import { crc32 } from '$lib/formats/crc32';
import type { RawPicture } from './synthetic-mark';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * A grey picture as PNG with 8 bits, and words for whoever looks into the file.
 *
 * @param picture its red is taken
 * @see https://www.w3.org/TR/png-3/
 */
export function pngPicture({ width, height, data }: RawPicture, comment: string): Uint8Array {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size[8] = 8;
  // Every row begins with the number of its filter: none.
  const rows = Buffer.alloc(height * (width + 1));
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      rows[row * (width + 1) + 1 + column] = data[4 * (row * width + column)]!;
  return Buffer.concat([
    Buffer.from(signature),
    chunk('IHDR', size),
    chunk('tEXt', Buffer.from(`Comment\0${comment}`, 'latin1')),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length, 0);
  head.write(type, 4, 'latin1');
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), body])), 0);
  return Buffer.concat([head, body, tail]);
}
