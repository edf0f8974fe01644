import { frameEndUs, type FrameTimes } from '$lib/analysis/frame-times';
import type { TimeRange } from '$lib/model/time';
import type { CountsLut } from './counts-lut';
import { framesPerSum, runningSums } from './running-sums';
import { mixed } from './sky-image';

/** One file's columns: counts `[frame][channel][row]`, the top of the picture first, and when they were taken. */
export interface KeogramFile extends FrameTimes {
  readonly counts: Uint16Array;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** Pixel columns `from` (included) to `to` (not included). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** As many columns as fit a line of the processor's cache are coloured together. */
const columnsTogether = 16;

/**
 * Where one frame stands on a true time axis. It covers the time from its start to the next one's start, or one
 * cadence where the next one is missing or late, so that a drop-out stays empty however far one zooms. In view it gets
 * at least one pixel column: zoomed out, several frames share one.
 *
 * @param width pixel columns over which `window` is spread evenly
 * @returns null outside the window
 */
export function frameSpan(
  times: FrameTimes,
  frame: number,
  cadenceUs: number,
  window: TimeRange,
  width: number,
): Span | null {
  const startUs = times.timesUs[frame]!;
  const endUs = frameEndUs(times, frame, cadenceUs);
  if (endUs <= window.startUs || startUs >= window.endUs) return null;
  const perUs = width / (window.endUs - window.startUs);
  const from = Math.min(width - 1, Math.max(0, Math.round((startUs - window.startUs) * perUs)));
  const to = Math.min(width, Math.max(from + 1, Math.round((endUs - window.startUs) * perUs)));
  return { from, to };
}

/** Whether any of a file's frames is in view; told by its first and last one, without looking at the others. */
export function isInView(file: KeogramFile, cadenceUs: number, window: TimeRange): boolean {
  const last = file.timesUs.length - 1;
  return last >= 0 && file.timesUs[0]! < window.endUs && frameEndUs(file, last, cadenceUs) > window.startUs;
}

/**
 * A keogram in counts, one value per pixel, before any colour: frames that share a pixel column are averaged. Sums of
 * whole numbers are kept, so that what was added can be taken out again and leaves nothing behind.
 */
export class CountsPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Numbers in a column: its rows, of one channel after another. */
  readonly #length: number;
  /** Sums of counts, `[column][channel][row]`, and how many frames are in each column's; room for 65,537 of the brightest. */
  readonly #sums: Uint32Array;
  readonly #frames: Uint32Array;

  constructor(width: number, height: number, channels: 1 | 3 = 1) {
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.#length = height * channels;
    this.#sums = new Uint32Array(width * this.#length);
    this.#frames = new Uint32Array(width);
  }

  /** Empties it, for another window. */
  clear(): void {
    this.#sums.fill(0);
    this.#frames.fill(0);
  }

  /**
   * Adds a file's frames. The order in which files are added does not matter; each may be added once.
   *
   * @returns the columns that changed; empty where the file lies outside the window
   */
  add(file: KeogramFile, cadenceUs: number, window: TimeRange): Span {
    return this.#put(file, 0, cadenceUs, window, 1);
  }

  /** Takes a file out that was added, just as it was then. */
  remove(file: KeogramFile, cadenceUs: number, window: TimeRange): Span {
    return this.#put(file, 0, cadenceUs, window, -1);
  }

  /**
   * The file that follows has come or gone: of a file that was added, the last frame now ends elsewhere.
   *
   * @param before the file as it was added
   * @param now the same frames with another `nextUs`
   */
  changeEnd(before: KeogramFile, now: KeogramFile, cadenceUs: number, window: TimeRange): Span {
    const last = before.timesUs.length - 1;
    if (last < 0) return { from: 0, to: 0 };
    const old = frameSpan(before, last, cadenceUs, window, this.width);
    const next = frameSpan(now, last, cadenceUs, window, this.width);
    if (old?.from === next?.from && old?.to === next?.to) return { from: 0, to: 0 };
    const changed = [this.#put(before, last, cadenceUs, window, -1), this.#put(now, last, cadenceUs, window, 1)].filter(
      ({ from, to }) => to > from,
    );
    return {
      from: Math.min(...changed.map(({ from }) => from)),
      to: Math.max(...changed.map(({ to }) => to)),
    };
  }

