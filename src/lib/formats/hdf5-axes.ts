/** So many pixels at a time: those of all frames of a minute then stay in the nearest cache. */
const blockPixels = 256;

/**
 * Put the last axis first: HDF5 files of the archive keep the values of one pixel at all times together, everything here
 * keeps frames together.
 *
 * @param stored `[pixel][frame]`
 * @param into `[frame][pixel]`, as long as `stored`
 */
export function frameMajor<Numbers extends Uint8Array | Float32Array>(
  stored: Numbers,
  frames: number,
  into: Numbers,
): void {
  pickFrames(
    stored,
    frames,
    Array.from({ length: frames }, (_, frame) => frame),
    into,
  );
}

/**
 * The same of some frames.
 *
 * @param wanted which, in the order in which they are to come
 * @param into `[frame][pixel]` of the wanted ones
 */
export function pickFrames<Numbers extends Uint8Array | Float32Array>(
  stored: Numbers,
  frames: number,
  wanted: readonly number[],
  into: Numbers,
): void {
  const pixels = frames === 0 ? 0 : stored.length / frames;
  if (frames === 1) return wanted.forEach((_, at) => into.set(stored, at * pixels));
  for (let start = 0; start < pixels; start += blockPixels) {
    const end = Math.min(pixels, start + blockPixels);
    wanted.forEach((frame, at) => copyFrame(stored, frames, frame, into, at * pixels, start, end));
  }
}

function copyFrame(
  stored: Uint8Array | Float32Array,
  frames: number,
  frame: number,
  into: Uint8Array | Float32Array,
  offset: number,
  start: number,
  end: number,
): void {
  for (let pixel = start, from = start * frames + frame; pixel < end; pixel++, from += frames)
    into[offset + pixel] = stored[from]!;
}
