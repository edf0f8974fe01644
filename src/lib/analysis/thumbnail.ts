import type { StoredFrames, Thumbnail } from '$lib/model/frames';
import type { SmallPicture } from './small-frame';
import { sampleAt } from './stored-samples';

/** No side of a thumbnail is longer. */
const longestSide = 64;

/**
 * The middle frame (of an even number the later of the two) made small: rounded means of square blocks of pixels, the
 * smallest blocks that leave 64 or less a side. Blocks at the right and lower edges are of those pixels that there are.
 *
 * @param stored at least one frame
 */
export function createThumbnail(stored: StoredFrames): Thumbnail {
  const frame = stored.frames.length >> 1;
  return { frame, ...smallStoredFrame(stored, frame, longestSide) };
}

/** One of the frames made small in the same way, no side of it longer than told. */
export function smallStoredFrame(
  { frames, width, height }: StoredFrames,
  frame: number,
  longestSide: number,
): SmallPicture {
  const { samples } = frames[frame]!;
  const bytesPerSample = samples.length === width * height ? 1 : 2;
  const block = Math.ceil(Math.max(width, height) / longestSide);
  const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)];
  const sums = new Float64Array(rows * columns);
  for (let row = 0, at = 0; row < height; row++) {
    const own = columns * Math.floor(row / block);
    for (let column = 0; column < columns; column++) {
      const end = row * width + Math.min(width, (column + 1) * block);
      let sum = 0;
      while (at < end) sum += sampleAt(samples, at++, bytesPerSample);
      sums[own + column]! += sum;
    }
  }
  const counts = new Uint16Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const pixelsDown = Math.min(block, height - row * block);
    for (let column = 0; column < columns; column++) {
      const pixels = pixelsDown * Math.min(block, width - column * block);
      counts[row * columns + column] = Math.round(sums[row * columns + column]! / pixels);
    }
  }
  return { height: rows, width: columns, counts };
}
