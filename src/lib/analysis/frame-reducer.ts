import type { KeogramSlice, Orientation, Samples } from '$lib/model/dataset';
import type { LaidFrame, Thumbnail } from '$lib/model/frames';
import { bandWeights } from './emission-band';
import { circleInset, histogramBins } from './histogram';
import { middleColumn } from './keogram';

export interface FrameShape {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Wavelength of each row in nm; null where rows have none. */
  readonly wavelengthNm: Float64Array | null;
}

export interface ReducedFrames {
  /** Pixels in a column. */
  readonly height: number;
  /** `[frame][channel][row]`; of calibrated spectra `[frame][spatial bin]`, Rayleighs. */
  readonly counts: Uint16Array<ArrayBuffer>;
  readonly histogram: Uint32Array<ArrayBuffer>;
  readonly countsPerBin: number;
  readonly thumbnail: Thumbnail;
}

const longestThumbnailSide = 64;
/** Every so many pixels of a frame are enough to tell how its counts are distributed. */
const enoughLines = 32;

/**
 * Reduces frames one by one to keogram columns, a histogram and one small picture, so that a file of any number of
 * frames takes the room of one. For frames that lie ready as samples; PGM stacks are reduced straight from their bytes
 * (`keogramColumns`), by the same rules.
 *
 * Numbers that do not fit a column's 16 bits are cut to it; where a calibrated spectrum has none, 0 stands.
 */
export class FrameReducer {
  readonly #shape: FrameShape;
  readonly #slice: ColumnSlice;
  readonly #countsPerBin: number;
  readonly #histogram = new Uint32Array(histogramBins);
  readonly #columns: Uint16Array[] = [];
  readonly #thumbnailAt: number;
  readonly #mayLack: boolean;
  #thumbnail: Thumbnail | null = null;
  readonly #inCircle: boolean;

  /**
   * @param expected how many frames; the middle one of these becomes the thumbnail. `mayLack`: fewer may come
   * @throws RangeError when the slice is not one of such frames: see `canReduce`
   */
  constructor(
    shape: FrameShape,
    { frames, mayLack }: { readonly frames: number; readonly mayLack: boolean },
    dataset: { readonly keogramSlice: KeogramSlice; readonly orientation: Orientation; readonly samples: Samples },
  ) {
    const slice = sliceOf(shape, dataset.keogramSlice, dataset.orientation);
    if (!slice) throw new RangeError('no keogram column can be taken from these frames');
    this.#shape = shape;
    this.#slice = slice;
    this.#inCircle = dataset.keogramSlice.kind === 'middle-column';
    this.#countsPerBin = Math.ceil((dataset.samples.most + 1) / histogramBins);
    this.#thumbnailAt = frames >> 1;
    this.#mayLack = mayLack;
  }

  add(samples: LaidFrame): void {
    const frame = this.#columns.length;
    this.#columns.push(this.#slice.take(samples));
    this.#count(samples, frame);
    // The first one stands in where damage leaves fewer than expected.
    if ((frame === 0 && this.#mayLack) || frame === this.#thumbnailAt)
      this.#thumbnail = thumbnailOf(samples, this.#shape, frame);
  }

  /** @returns null when no frame was added */
  finish(): ReducedFrames | null {
    const thumbnail = this.#thumbnail;
    if (!thumbnail) return null;
    const { length } = this.#slice;
    const counts = new Uint16Array(this.#columns.length * length);
    this.#columns.forEach((column, frame) => counts.set(column, frame * length));
    const histogram = this.#histogram.slice(0, 1 + this.#histogram.findLastIndex((pixels) => pixels > 0));
    const height = length / this.#shape.channels;
    return { height, counts, histogram, countsPerBin: this.#countsPerBin, thumbnail };
  }

  /** A regular sample that moves on from frame to frame, as `countsHistogram` takes it. */
  #count({ values, first, step: apart }: LaidFrame, frame: number): void {
    const { height, width, channels } = this.#shape;
    const step = Math.max(1, Math.floor(Math.min(width, height) / enoughLines));
    const [firstRow, firstColumn] = [frame % step, Math.floor(frame / step) % step];
    for (let row = firstRow; row < height; row += step) {
      const inset = this.#inCircle ? circleInset(row, width, height) : 0;
      for (let column = firstColumn; column < width - inset; column += step) {
        if (column < inset) continue;
        const at = (row * width + column) * channels;
        for (let channel = 0; channel < channels; channel++) {
          const value = values[first + (at + channel) * apart]!;
          if (value === value) this.#histogram[Math.floor(toUint16(value) / this.#countsPerBin)]! += 1;
        }
      }
    }
  }
}

/** Whether a keogram column can be taken from such frames. */
export function canReduce(shape: FrameShape, slice: KeogramSlice, orientation: Orientation): boolean {
  return sliceOf(shape, slice, orientation) !== null;
}

interface ColumnSlice {
  /** Numbers in a column, all channels together. */
  readonly length: number;
  readonly take: (samples: LaidFrame) => Uint16Array;
}

function sliceOf(shape: FrameShape, slice: KeogramSlice, orientation: Orientation): ColumnSlice | null {
  const { height, width, channels, wavelengthNm } = shape;
  if (slice.kind === 'middle-column') {
    const column = middleColumn(width, orientation);
    const take = ({ values, first, step }: LaidFrame) => {
      const taken = new Uint16Array(height * channels);
      for (let row = 0; row < height; row++) {
        const at = (row * width + column) * channels;
        for (let channel = 0; channel < channels; channel++)
          taken[channel * height + row] = toUint16(values[first + (at + channel) * step]!);
      }
      return taken;
    };
    return { length: height * channels, take };
  }
  if (slice.kind !== 'emission-band' || !wavelengthNm || channels !== 1) return null;
  const weights = bandWeights(wavelengthNm, slice.signalNm, slice.backgroundNm);
  if (!weights) return null;
  const rows = [...weights.keys()].filter((row) => weights[row] !== 0);
  const take = ({ values, first, step }: LaidFrame) => {
    const taken = new Uint16Array(width);
    for (let bin = 0; bin < width; bin++) {
      let sum = 0;
      for (const row of rows) sum += weights[row]! * values[first + (row * width + bin) * step]!;
      taken[bin] = toUint16(sum);
    }
    return taken;
  };
  return { length: width, take };
}

/** Rounded, and cut to 16 bits; what is not a number becomes 0. */
function toUint16(value: number): number {
  return value > 0 ? Math.min(65_535, Math.round(value)) : 0;
}

/** As `createThumbnail` does it for stored frames: rounded means of square blocks. */
function thumbnailOf(frame: LaidFrame, { height, width, channels }: FrameShape, number: number): Thumbnail {
  const block = Math.ceil(Math.max(width, height) / longestThumbnailSide);
  const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)];
  const sums = new Float64Array(rows * columns * channels);
  const known = new Uint16Array(sums.length);
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
  return { frame: number, height: rows, width: columns, counts };
}

/** Adds every `channels`-th sample of a run to a block's sum, and how many of them are numbers. */
function addRun(
  { values, first, step }: LaidFrame,
  start: number,
  end: number,
  channels: number,
  block: number,
  sums: Float64Array,
  known: Uint16Array,
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
