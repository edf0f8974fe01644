import { adler32 } from './adler32';
import { GrowingBytes } from './growing-bytes';
import { salvageGzip } from './gzip-salvage';

/** Deflate cannot pack better than this (zlib's technical notes: 1032 : 1). */
export const bestDeflateRatio = 1032;

/**
 * Unpack a zlib stream that unpacks to exactly `size` bytes, with the platform's own decoder.
 * Platforms differ in what they say about bytes behind a stream or a stream that ends too early, so length and checksum
 * are held against the stream here.
 *
 * @returns null for every other stream: damaged, cut, of another length, or with anything behind it
 * @see RFC 1950
 */
export async function inflateExactly(packed: Uint8Array, size: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (packed.length < 6 || size > bestDeflateRatio * packed.length) return null;
  const unpacked = new GrowingBytes(size, size);
  const stream = new DecompressionStream('deflate');
  const writer = stream.writable.getWriter();
  // The reader meets the same errors; unobserved, these would count as unhandled.
  // Bytes in shared memory are not used in this app; the types of the streams insist on saying so.
  writer.write(packed as Uint8Array<ArrayBuffer>).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = stream.readable.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (!unpacked.append(value)) {
        await reader.cancel();
        return null;
      }
    }
  } catch {
    return null;
  }
  const bytes = unpacked.bytes();
  return bytes.length === size && adler32(bytes) === statedChecksum(packed) ? bytes : null;
}

/**
 * What can be had of a zlib stream that is damaged or cut: everything up to the fault. No checksum is looked at.
 *
 * @param limit unpacked size in bytes at which to stop
 */
export function salvageZlib(packed: Uint8Array, limit: number): Uint8Array<ArrayBuffer> {
  if (!hasZlibHeader(packed)) return new Uint8Array(0);
  // Between header and checksum a zlib stream is the same as a gzip file.
  const asGzip = new Uint8Array(gzipHeader.length + packed.length - 2);
  asGzip.set(gzipHeader);
  asGzip.set(packed.subarray(2), gzipHeader.length);
  return salvageGzip(asGzip, limit).bytes as Uint8Array<ArrayBuffer>; // fresh memory, never shared
}

const gzipHeader = [0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff] as const;

/** Deflate with a window of at most 32 kB and no preset dictionary. */
function hasZlibHeader(packed: Uint8Array): boolean {
  const [method = 0, flags = 0] = packed;
  return (method & 0x0f) === 8 && method >> 4 <= 7 && (256 * method + flags) % 31 === 0 && (flags & 0x20) === 0;
}

function statedChecksum(packed: Uint8Array): number {
  return new DataView(packed.buffer, packed.byteOffset + packed.length - 4, 4).getUint32(0);
}
