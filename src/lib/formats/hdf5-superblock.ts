import { hdf5Error } from './hdf5-library';
import { signatureOf } from './signature';

/**
 * Refuses what is no HDF5 file, and one shorter than its first lines say: the library would only say that it cannot be
 * opened.
 *
 * @see HDF5 File Format Specification, "Format Signature and Superblock"
 */
export function checkLength(bytes: Uint8Array): void {
  if (signatureOf(bytes) !== 'hdf5') throw hdf5Error('the file does not begin as an HDF5 file does', 'corrupt', 0);
  const end = endOfFile(bytes);
  if (end === null || bytes.length >= end) return;
  throw hdf5Error(`the file ends at ${bytes.length} of ${end} bytes`, 'truncated', bytes.length);
}

/** Where the file says that it ends; null where it does not say so as these files do. */
function endOfFile(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 48) return 48;
  const version = view.getUint8(8);
  const [addressBytes, at] = version < 2 ? [view.getUint8(13), version === 0 ? 40 : 44] : [view.getUint8(9), 28];
  if (version > 3 || addressBytes !== 8 || at + 8 > bytes.length) return null;
  const end = Number(view.getBigUint64(at, true));
  return Number.isSafeInteger(end) ? end : null;
}