  /**
   * Colours columns; those without a frame become transparent. Of three channels each takes its own part of the grey
   * that stands for its counts.
   *
   * @param pixels canvas pixels `[row][column]`, of the size of this picture
   */
  paint(pixels: Uint32Array, span: Span, lut: CountsLut): void {
    if (this.channels === 3) this.#paintColour(pixels, span, lut);
    else this.#paintGrey(pixels, span, lut);
  }

  #paintColour(pixels: Uint32Array, { from, to }: Span, lut: CountsLut): void {
    const { width, height } = this;
    const sums = this.#sums;
    for (let x = from; x < to; x++) {
      const count = this.#frames[x]!;
      for (let row = 0, at = 3 * x * height; row < height; row++, at++) {
        const mean = (index: number) => (sums[index]! / count + 0.5) | 0;
        pixels[row * width + x] = count === 0 ? 0 : mixed(lut, mean(at), mean(at + height), mean(at + 2 * height));
      }
    }
  }

  #paintGrey(pixels: Uint32Array, { from, to }: Span, lut: CountsLut): void {
    const { width, height } = this;
    const sums = this.#sums;
    const frames = this.#frames;
    for (let left = from; left < to; left += columnsTogether) {
      const right = Math.min(to, left + columnsTogether);
      for (let row = 0; row < height; row++)
        for (let x = left; x < right; x++) {
          const count = frames[x]!;
          const sum = sums[x * height + row]!;
          // Rounded half up, as Math.round does, in whole numbers.
          pixels[row * width + x] = count === 0 ? 0 : count === 1 ? lut[sum]! : lut[(sum / count + 0.5) | 0]!;
        }
    }
  }

  /** Adds (sign 1) or takes out (sign −1) a file's frames from `first` on. */
  #put(file: KeogramFile, first: number, cadenceUs: number, window: TimeRange, sign: 1 | -1): Span {
    let [changedFrom, changedTo] = [this.width, 0];
    if (!isInView(file, cadenceUs, window)) return { from: 0, to: 0 };
    const frames = file.timesUs.length;
    let frame = first;
    let span = frame < frames ? frameSpan(file, frame, cadenceUs, window, this.width) : null;
    while (frame < frames) {
      let end = frame + 1;
      let next = end < frames ? frameSpan(file, end, cadenceUs, window, this.width) : null;
      if (span) {
        // Zoomed out, one column holds many frames of a file.
        while (next?.from === span.from && next.to === span.to && span.to === span.from + 1) {
          end += 1;
          next = end < frames ? frameSpan(file, end, cadenceUs, window, this.width) : null;
        }
        for (let x = span.from; x < span.to; x++) this.#putFrames(file, frame, end, x, sign);
        changedFrom = Math.min(changedFrom, span.from);
        changedTo = Math.max(changedTo, span.to);
      }
      frame = end;
      span = next;
    }
    return { from: Math.min(changedFrom, changedTo), to: changedTo };
  }

  /** The frames `first` (included) to `end` (not included) into column `x`: most of them are added up already. */
  #putFrames({ counts }: KeogramFile, first: number, end: number, x: number, sign: 1 | -1): void {
    this.#frames[x] = this.#frames[x]! + sign * (end - first);
    const from = Math.ceil(first / framesPerSum);
    const to = Math.floor(end / framesPerSum);
    const length = this.#length;
    let [summedFrom, summedTo] = [end, end];
    if (to > from + 1) {
      this.#putSums(runningSums(counts, length), from * length, to * length, x, sign);
      [summedFrom, summedTo] = [from * framesPerSum, to * framesPerSum];
    }
    for (let frame = first; frame < summedFrom; frame++) this.#putColumn(counts, frame * length, x, sign);
    for (let frame = summedTo; frame < end; frame++) this.#putColumn(counts, frame * length, x, sign);
  }

  #putSums(running: Uint32Array, before: number, after: number, x: number, sign: 1 | -1): void {
    const length = this.#length;
    const sums = this.#sums;
    const column = x * length;
    for (let row = 0; row < length; row++)
      sums[column + row] = sums[column + row]! + sign * (running[after + row]! - running[before + row]!);
  }

  #putColumn(counts: Uint16Array, offset: number, x: number, sign: 1 | -1): void {
    const length = this.#length;
    const sums = this.#sums;
    const column = x * length;
    for (let row = 0; row < length; row++) sums[column + row] = sums[column + row]! + sign * counts[offset + row]!;
  }
}
