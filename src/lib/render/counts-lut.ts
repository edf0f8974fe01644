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
  const span = Math.max(1, high - low);
  // matplotlib's index rule: floor(256 x), so that every colour covers an equal share of the range
  const indexOf = (counts: number) =>
    counts <= low ? 0 : Math.min(255, Math.floor(256 * ((counts - low) / span) ** (1 / gamma)));
  const lut = new Uint32Array(65536);
  let from = 0;
  for (let index = 0; index < 256 && from < 65536; index++) {
    // Where the next colour begins, found by turning the rule around: 256 powers instead of 65,536. Rounding may put it
    // one off, which the rule itself then settles.
    let to = index === 255 ? 65536 : Math.max(from, Math.ceil(low + span * ((index + 1) / 256) ** gamma));
    while (to > from && to - 1 < 65536 && indexOf(to - 1) > index) to -= 1;
    while (to < 65536 && indexOf(to) <= index) to += 1;
    lut.fill(colors[index]!, from, to);
    from = to;
  }
  return lut;
}
