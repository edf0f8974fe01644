import { ByteCursor } from './byte-cursor';
import { FormatError } from './format-error';
import { peekPngHeader } from './png-header';
import { signatureOf } from './signature';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** More segments before the picture's own header are no camera's JPEG. */
const mostSegments = 200;

/**
 * How large a JPEG or PNG says it is, before anything is unpacked.
 *
 * @throws FormatError for any other file, and where the header is cut off
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf B.2.2
 */
export function pictureSize(file: Uint8Array): PictureSize {
  if (signatureOf(file) === 'png') {
    const { width, height } = peekPngHeader(file);
    return { width, height };
  }
  if (file[0] === 0xff && file[1] === 0xd8) return jpegSize(file);
  throw new FormatError('unsupported', 'picture', 0, 'neither a JPEG nor a PNG picture');
}

function jpegSize(file: Uint8Array): PictureSize {
  const cursor = new ByteCursor(file, 'jpeg');
  cursor.seek(2);
  for (let segment = 0; segment < mostSegments; segment++) {
    let [marker] = cursor.take(1) as unknown as [number];
    if (marker !== 0xff) throw cursor.error(`${marker} is where a segment should begin`);
    // Any number of filling bytes may stand before the marker.
    while (marker === 0xff) [marker] = cursor.take(1) as unknown as [number];
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) continue;
    const [high, low] = cursor.take(2) as unknown as [number, number];
    const length = high * 256 + low;
    if (length < 2) throw cursor.error(`a segment of ${length} bytes`);
    const body = cursor.take(length - 2);
    // Headers of frames: all of C0…CF but tables (C4, CC) and what is reserved (C8).
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      if (body.length < 5) throw cursor.error('a frame header that is too short');
      const [height, width] = [body[1]! * 256 + body[2]!, body[3]! * 256 + body[4]!];
      if (width < 1 || height < 1) throw cursor.error(`${width} × ${height} pixels are no picture`);
      return { width, height };
    }
    if (marker === 0xda || marker === 0xd9) break;
  }
  throw cursor.error('no frame header before the picture');
}
