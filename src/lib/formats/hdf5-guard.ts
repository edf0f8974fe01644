/** What HDF5 keeps texts of any length in: "GCOL", version, size, then the texts one behind the other. */
const mark = [0x47, 0x43, 0x4f, 0x4c] as const;
const headerBytes = 16;

/**
 * Looks over the library's shoulder while it reads: it goes round for ever in a heap of texts whose sizes are damaged,
 * and a file whose parts point to each other may make it read on and on.
 *
 * @param bytes the file
 * @returns whether the library may have what it wants to read
 * @see HDF5 File Format Specification, "Global Heap"
 */
export function createGuard(bytes: Uint8Array): (position: number, length: number) => boolean {
  // Every part of a good file is read once or twice; parts of damaged ones were seen to be read some ten times.
  let bytesLeft = 64 * bytes.length + 64 * 2 ** 20;
  return (position, length) => {
    bytesLeft -= Math.max(length, 64);
    if (bytesLeft < 0) return false;
    return !mark.every((byte, index) => bytes[position + index] === byte) || isWholeHeap(bytes, position);
  };
}

/** Whether the sizes in a heap lead from text to text up to its end. */
function isWholeHeap(bytes: Uint8Array, start: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (start + headerBytes > bytes.length) return false;
  const end = start + Number(view.getBigUint64(start + 8, true));
  if (end > bytes.length) return false;
  let at = start + headerBytes;
  // What is left at the end may be too short for another header.
  while (at + headerBytes <= end) {
    const isFree = view.getUint16(at, true) === 0;
    const size = Number(view.getBigUint64(at + 8, true));
    // The size of free space counts its own header; that of a text does not, and is filled up to 8.
    const step = isFree ? size : headerBytes + 8 * Math.ceil(size / 8);
    if (step < headerBytes || at + step > end) return false;
    at += step;
  }
  return true;
}
