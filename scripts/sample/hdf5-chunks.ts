/** A chunk: where it begins along every axis, and its bytes, what lies beyond the dataset as noughts. */
export interface Chunk {
  readonly offset: readonly number[];
  readonly bytes: Uint8Array;
}

/**
 * Cut a dataset into chunks, all of one size, the last axis fastest.
 *
 * @param size of an element, bytes
 */
export function* chunksOf(
  bytes: Uint8Array,
  shape: readonly number[],
  chunk: readonly number[],
  size: number,
): Generator<Chunk> {
  const counts = shape.map((length, axis) => Math.ceil(length / chunk[axis]!));
  for (let at = 0; at < product(counts); at++) {
    const offset = placeOf(at, counts).map((index, axis) => index * chunk[axis]!);
    yield { offset, bytes: cut(bytes, shape, chunk, offset, size) };
  }
}

function cut(
  bytes: Uint8Array,
  shape: readonly number[],
  chunk: readonly number[],
  offset: readonly number[],
  size: number,
): Uint8Array {
  const out = new Uint8Array(product(chunk) * size);
  // Behind this axis chunks are as long as the dataset: from it on, elements lie together.
  const last = shape.findLastIndex((length, axis) => length !== chunk[axis] || axis === 0);
  const behind = product(shape.slice(last + 1)) * size;
  const bytesAlong = Math.min(chunk[last]!, shape[last]! - offset[last]!) * behind;
  const lines = chunk.slice(0, last);
  for (let line = 0; line < product(lines); line++) {
    const place = placeOf(line, lines).map((index, axis) => index + offset[axis]!);
    if (place.some((index, axis) => index >= shape[axis]!)) continue;
    const from = place.reduce((sum, index, axis) => sum * shape[axis]! + index, 0) * shape[last]! + offset[last]!;
    out.set(bytes.subarray(from * behind, from * behind + bytesAlong), line * chunk[last]! * behind);
  }
  return out;
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((all, length) => all * length, 1);
}

/** The indices along every axis of the `at`-th place, the last axis fastest. */
function placeOf(at: number, counts: readonly number[]): number[] {
  const place = Array<number>(counts.length).fill(0);
  for (let axis = counts.length - 1, rest = at; axis >= 0; axis--) {
    place[axis] = rest % counts[axis]!;
    rest = Math.floor(rest / counts[axis]!);
  }
  return place;
}
