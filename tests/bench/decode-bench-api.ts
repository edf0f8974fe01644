import { decodeApi } from '../../workers/decode-api';
import type { PackedStream } from './hour-files';

/** What the bench's worker offers: the app's own decoding, and beside it the least that could be done. */
export const decodeBenchApi = {
  ...decodeApi,

  /**
   * Nothing but unpacking, in the platform's fastest form: chunks into one array of the size that the trailer says.
   *
   * @returns the unpacked size in bytes
   */
  inflate(file: ArrayBuffer): Promise<number> {
    const size = new DataView(file).getUint32(file.byteLength - 4, true);
    return unpack('gzip', [new Uint8Array(file)], size);
  },

  /**
   * The same of the zlib streams within a file, some of them at a time: many small ones are mostly waiting otherwise.
   *
   * @returns the unpacked size of all, bytes
   */
  async inflateStreams(file: ArrayBuffer, streams: readonly PackedStream[]): Promise<number> {
    const queue = [...streams];
    let length = 0;
    const lane = async () => {
      for (let next = queue.pop(); next; next = queue.pop()) {
        const parts = next.parts.map(([offset, bytes]) => new Uint8Array(file, offset, bytes));
        const unpacked = await unpack('deflate', parts, next.size);
        length += unpacked;
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return length;
  },

  /** Nothing but one pass over the bytes, which turns every four of them round as a big-endian file asks. */
  turn(file: ArrayBuffer): number {
    const words = new Uint32Array(file.slice(0, file.byteLength & ~3));
    for (let index = 0; index < words.length; index++) {
      const word = words[index]!;
      words[index] = (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
    }
    return words.length;
  },
};

const lanes = 8;

async function unpack(format: 'gzip' | 'deflate', parts: readonly Uint8Array[], size: number): Promise<number> {
  const unpacked = new Uint8Array(size);
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  for (const part of parts) writer.write(part as Uint8Array<ArrayBuffer>).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = stream.readable.getReader();
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return length;
    unpacked.set(value, length);
    length += value.length;
  }
}

export type DecodeBenchApi = typeof decodeBenchApi;
