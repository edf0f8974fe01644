import { deflateSync, type ZlibOptions } from 'node:zlib';
import { crc32 } from '$lib/formats/crc32';
import { concat, latin1 } from './pgm-bytes';

/** Makes PNG files in memory, chunk by chunk. */

export const pngSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

export function chunk(type: string, data: Uint8Array = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
  const named = concat(latin1(type), data);
  return concat(uint32(data.length), named, uint32(crc32(named)));
}

export interface PngParts {
  readonly width: number;
  readonly height: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and opacity, 6 RGBA. */
  readonly colourType: number;
  readonly bitDepth: number;
  /** Row by row, channel last. */
  readonly samples: ArrayLike<number>;
  /** The filter of a row; by default none. */
  readonly filterOf?: (row: number) => number;
  readonly interlace?: number;
  /** Chunks between header and rows, ready made. */
  readonly before?: readonly Uint8Array[];
  /** Bytes of packed rows in a chunk. */
  readonly chunkBytes?: number;
  readonly packing?: ZlibOptions;
}

export const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export function ihdr({ width, height, bitDepth, colourType, interlace = 0 }: Omit<PngParts, 'samples'>) {
  return chunk('IHDR', concat(uint32(width), uint32(height), Uint8Array.of(bitDepth, colourType, 0, 0, interlace)));
}

export function pngBytes(parts: PngParts): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(deflateSync(filteredRows(parts), parts.packing));
  return pngOf(parts, packed);
}

/** @param packed the rows' zlib stream, or what shall stand in its place */
export function pngOf(parts: PngParts, packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const { chunkBytes = 8192, before = [] } = parts;
  const data: Uint8Array[] = [];
  for (let at = 0; at < packed.length; at += chunkBytes) data.push(chunk('IDAT', packed.subarray(at, at + chunkBytes)));
  return concat(pngSignature, ihdr(parts), ...before, ...data, chunk('IEND'));
}

/** The rows as they are packed: each with its filter before it. */
export function filteredRows({ width, height, colourType, bitDepth, samples, filterOf = () => 0 }: PngParts) {
  const perRow = width * channelsOf[colourType]!;
  const pixelBytes = Math.ceil((channelsOf[colourType]! * bitDepth) / 8);
  let above: Uint8Array = new Uint8Array(Math.ceil((perRow * bitDepth) / 8));
  const rows: Uint8Array[] = [];
  for (let row = 0; row < height; row++) {
    const own = rowBytes(
      Array.from({ length: perRow }, (_, index) => samples[row * perRow + index]!),
      bitDepth,
    );
    const filter = filterOf(row);
    rows.push(
      Uint8Array.of(filter),
      own.map((byte, index) => {
        const left = own[index - pixelBytes] ?? 0;
        const up = above[index]!;
        const corner = index < pixelBytes ? 0 : above[index - pixelBytes]!;
        return byte - [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      }),
    );
    above = own;
  }
  return concat(...rows);
}

/** The specification's own words, for the decoder to be held against. @see https://www.w3.org/TR/png-3/#9Filter-type-4-Paeth */
function paeth(a: number, b: number, c: number): number {
  const p = a + b - c;
  const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}

function rowBytes(samples: readonly number[], bitDepth: number): Uint8Array {
  const bits = samples.map((sample) => sample.toString(2).padStart(bitDepth, '0')).join('');
  return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, index) =>
    Number.parseInt(bits.slice(8 * index, 8 * index + 8).padEnd(8, '0'), 2),
  );
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
