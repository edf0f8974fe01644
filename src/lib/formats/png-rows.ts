/**
 * Undo the filters of a PNG's rows, in place: the rows then lie one behind the other without their filter bytes.
 *
 * @param bytes whole rows, each with the byte that names its filter before it
 * @param stride bytes of a row without that byte
 * @param pixelBytes bytes from a sample to the same one of the next pixel, at least 1
 * @returns how many rows are good: up to the first with a filter that does not exist
 * @see https://www.w3.org/TR/png-3/#9Filters
 */
export function unfilterRows(bytes: Uint8Array, stride: number, pixelBytes: number): number {
  const rows = Math.floor(bytes.length / (stride + 1));
  for (let row = 0; row < rows; row++) {
    const from = row * (stride + 1) + 1;
    const to = row * stride; // never behind `from`, so nothing is overwritten before it is read
    const filter = bytes[from - 1]!;
    if (filter > 4) return row;
    if (row === 0) unfilterFirst(bytes, filter, stride, pixelBytes);
    else if (filter === 0) bytes.copyWithin(to, from, from + stride);
    else if (filter === 1) undoSub(bytes, from, to, stride, pixelBytes);
    else if (filter === 2) undoUp(bytes, from, to, stride);
    else if (filter === 3) undoAverage(bytes, from, to, stride, pixelBytes);
    else undoPaeth(bytes, from, to, stride, pixelBytes);
  }
  return rows;
}

/** Above the first row are zeros: `up` then adds nothing, and Paeth's choice is always the left one. */
function unfilterFirst(bytes: Uint8Array, filter: number, stride: number, pixelBytes: number): void {
  if (filter === 0 || filter === 2) bytes.copyWithin(0, 1, 1 + stride);
  else if (filter === 3) {
    for (let index = 0; index < stride; index++) {
      const left = index < pixelBytes ? 0 : bytes[index - pixelBytes]!;
      bytes[index] = bytes[1 + index]! + (left >> 1);
    }
  } else undoSub(bytes, 1, 0, stride, pixelBytes);
}

function undoSub(bytes: Uint8Array, from: number, to: number, stride: number, pixelBytes: number): void {
  bytes.copyWithin(to, from, from + Math.min(pixelBytes, stride));
  for (let index = pixelBytes; index < stride; index++) {
    bytes[to + index] = bytes[from + index]! + bytes[to + index - pixelBytes]!;
  }
}

function undoUp(bytes: Uint8Array, from: number, to: number, stride: number): void {
  const above = to - stride;
  for (let index = 0; index < stride; index++) bytes[to + index] = bytes[from + index]! + bytes[above + index]!;
}

function undoAverage(bytes: Uint8Array, from: number, to: number, stride: number, pixelBytes: number): void {
  const above = to - stride;
  const lead = Math.min(pixelBytes, stride);
  for (let index = 0; index < lead; index++) {
    bytes[to + index] = bytes[from + index]! + (bytes[above + index]! >> 1);
  }
  for (let index = pixelBytes; index < stride; index++) {
    bytes[to + index] = bytes[from + index]! + ((bytes[to + index - pixelBytes]! + bytes[above + index]!) >> 1);
  }
}

function undoPaeth(bytes: Uint8Array, from: number, to: number, stride: number, pixelBytes: number): void {
  const above = to - stride;
  const lead = Math.min(pixelBytes, stride);
  for (let index = 0; index < lead; index++) bytes[to + index] = bytes[from + index]! + bytes[above + index]!;
  for (let index = pixelBytes; index < stride; index++) {
    const left = bytes[to + index - pixelBytes]!;
    const up = bytes[above + index]!;
    const corner = bytes[above + index - pixelBytes]!;
    const byLeft = Math.abs(up - corner);
    const byUp = Math.abs(left - corner);
    const byCorner = Math.abs(left + up - 2 * corner);
    const nearest = byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
    bytes[to + index] = bytes[from + index]! + nearest;
  }
}
