/**
 * One sample of a frame as it stands in its file. Small enough to be inlined into the loops around it.
 *
 * @param samples one byte a sample, or two with the larger first
 * @param bytesPerSample which of the two; told by the caller, since it is the same for the whole frame
 */
export function sampleAt(samples: Uint8Array, index: number, bytesPerSample: number): number {
  return bytesPerSample === 1 ? samples[index]! : (samples[2 * index]! << 8) | samples[2 * index + 1]!;
}
