import { tooLarge } from './gzip-problem';
import type { Unpacked } from './gzip-salvage';
import { gunzipNatively } from './native-gunzip';

/** The largest minute of any dataset unpacks to about 11 MB; what goes on beyond this is not one of them. */
const usualLimit = 256 * 2 ** 20;

/**
 * Unpack a gzip file; bytes that do not begin with gzip's signature are returned as they are.
 * The browser's own stream does whole files. What it refuses (several members, zeros or other bytes after the end,
 * a cut or damaged file) is unpacked a second time by a decoder that keeps everything up to the damage, loaded with the
 * first such file.
 *
 * @param bytes left untouched
 * @param limit unpacked size in bytes beyond which reading stops with a problem `unsupported`
 * @param room memory that may be written over: where it is large enough, the unpacked bytes may lie in it
 * @returns never throws because of the bytes: whatever could be unpacked, and what is wrong with the rest
 * @see RFC 1952
 */
export async function gunzip(
  bytes: Uint8Array,
  limit = usualLimit,
  room: ArrayBuffer | null = null,
): Promise<Unpacked> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { bytes, problem: null, complete: true };
  const native = await gunzipNatively(bytes, limit, room);
  if (!native) return (await import('./gzip-salvage')).salvageGzip(bytes, limit);
  const problem = native.full ? { ...tooLarge(limit), offset: limit } : null;
  return { bytes: native.bytes, problem, complete: !native.full };
}
