const modulus = 65521;
/** So many bytes leave the second sum below 2^31, where engines count in whole numbers. */
const stretch = 3800;

/** Adler-32, the checksum of zlib's streams. @see RFC 1950, section 8.2 */
export function adler32(bytes: Uint8Array): number {
  let one = 1;
  let two = 0;
  for (let start = 0; start < bytes.length;) {
    const end = Math.min(start + stretch, bytes.length);
    while (start < end) {
      one += bytes[start++]!;
      two += one;
    }
    one %= modulus;
    two %= modulus;
  }
  return two * 65536 + one;
}
