import { frameEndUs, type FrameTimes } from '$lib/analysis/frame-times';
import type { TimeRange } from '$lib/model/time';
import type { CountsLut } from './counts-lut';

/** One file's columns, as the keogram needs them. */
export interface KeogramStrip {
  /** Counts `[frame][row]`, the top of the picture first. */
  readonly counts: Uint16Array;
  readonly timesUs: Float64Array;
  readonly height: number;
}

/** Which frames stand at each pixel column of a keogram: [first, behind the last) of each, equal where there is none. */
export interface ColumnMap {
  readonly first: Int32Array;
  readonly behind: Int32Array;
}

/**
 * Places frames on a true time axis. A frame covers the time from its start to the next one's start, or one cadence
 * where the next one is missing or late, so that a drop-out stays empty however far one zooms.
 *
 * @param times starts of one file's frames, rising, and the start of the frame after its last one, if that is known
 * @param width pixel columns over which `window` is spread evenly
 */
export function mapColumns(times: FrameTimes, cadenceUs: number, window: TimeRange, width: number): ColumnMap {
  const first = new Int32Array(width).fill(-1);
  const behind = new Int32Array(width).fill(-1);
  const perUs = width / (window.endUs - window.startUs);
  for (let frame = 0; frame < times.timesUs.length; frame++) {
    const startUs = times.timesUs[frame]!;
    const endUs = frameEndUs(times, frame, cadenceUs);
    if (endUs <= window.startUs || startUs >= window.endUs) continue;
    const from = Math.min(width - 1, Math.max(0, Math.round((startUs - window.startUs) * perUs)));
    // Every frame in view gets at least one pixel: zoomed out, several share a column and are averaged.
    const to = Math.min(width, Math.max(from + 1, Math.round((endUs - window.startUs) * perUs)));
    for (let x = from; x < to; x++) {
      if (first[x] === -1) first[x] = frame;
      behind[x] = frame + 1;
    }
  }
  return { first, behind };
}

/**
 * Paints one file's columns into a picture of the whole keogram, and nothing where it has no frames.
 *
 * @param pixels canvas pixels, `[row][column]`, `strip.height` rows of `map.first.length` columns
 */
export function paintKeogram(pixels: Uint32Array, strip: KeogramStrip, map: ColumnMap, lut: CountsLut): void {
  const width = map.first.length;
  const { counts, height } = strip;
  for (let x = 0; x < width; x++) {
    const first = map.first[x]!;
    if (first < 0) continue;
    const behind = map.behind[x]!;
    if (behind - first === 1) {
      const column = first * height;
      for (let row = 0; row < height; row++) pixels[row * width + x] = lut[counts[column + row]!]!;
    } else {
      for (let row = 0; row < height; row++) {
        let sum = 0;
        for (let frame = first; frame < behind; frame++) sum += counts[frame * height + row]!;
        pixels[row * width + x] = lut[Math.round(sum / (behind - first))]!;
      }
    }
  }
}
