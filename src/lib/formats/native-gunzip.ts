import { GrowingBytes } from './growing-bytes';

/** What came of a file; `full`: there is more of it than was wanted. */
export interface NativelyUnpacked {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly full: boolean;
}

/** Deflate cannot pack better than this (zlib's technical notes: 1032 : 1). */
const bestRatio = 1032;

/**
 * Unpack a sound gzip file of one member with the platform's stream, into a buffer of the size that its trailer claims.
 *
 * @param limit reading stops behind so many unpacked bytes
 * @param room memory that may be written over, used in place of new where it is large enough
 * @returns null for every other file: damaged, of several members, or with anything behind the first
 */
export async function gunzipNatively(
  bytes: Uint8Array,
  limit: number,
  room: ArrayBuffer | null = null,
): Promise<NativelyUnpacked | null> {
  const claimed = claimedSize(bytes);
  const plausible = claimed <= limit && claimed <= bestRatio * bytes.length;
  const unpacked = new GrowingBytes(plausible ? claimed : 4 * bytes.length, limit, room);
  const needsProof = !(await (refusesWhatFollows ??= findOutWhatIsRefused()));
  let provenWhole = !needsProof;
  const reader = unpackedChunks(needsProof ? [bytes, proof] : [bytes]);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (needsProof && isProof(value)) provenWhole = true;
      else if (!unpacked.append(value)) {
        await reader.cancel();
        return { bytes: unpacked.bytes(), full: true };
      }
    }
  } catch {
    return null; // the salvage finds out what is wrong, and where
  }
  if (!provenWhole || unpacked.length % 2 ** 32 !== claimed) return null;
  return { bytes: unpacked.bytes(), full: false };
}

function unpackedChunks(parts: readonly Uint8Array[]): ReadableStreamDefaultReader<Uint8Array> {
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  // The reader meets the same errors; unobserved, these would count as unhandled.
  // Bytes in shared memory are not used in this app; the types of the streams insist on saying so.
  for (const part of parts) writer.write(part as Uint8Array<ArrayBuffer>).catch(() => undefined);
  writer.close().catch(() => undefined);
  return stream.readable.getReader();
}

/**
 * Whether the platform's stream fails on bytes behind the first member, as the Compression Standard asks. Node's did
 * not before version 24: it goes on with another member, and ends at a zero without a word, whatever follows.
 * There one more member, of known bytes, is fed behind each file: where it does not come out, the stream ended early.
 */
let refusesWhatFollows: Promise<boolean> | null = null;

async function findOutWhatIsRefused(): Promise<boolean> {
  const reader = unpackedChunks([Uint8Array.of(...proof, 0, ...proof)]);
  try {
    while (!(await reader.read()).done);
    return false;
  } catch {
    return true;
  }
}

const proofText = [0x6e, 0x69, 0x67, 0x68, 0x74, 0x73, 0x69, 0x64, 0x65] as const;

/** A gzip file of `proofText`, not packed but stored. */
const proof = Uint8Array.of(
  ...[0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff],
  ...[0x01, proofText.length, 0, 0xff - proofText.length, 0xff, ...proofText],
  ...[0xf2, 0x88, 0x2d, 0x19, proofText.length, 0, 0, 0],
);

function isProof(chunk: Uint8Array): boolean {
  return chunk.length === proofText.length && proofText.every((byte, index) => chunk[index] === byte);
}

/** ISIZE: the last four bytes of an undamaged file, its unpacked length modulo 2³². */
function claimedSize(bytes: Uint8Array): number {
  if (bytes.length < 18) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
}
