type Numbers = Uint8Array | Float32Array;

/**
 * Put the last axis first, in one pass: HDF5 files of the archive keep the values of one pixel at all times together,
 * everything here keeps frames together.
 *
 * @param stored `[pixel][frame]`
 * @param into `[frame][pixel]`, as long as `stored`
 */
export function frameMajor(stored: Numbers, frames: number, into: Numbers): void {
  const pixels = frames === 0 ? 0 : stored.length / frames;
  if (frames === 1) return into.set(stored);
  for (let pixel = 0, from = 0; pixel < pixels; pixel++) {
    for (let to = pixel; from < (pixel + 1) * frames; to += pixels) into[to] = stored[from++]!;
  }
}
