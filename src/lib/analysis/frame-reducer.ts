import type { KeogramSlice, Orientation, Samples } from '$lib/model/dataset';
import type { LaidFrame, Thumbnail } from '$lib/model/frames';
import { bandWeights } from './emission-band';
import { circleInset, histogramBins } from './histogram';
import { middleColumn } from './keogram';
import { smallFrame, toUint16 } from './small-frame';

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
  /** Of each column, the place of its frame among those that were added: one without a single number has none. */
  readonly places: readonly number[];
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
 * Numbers that do not fit a column's 16 bits are cut to it. A calibrated spectrum none of whose bins has a number leaves a
 * gap; where only some have none, 0 stands in the column.
 */
export class FrameReducer {
  readonly #shape: FrameShape;
  readonly #slice: ColumnSlice;
  readonly #countsPerBin: number;
  readonly #histogram = new Uint32Array(histogramBins);
  readonly #columns = new Map<number, Uint16Array>();
  #added = 0;
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

  /** @param frame its place in the order of time, where frames do not come in it */
  add(samples: LaidFrame, frame = this.#added): void {
    this.#added += 1;
    const column = this.#slice.take(samples);
    if (!column) return;
    this.#columns.set(frame, column);
    this.#count(samples, frame);
    // The first one stands in where damage leaves fewer than expected.
    if ((!this.#thumbnail && this.#mayLack) || frame === this.#thumbnailAt)
      this.#thumbnail = { frame, ...smallFrame(samples, this.#shape, longestThumbnailSide) };
  }

  /** @returns null when no frame with a number was added */
  finish(): ReducedFrames | null {
    const thumbnail = this.#thumbnail;
    if (!thumbnail) return null;
    const { length } = this.#slice;
    const places = [...this.#columns.keys()].sort((one, other) => one - other);
    const counts = new Uint16Array(places.length * length);
    places.forEach((place, at) => counts.set(this.#columns.get(place)!, at * length));
    const histogram = this.#histogram.slice(0, 1 + this.#histogram.findLastIndex((pixels) => pixels > 0));
    const height = length / this.#shape.channels;
    return { height, counts, places, histogram, countsPerBin: this.#countsPerBin, thumbnail };
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
  /** null where there is no number in it */
  readonly take: (samples: LaidFrame) => Uint16Array | null;
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
    let isEmpty = true;
    for (let bin = 0; bin < width; bin++) {
      let sum = 0;
      for (const row of rows) sum += weights[row]! * values[first + (row * width + bin) * step]!;
      taken[bin] = toUint16(sum);
      isEmpty &&= Number.isNaN(sum);
    }
    return isEmpty ? null : taken;
  };
  return { length: width, take };
}
