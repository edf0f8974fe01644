import type { FileProblem } from '$lib/model/failure';
import type { HeaderLine } from '$lib/model/frames';
import { FormatError } from './format-error';
import { unfoldSamples } from './pgm-samples';
import { findChunks, type PngChunk } from './png-chunks';
import { readPngHeader, rowBytes, sampleBytes, type PngHeader } from './png-header';
import { unfilterRows } from './png-rows';
import { expandPalette, spreadBits } from './png-samples';
import { bestDeflateRatio, inflateExactly, salvageZlib } from './zlib-stream';

export interface PngPicture {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and opacity, 3 red, green and blue, 4 with opacity. A palette gives colours, not indices. */
  readonly channels: 1 | 2 | 3 | 4;
  /** Bits of a sample as stored, so that the largest is 2^bits − 1; 8 for the colours of a palette. */
  readonly bitDepth: number;
  /** As stored, nothing rescaled and no gamma applied: `[row][column][channel]` of the whole rows, the top one first. */
  readonly samples: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  /** Rows that are there; fewer than `height` where the file is cut or damaged. At least one. */
  readonly rows: number;
  /** The file's own notes (`tEXt`), in file order. */
  readonly texts: readonly HeaderLine[];
  /** The first thing wrong with the file; the rows are good all the same. */
  readonly problem: FileProblem | null;
}

/** A picture of the cameras has 0.8 MB, of the summary products 10. */
const usualLimit = 256 * 2 ** 20;

/**
 * Decode a PNG picture at its full depth: grey, grey with opacity, RGB, RGBA of 8 or 16 bits, palettes, and grey of
 * fewer bits. Interlaced ones are refused. A colour marked as transparent is a colour like others.
 * Of a file that is cut or damaged the whole rows are kept that no checksum speaks against.
 *
 * @param bytes left untouched
 * @param limit size in bytes, of the rows or of the samples, above which a picture is refused before anything is allocated
 * @throws FormatError when not one row can be had
 * @see https://www.w3.org/TR/png-3/
 */
export async function decodePng(bytes: Uint8Array, limit = usualLimit): Promise<PngPicture> {
  const { chunks, problem: chunkProblem } = findChunks(bytes);
  const header = readPngHeader(chunks[0]);
  const unknown = chunks.find(({ type, state }) => state === 'sound' && /^[A-Z]/.test(type) && !knownTypes.has(type));
  if (unknown)
    throw new FormatError('unsupported', 'png', unknown.offset, `chunks of type ${unknown.type} are not read`);
  const size = header.height * (1 + rowBytes(header));
  if (Math.max(size, sampleBytes(header)) > limit)
    throw new FormatError('unsupported', 'png', 8, `unpacks to more than ${limit} bytes`);
  const unpacked = await unpackRows(chunks, size);
  const pixelBytes = Math.ceil((header.storedChannels * header.bitDepth) / 8);
  const picture = pictureOf(unfilterRows(unpacked.bytes, rowBytes(header), pixelBytes), header, chunks);
  const first = chunks.find(({ type }) => type === 'IDAT') ?? chunks.at(-1)!;
  const damage = picture.rows < header.height ? lackOf(picture.rows, header, first) : unpacked.problem;
  const problem = chunkProblem ?? damage;
  if (picture.rows === 0) {
    const { kind, format, offset, message } = problem!;
    throw new FormatError(kind, format, offset, message);
  }
  return { ...picture, width: header.width, height: header.height, texts: textsOf(chunks), problem };
}

const knownTypes = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);

interface UnpackedRows {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly problem: FileProblem | null;
}

async function unpackRows(chunks: readonly PngChunk[], size: number): Promise<UnpackedRows> {
  const parts = chunks.filter(({ type }) => type === 'IDAT');
  const packed = joined(parts);
  const whole = await inflateExactly(packed, size);
  if (whole) return { bytes: whole, problem: null };
  // Damage shows in what is unpacked only later, if at all: nothing from the first wrong checksum on is believed.
  const start = chunks.findIndex(({ type }) => type === 'IDAT');
  const wrong = chunks.findIndex(({ state }, index) => index >= start && state === 'damaged');
  const trusted = wrong < 0 ? packed : joined(chunks.slice(0, wrong).filter(({ type }) => type === 'IDAT'));
  const bytes = salvageZlib(trusted, Math.min(size, bestDeflateRatio * trusted.length));
  const message = 'the packed rows are followed by something else, or their checksum is wrong';
  return { bytes, problem: { kind: 'corrupt', format: 'png', offset: parts[0]?.offset ?? null, message } };
}

function joined(parts: readonly PngChunk[]): Uint8Array {
  if (parts.length === 1) return parts[0]!.data;
  const whole = new Uint8Array(parts.reduce((length, { data }) => length + data.length, 0));
  let at = 0;
  for (const { data } of parts) {
    whole.set(data, at);
    at += data.length;
  }
  return whole;
}

function pictureOf(
  stored: Uint8Array<ArrayBuffer>,
  header: PngHeader,
  chunks: readonly PngChunk[],
): Pick<PngPicture, 'channels' | 'bitDepth' | 'samples' | 'rows'> {
  const { width, storedChannels, bitDepth, hasPalette } = header;
  const rows = stored.length / rowBytes(header);
  const count = rows * width * storedChannels;
  if (bitDepth === 16) return { channels: storedChannels, bitDepth, samples: unfoldSamples([stored], count), rows };
  const samples = bitDepth === 8 ? stored : spreadBits(stored, width, rows, bitDepth);
  if (!hasPalette) return { channels: storedChannels, bitDepth, samples, rows };
  const content = (wanted: string) => chunks.find(({ type, state }) => type === wanted && state === 'sound')?.data;
  const coloured = expandPalette(samples, content('PLTE') ?? null, content('tRNS') ?? null);
  const wholeRows = Math.floor(coloured.pixels / width);
  const { channels, colours } = coloured;
  return { channels, bitDepth: 8, samples: colours.subarray(0, wholeRows * width * channels), rows: wholeRows };
}

function lackOf(rows: number, { height }: PngHeader, { offset }: PngChunk): FileProblem {
  return { kind: 'corrupt', format: 'png', offset, message: `only ${rows} of ${height} rows can be read` };
}

const longestText = 65_536;

/** Latin-1, a zero between key and value. */
function textsOf(chunks: readonly PngChunk[]): HeaderLine[] {
  const texts: HeaderLine[] = [];
  let left = longestText;
  for (const { type, state, data } of chunks) {
    const zero = type === 'tEXt' && state === 'sound' ? data.indexOf(0) : -1;
    if (zero < 1 || (left -= data.length) < 0) continue;
    texts.push([textOf(data.subarray(0, zero)).trim(), textOf(data.subarray(zero + 1)).trim()]);
  }
  return texts;
}

function textOf(latin1: Uint8Array): string {
  let text = '';
  for (const byte of latin1) text += String.fromCharCode(byte);
  return text;
}
