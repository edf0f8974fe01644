import { frameEndUs, type FrameTimes } from '$lib/analysis/frame-times';
import type { TimeRange } from '$lib/model/time';
import type { CountsLut } from './counts-lut';

/** One file's columns: counts `[frame][row]`, the top of the picture first, and when they were taken. */
export interface KeogramFile extends FrameTimes {
  readonly counts: Uint16Array;
  readonly height: number;
}

/** Pixel columns `from` (included) to `to` (not included). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

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

/** A keogram in counts, one value per pixel, before any colour: frames that share a pixel column are averaged. */
export class CountsPicture {
  readonly width: number;
  readonly height: number;
  /** Sums of counts, `[column][row]`, and how many frames are in each column's. */
  readonly #sums: Uint32Array;
  readonly #frames: Uint16Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#sums = new Uint32Array(width * height);
    this.#frames = new Uint16Array(width);
  }

  /**
   * Adds a file's frames. The order in which files are added does not matter; each may be added once.
   *
   * @returns the columns that changed; empty where the file lies outside the window
   */
  add(file: KeogramFile, cadenceUs: number, window: TimeRange): Span {
    const { height } = this;
    let [changedFrom, changedTo] = [this.width, 0];
    for (let frame = 0; frame < file.timesUs.length; frame++) {
      const span = frameSpan(file, frame, cadenceUs, window, this.width);
      if (!span) continue;
      const column = file.counts.subarray(frame * height, (frame + 1) * height);
      for (let x = span.from; x < span.to; x++) {
        const sums = x * height;
        for (let row = 0; row < height; row++) this.#sums[sums + row] = this.#sums[sums + row]! + column[row]!;
        this.#frames[x] = this.#frames[x]! + 1;
      }
      changedFrom = Math.min(changedFrom, span.from);
      changedTo = Math.max(changedTo, span.to);
    }
    return { from: Math.min(changedFrom, changedTo), to: changedTo };
  }

  /**
   * Colours columns; those without a frame stay transparent.
   *
   * @param pixels canvas pixels `[row][column]`, of the size of this picture
   */
  paint(pixels: Uint32Array, { from, to }: Span, lut: CountsLut): void {
    const { width, height } = this;
    for (let x = from; x < to; x++) {
      const frames = this.#frames[x]!;
      if (frames === 0) continue;
      const sums = x * height;
      for (let row = 0; row < height; row++)
        pixels[row * width + x] = lut[Math.round(this.#sums[sums + row]! / frames)]!;
    }
  }
}
