import type { InspectedHistogram, InspectedPictures } from '$lib/model/inspection';

/** A small viewer shows no more. */
const largestSide = 320;
const mostFrames = 48;
const binCount = 256;

interface FrameShape {
  readonly height: number;
  readonly width: number;
  /** As stored: of two, the second is opacity and left out, as is the fourth of four. */
  readonly channels: 1 | 2 | 3 | 4;
}

/** Gathers frames one by one and makes small pictures and a histogram of them. */
export class SmallPictures {
  readonly #shape: FrameShape;
  readonly #step: number;
  readonly #every: number;
  readonly #isEmpty: (value: number) => boolean;
  readonly #kept: { readonly label: string; readonly values: Float32Array }[] = [];
  #seen = 0;

  /**
   * @param expected how many frames there are: of very many, some are left out evenly
   * @param isEmpty what is no value, besides NaN
   */
  constructor(shape: FrameShape, expected: number, isEmpty: (value: number) => boolean = () => false) {
    this.#shape = shape;
    this.#step = Math.ceil(Math.max(shape.height, shape.width) / largestSide);
    this.#every = Math.ceil(expected / mostFrames);
    this.#isEmpty = isEmpty;
  }

  /** @param samples `[row][column][channel]`; not kept */
  add(samples: ArrayLike<number>, label: string): void {
    if (this.#seen++ % this.#every !== 0) return;
    const { channels } = this.#shape;
    const { height, width, channels: shown } = this.#size();
    const values = new Float32Array(height * width * shown);
    let to = 0;
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const from = (row * this.#step * this.#shape.width + column * this.#step) * channels;
        for (let channel = 0; channel < shown; channel++) {
          const value = samples[from + channel] ?? NaN;
          values[to++] = this.#isEmpty(value) ? NaN : value;
        }
      }
    }
    this.#kept.push({ label, values });
  }

  /**
   * @param apart whether each picture is of a quantity of its own, and drawn from its own lowest to its highest value
   * @returns null where there is nothing to be seen
   */
  finish(apart = false): { readonly pictures: InspectedPictures; readonly histogram: InspectedHistogram } | null {
    const histogram = histogramOf(this.#kept.map(({ values }) => values));
    if (!histogram) return null;
    const common = stretchOf(histogram);
    const frames = this.#kept.map(({ label, values }) => {
      const range = apart ? wholeRange(values) : common;
      return { label, range, pixels: toBytes(values, range) };
    });
    const { height, width } = this.#shape;
    const size = { ...this.#size(), stored: { height, width }, step: this.#step };
    return { pictures: { ...size, total: this.#seen, frames }, histogram };
  }

  #size() {
    const { height, width, channels } = this.#shape;
    const small = (side: number) => Math.ceil(side / this.#step);
    const shown: 1 | 3 = channels >= 3 ? 3 : 1;
    return { height: small(height), width: small(width), channels: shown };
  }
}

/** Of all finite values; null where there are none. */
export function histogramOf(parts: readonly ArrayLike<number>[]): InspectedHistogram | null {
  let from = Infinity;
  let to = -Infinity;
  let empty = 0;
  for (const values of parts) {
    for (let index = 0; index < values.length; index++) {
      const value = values[index]!;
      if (!Number.isFinite(value)) empty += 1;
      else {
        if (value < from) from = value;
        if (value > to) to = value;
      }
    }
  }
  if (from > to) return null;
  const bins = new Uint32Array(binCount);
  const scale = to > from ? binCount / (to - from) : 0;
  for (const values of parts) {
    for (let index = 0; index < values.length; index++) {
      const value = values[index]!;
      if (!Number.isFinite(value)) continue;
      const bin = Math.min(binCount - 1, Math.floor((value - from) * scale));
      bins[bin] = bins[bin]! + 1;
    }
  }
  return { bins, from, to, empty };
}

/** From the faintest to the brightest values, a few stars and hot pixels left out. */
function stretchOf({ bins, from, to }: InspectedHistogram): readonly [number, number] {
  const total = bins.reduce((sum, count) => sum + count, 0);
  const edge = (index: number) => from + ((to - from) * index) / binCount;
  let [below, low, high] = [0, 0, binCount];
  for (let bin = 0; bin < binCount; bin++) {
    if (below <= 0.005 * total) low = bin;
    if (below < 0.998 * total) high = bin + 1;
    below += bins[bin]!;
  }
  return to > from ? [edge(low), edge(high)] : [from, from + 1];
}

function wholeRange(values: Float32Array): readonly [number, number] {
  const found = histogramOf([values]);
  return found && found.to > found.from ? [found.from, found.to] : [0, 1];
}

function toBytes(values: Float32Array, [low, high]: readonly [number, number]): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(values.length);
  const scale = 255 / (high - low);
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    pixels[index] = Number.isNaN(value) ? 0 : Math.max(0, Math.min(255, (value - low) * scale));
  }
  return pixels;
}
