import type { LaidFrame, Thumbnail } from '$lib/model/frames';

/** Size of frames, and samples of a pixel. */
interface Shape {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
}

/** A frame made small: see `Thumbnail`. */
export type SmallPicture = Pick<Thumbnail, 'height' | 'width' | 'counts'>;

/**
 * A frame made small, as `createThumbnail` does it for stored frames: rounded means of square blocks of pixels, the
 * smallest blocks that leave so many or less a side. Samples without a number do not count; 0 where a block has none.
 */
export function smallFrame(frame: LaidFrame, { height, width, channels }: Shape, longestSide: number): SmallPicture {
  const block = Math.ceil(Math.max(width, height) / longestSide);
  const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)];
  const sums = new Float64Array(rows * columns * channels);
  const known = new Uint32Array(sums.length);
  // In the order in which they are stored: a frame that lies among others is read from end to end of all of them once.
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < columns; column++) {
      const own = (Math.floor(row / block) * columns + column) * channels;
      const start = row * width + column * block;
      const end = row * width + Math.min(width, (column + 1) * block);
      for (let channel = 0; channel < channels; channel++)
        addRun(frame, start * channels + channel, end * channels, channels, own + channel, sums, known);
    }
  }
  const counts = Uint16Array.from(sums, (sum, at) => toUint16(sum / known[at]!));
  return { height: rows, width: columns, counts };
}

/** Rounded, and cut to 16 bits; what is not a number becomes 0. */
export function toUint16(value: number): number {
  return value > 0 ? Math.min(65_535, Math.round(value)) : 0;
}

/** Adds every `channels`-th sample of a run to a block's sum, and how many of them are numbers. */
function addRun(
  { values, first, step }: LaidFrame,
  start: number,
  end: number,
  channels: number,
  block: number,
  sums: Float64Array,
  known: Uint32Array,
): void {
  let [sum, numbers] = [0, 0];
  for (let at = first + start * step; at < first + end * step; at += channels * step) {
    const value = values[at]!;
    if (value !== value) continue;
    sum += value;
    numbers += 1;
  }
  sums[block]! += sum;
  known[block]! += numbers;
}
