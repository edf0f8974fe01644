import type { StoredFrames } from '$lib/model/frames';

/**
 * Frames as they would stand in a file, among other bytes and on odd offsets.
 *
 * @param counts `[frame][row][column]`
 */
export function storedFrames(
  { counts, width, height }: { counts: Uint16Array; width: number; height: number },
  bytesPerSample: 1 | 2 = 2,
): StoredFrames {
  const pixels = width * height;
  const frames = Array.from({ length: counts.length / pixels }, (_, frame) => {
    const file = new Uint8Array(bytesPerSample * pixels + 2).fill(0xee);
    const samples = file.subarray(1, -1);
    counts.subarray(frame * pixels, (frame + 1) * pixels).forEach((count, index) => {
      if (bytesPerSample === 1) samples[index] = count;
      else samples.set([count >> 8, count & 0xff], 2 * index);
    });
    return { samples };
  });
  return { frames, width, height };
}
