import { decodeApi } from '../../workers/decode-api';

/** What the bench's worker offers: the app's own decoding, and beside it the least that could be done. */
export const decodeBenchApi = {
  ...decodeApi,

  /**
   * Nothing but unpacking, in the platform's fastest form: chunks into one array of the size that the trailer says.
   *
   * @returns the unpacked size in bytes
   */
  async inflate(file: ArrayBuffer): Promise<number> {
    const size = new DataView(file).getUint32(file.byteLength - 4, true);
    const unpacked = new Uint8Array(size);
    const stream = new DecompressionStream('gzip');
    const writer = stream.writable.getWriter();
    writer.write(new Uint8Array(file)).catch(() => undefined);
    writer.close().catch(() => undefined);
    const reader = stream.readable.getReader();
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return length;
      unpacked.set(value, length);
      length += value.length;
    }
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

export type DecodeBenchApi = typeof decodeBenchApi;
