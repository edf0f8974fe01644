/**
 * Undo the filters of a PNG's rows, within the buffer that they lie in: fresh memory costs as much time as the work.
 * One channel after the other, so that the sample to the left stays in a register.
 *
 * @param filtered whole rows, each with the byte that names its filter before it; written over
 * @param stride bytes of a row without that byte
 * @param pixelBytes bytes from a sample to the same one of the next pixel, at least 1
 * @returns the rows one behind the other, up to the first with a filter that does not exist: a view of what was given
 * @see https://www.w3.org/TR/png-3/#9Filters
 */
export function unfilterRows<Bytes extends Uint8Array>(filtered: Bytes, stride: number, pixelBytes: number): Bytes {
  const rows = Math.floor(filtered.length / (stride + 1));
  const packed = new Uint8Array(stride);
  let above = new Uint8Array(stride) as Uint8Array;
  for (let row = 0; row < rows; row++) {
    const from = row * (stride + 1);
    const filter = filtered[from]!;
    packed.set(filtered.subarray(from + 1, from + 1 + stride));
    const own = filtered.subarray(row * stride, (row + 1) * stride);
    if (filter === 0) own.set(packed);
    else if (filter === 1) undoSub(packed, own, pixelBytes);
    else if (filter === 2) undoUp(packed, own, above);
    else if (filter === 3) undoAverage(packed, own, above, pixelBytes);
    else if (filter === 4) undoPaeth(packed, own, above, pixelBytes);
    else return filtered.subarray(0, row * stride) as Bytes;
    above = own;
  }
  return filtered.subarray(0, rows * stride) as Bytes;
}

function undoSub(packed: Uint8Array, own: Uint8Array, pixelBytes: number): void {
  for (let channel = 0; channel < pixelBytes; channel++) {
    let left = 0;
    for (let index = channel; index < own.length; index += pixelBytes) {
      left = (packed[index]! + left) & 0xff;
      own[index] = left;
    }
  }
}

function undoUp(packed: Uint8Array, own: Uint8Array, above: Uint8Array): void {
  for (let index = 0; index < own.length; index++) own[index] = packed[index]! + above[index]!;
}

function undoAverage(packed: Uint8Array, own: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  for (let channel = 0; channel < pixelBytes; channel++) {
    let left = 0;
    for (let index = channel; index < own.length; index += pixelBytes) {
      left = (packed[index]! + ((left + above[index]!) >> 1)) & 0xff;
      own[index] = left;
    }
  }
}

function undoPaeth(packed: Uint8Array, own: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  for (let channel = 0; channel < pixelBytes; channel++) {
    let left = 0;
    let corner = 0;
    for (let index = channel; index < own.length; index += pixelBytes) {
      const up = above[index]!;
      const byLeft = Math.abs(up - corner);
      const byUp = Math.abs(left - corner);
      const byCorner = Math.abs(left + up - 2 * corner);
      const nearest = byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
      left = (packed[index]! + nearest) & 0xff;
      own[index] = left;
      corner = up;
    }
  }
}
