/** A sum is kept after every so many frames: with two, the sums take as much memory as the counts. */
export const framesPerSum = 2;

/** Sums by the counts that they belong to: made once a file, gone with it. */
const known = new WeakMap<Uint16Array, Uint32Array>();

/**
 * Sums of a file's columns from its first frame on, so that a stretch of frames is added up by one subtraction.
 *
 * @param counts `[frame][row]`, not changed any more
 * @returns `[n][row]`: the sum of the first `n × framesPerSum` frames
 */
export function runningSums(counts: Uint16Array, height: number): Uint32Array {
  const made = known.get(counts) ?? addUp(counts, height);
  known.set(counts, made);
  return made;
}

export function hasRunningSums(counts: Uint16Array): boolean {
  return known.has(counts);
}

function addUp(counts: Uint16Array, height: number): Uint32Array {
  const stretches = Math.floor(counts.length / height / framesPerSum);
  const sums = new Uint32Array((stretches + 1) * height);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const before = stretch * height;
    const after = before + height;
    const even = stretch * framesPerSum * height;
    const odd = even + height;
    for (let row = 0; row < height; row++)
      sums[after + row] = sums[before + row]! + counts[even + row]! + counts[odd + row]!;
  }
  return sums;
}
