import type { ColormapName } from '$lib/model/dataset';
import { palette } from './colormap';

/** How counts become colours. */
export interface Scaling {
  /** Counts drawn as black and as white. */
  readonly countsRange: readonly [number, number];
  /** Middle tones: brighter above 1, darker below. */
  readonly gamma: number;
  readonly colormap: ColormapName;
}

/** The colour of each of the 65,536 possible counts, as a pixel of canvas image data. */
export type CountsLut = Uint32Array<ArrayBuffer>;

/**
 * Builds the table from counts to pixels. Everything a slider changes is in it, so drawing is one look-up a pixel
 * whatever the scaling is.
 */
export function createCountsLut({ countsRange: [low, high], gamma, colormap }: Scaling): CountsLut {
  const colors = palette(colormap);
  const lut = new Uint32Array(65536);
  const span = Math.max(1, high - low);
  lut.fill(colors[0]!, 0, Math.max(0, Math.ceil(low)));
  for (let counts = Math.max(0, Math.ceil(low)); counts < 65536; counts++) {
    const x = (counts - low) / span;
    if (x >= 1) {
      lut.fill(colors[255]!, counts);
      break;
    }
    // matplotlib's index rule: floor(256 x), so that every colour covers an equal share of the range
    lut[counts] = colors[Math.min(255, Math.floor(256 * x ** (1 / gamma)))]!;
  }
  return lut;
}
