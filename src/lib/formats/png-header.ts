import { ByteCursor } from './byte-cursor';
import { FormatError } from './format-error';
import { findChunks, type PngChunk } from './png-chunks';

/** What the first chunk of a PNG file says. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Samples of a stored pixel: a palette index counts as one. */
  readonly storedChannels: 1 | 2 | 3 | 4;
  readonly hasPalette: boolean;
  /** Bits of a stored sample. */
  readonly bitDepth: number;
}

/** Wider than any camera or summary picture. */
const largestSide = 32_768;

/** Samples and bit depths by colour type. @see https://www.w3.org/TR/png-3/#11IHDR */
const colourTypes: Readonly<Record<number, { channels: 1 | 2 | 3 | 4; depths: readonly number[] }>> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};

/** @throws FormatError where the chunk is no header, or one of a picture that is not read here */
export function readPngHeader(chunk: PngChunk | undefined): PngHeader {
  if (chunk?.type !== 'IHDR' || chunk.data.length !== 13 || chunk.state !== 'sound') {
    const cut = !chunk || chunk.state === 'cut';
    throw new FormatError(cut ? 'truncated' : 'corrupt', 'png', 8, 'the file does not begin with a sound header');
  }
  const cursor = new ByteCursor(chunk.data, 'png');
  const [width, height] = [cursor.uint32(), cursor.uint32()];
  const [bitDepth, colourType, packing, filtering, interlace] = cursor.take(5) as unknown as [
    ...[bitDepth: number, colourType: number, packing: number, filtering: number, interlace: number],
  ];
  const refuse = (kind: 'corrupt' | 'unsupported', message: string) =>
    new FormatError(kind, 'png', chunk.offset, message);
  const known = colourTypes[colourType];
  if (width < 1 || height < 1) throw refuse('corrupt', `${width} × ${height} pixels are no picture`);
  if (!known?.depths.includes(bitDepth)) {
    throw refuse('corrupt', `colour type ${colourType} with ${bitDepth} bits is not of this format`);
  }
  if (packing !== 0 || filtering !== 0 || interlace > 1)
    throw refuse('corrupt', 'packing, filter or interlace unknown');
  if (interlace === 1) throw refuse('unsupported', 'interlaced pictures are not read');
  if (width > largestSide || height > largestSide) {
    throw refuse('unsupported', `${width} × ${height} pixels are more than is read`);
  }
  return { width, height, bitDepth, storedChannels: known.channels, hasPalette: colourType === 3 };
}

/**
 * The header alone, without a look at what follows it.
 *
 * @throws FormatError as `readPngHeader` does
 */
export function peekPngHeader(file: Uint8Array): PngHeader {
  return readPngHeader(findChunks(file.subarray(0, headerEnd)).chunks[0]);
}

/** Signature, length, type, 13 bytes of content and checksum. */
const headerEnd = 8 + 4 + 4 + 13 + 4;

/** Bytes of one row as stored, without the byte that names its filter. */
export function rowBytes({ width, storedChannels, bitDepth }: PngHeader): number {
  return Math.ceil((width * storedChannels * bitDepth) / 8);
}

/** Bytes that all samples take: those of fewer than 8 bits have one each, those of a palette up to four. */
export function sampleBytes({ width, height, storedChannels, bitDepth, hasPalette }: PngHeader): number {
  return width * height * (hasPalette ? 4 : storedChannels) * (bitDepth === 16 ? 2 : 1);
}
