import { beginsMember, salvageGzip, tooLarge, type Unpacked } from './gzip-salvage';
import { GrowingBytes } from './growing-bytes';

/** The largest minute of any dataset unpacks to about 11 MB; what goes on beyond this is not one of them. */
const usualLimit = 256 * 2 ** 20;

/** Deflate cannot pack better than this (zlib's technical notes: 1032 : 1). */
const bestRatio = 1032;

/**
 * Unpack a gzip file; bytes that do not begin with gzip's signature are returned as they are.
 * The browser's own stream does whole files. What it refuses (several members, zeros or other bytes after the end,
 * a cut or damaged file) is unpacked a second time by a decoder that keeps everything up to the damage.
 *
 * @param bytes left untouched
 * @param limit unpacked size in bytes beyond which reading stops with a problem `unsupported`
 * @returns never throws because of the bytes: whatever could be unpacked, and what is wrong with the rest
 * @see RFC 1952
 */
export async function gunzip(bytes: Uint8Array, limit = usualLimit): Promise<Unpacked> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { bytes, problem: null, complete: true };
  return (await gunzipNatively(bytes, limit)) ?? salvageGzip(bytes, limit);
}

/** @returns null when the stream refuses the file, or when it stopped at the first of several members */
async function gunzipNatively(bytes: Uint8Array, limit: number): Promise<Unpacked | null> {
  const claimed = claimedSize(bytes);
  const plausible = claimed <= limit && claimed <= bestRatio * bytes.length;
  const unpacked = new GrowingBytes(plausible ? claimed : 4 * bytes.length, limit);
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  // The reader below meets the same error; unobserved, these two would count as unhandled.
  // Bytes in shared memory are not used in this app; the types of the streams insist on saying so.
  writer.write(bytes as Uint8Array<ArrayBuffer>).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = stream.readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (!unpacked.append(value)) {
        await reader.cancel();
        return { bytes: unpacked.bytes(), problem: { ...tooLarge(limit), offset: limit }, complete: false };
      }
    }
  } catch {
    return null; // the salvage finds out what is wrong, and where
  }
  if (unpacked.length % 2 ** 32 !== claimed || hasPaddedMember(bytes)) return null;
  return { bytes: unpacked.bytes(), problem: null, complete: true };
}

/** The last zero of some padding, and how a member begins. */
const paddedMember = [0x00, 0x1f, 0x8b, 0x08] as const;

/**
 * Whether a zero and then something like a further member stand in the file. Node's stream ends at such zeros without a
 * word, and the size in the last trailer gives it away only when the members differ in theirs.
 * Four bytes cannot be missed by looking at every fourth one. Packed bytes are as good as random: of files of 2 MB one in
 * two thousand looks so by chance (2²¹ places, 2⁻³² each), and is unpacked twice.
 */
function hasPaddedMember(bytes: Uint8Array): boolean {
  const step = paddedMember.length;
  for (let at = step - 1; at < bytes.length; at += step) {
    const byte = bytes[at]!;
    if (byte !== 0x00 && byte !== 0x1f && byte !== 0x8b && byte !== 0x08) continue;
    const start = at - paddedMember.findIndex((wanted) => wanted === byte);
    if (bytes[start] === 0 && beginsMember(bytes, start + 1)) return true;
  }
  return false;
}

/** ISIZE: the last four bytes of an undamaged file, its unpacked length modulo 2³². */
function claimedSize(bytes: Uint8Array): number {
  if (bytes.length < 18) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
}
