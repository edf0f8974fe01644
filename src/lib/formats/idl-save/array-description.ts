import type { ByteCursor } from '../byte-cursor';

export interface ArrayDescription {
  /** Slowest first. */
  readonly dims: readonly number[];
  readonly count: number;
}

const marker32 = 8;
/** Arrays whose sizes need 64 bits; every number but the rank is a u64 then. */
const marker64 = 18;
const maxRank = 8;

/** An ARRAY_DESC. The sizes are only the file's claim: whoever allocates holds them against the bytes at hand. */
export function readArrayDescription(cursor: ByteCursor): ArrayDescription {
  const marker = cursor.int32();
  if (marker !== marker32 && marker !== marker64) throw cursor.error(`array description begins with ${marker}`);
  const wide = marker === marker64;
  const size = () => (wide ? readUint64(cursor) : cursor.uint32());
  size(); // bytes per element in memory
  size(); // bytes in memory; the file needs more for widened integers and less for what has no fixed size
  const count = size();
  const rank = cursor.int32();
  cursor.take(8); // two numbers of unknown meaning
  const slots = wide ? maxRank : cursor.int32();
  if (rank < 1 || rank > maxRank || slots < rank || slots > maxRank) {
    throw cursor.error(`array of ${rank} dimensions in ${slots} places`);
  }
  const idlDims = Array.from({ length: slots }, size).slice(0, rank);
  if (idlDims.reduce((product, dim) => product * dim, 1) !== count || count < 1) {
    throw cursor.error(`dimensions ${idlDims.join(' × ')} do not make ${count} elements`);
  }
  return { dims: idlDims.reverse(), count };
}

/** A u64 as a number; one above 2^53 is rounded, and so large that no file holds it. */
export function readUint64(cursor: ByteCursor): number {
  return Number(cursor.bigUint64());
}
