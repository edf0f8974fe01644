const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** How much of a buffer may be left over where frames stay in it: what holds frames counts their bytes. */
const largestRest = 1 / 32;

/**
 * The samples of frames as numbers, one frame behind the other.
 *
 * @param stored per frame its `pixels` samples as in the file: one byte each, or two with the larger first
 * @param given a buffer of the caller's, in which all of `stored` lie and which is not needed any more: the samples
 *   are then put together in it, where that leaves little of it over
 * @returns `[frame][row][column]`
 */
export function unfoldSamples(
  stored: readonly Uint8Array[],
  pixels: number,
  given: ArrayBuffer | null = null,
): Uint16Array<ArrayBuffer> {
  if (given && mayStayIn(given, stored, pixels)) return unfoldInPlace(given, stored, pixels);
  const samples = new Uint16Array(stored.length * pixels);
  stored.forEach((frame, index) => {
    const own = samples.subarray(index * pixels, (index + 1) * pixels);
    if (frame.length === pixels) return own.set(frame);
    // Copied first and turned in place: headers have any length, so a frame seldom lies on an even offset.
    new Uint8Array(own.buffer, own.byteOffset, own.byteLength).set(frame);
    swapBytes(own);
  });
  return samples;
}

/** Only frames of two bytes a sample, in file order, so that none is overwritten before it is moved. */
function mayStayIn(given: ArrayBuffer, stored: readonly Uint8Array[], pixels: number): boolean {
  const rest = given.byteLength - 2 * pixels * stored.length;
  if (rest < 0 || rest > largestRest * given.byteLength) return false;
  let end = 0;
  return stored.every((frame) => {
    const follows = frame.byteOffset >= end && frame.length === 2 * pixels && frame.buffer === given;
    end = frame.byteOffset + frame.length;
    return follows;
  });
}

function unfoldInPlace(given: ArrayBuffer, stored: readonly Uint8Array[], pixels: number): Uint16Array<ArrayBuffer> {
  const bytes = new Uint8Array(given);
  let end = 0;
  for (const frame of stored) {
    bytes.copyWithin(end, frame.byteOffset, frame.byteOffset + frame.length);
    end += frame.length;
  }
  const samples = new Uint16Array(given, 0, stored.length * pixels);
  swapBytes(samples);
  return samples;
}

/** Two samples at a time: measured at half the time of a loop over single ones. */
function swapBytes(samples: Uint16Array<ArrayBuffer>): void {
  if (!hostIsLittleEndian) return;
  const lead = Math.min(samples.length, (samples.byteOffset & 2) >> 1);
  const pairs = new Uint32Array(samples.buffer, samples.byteOffset + 2 * lead, (samples.length - lead) >> 1);
  for (let index = 0; index < pairs.length; index++) {
    const pair = pairs[index]!;
    pairs[index] = ((pair & 0xff00ff) << 8) | ((pair >>> 8) & 0xff00ff);
  }
  if (lead) samples[0] = swapped(samples[0]!);
  if ((samples.length - lead) & 1) samples[samples.length - 1] = swapped(samples[samples.length - 1]!);
}

function swapped(sample: number): number {
  return ((sample & 0xff) << 8) | (sample >>> 8);
}
