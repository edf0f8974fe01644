import type { ColormapName } from '$lib/model/dataset';
import { createCountsLut, type CountsLut, type Scaling } from './counts-lut';

/** How the pictures of one camera are coloured on the map. */
export interface MosaicLook {
  /** Index of a table's colour for a value: factor × (value − offset); 1 and 0 of counts. */
  readonly offset: number;
  readonly factor: number;
  /** Of colour pictures that of grey. */
  readonly lut: CountsLut;
  /** The same in grey: how bright, 0…255, in each of the lower three bytes. */
  readonly grey: CountsLut;
  readonly colormap: ColormapName;
}

export interface MosaicScaling {
  /** Values drawn as black and as white, in the unit that `counted` leads to. */
  readonly valueRange: readonly [number, number];
  readonly gamma: number;
  readonly colormap: ColormapName;
}

/** What the numbers of a frame are. */
export type Counted =
  /** Counts whose range is given as (counts − dark) × perCount: Rayleighs of one count; 1 and 0 for counts themselves. */
  | { readonly kind: 'counts'; readonly darkCounts: number; readonly perCount: number }
  /** Numbers in the unit of the range. */
  | { readonly kind: 'values' };

/**
 * The tables for one camera: all that a slider changes is in them, and nothing else has to be made anew. A calibration
 * factor moves the ends of the range instead of every pixel. Cameras that are scaled alike share a table, and it is made
 * when it is first asked for: `grey` serves colour pictures, and the rules that compare.
 */
export function createMosaicLook({ valueRange, gamma, colormap }: MosaicScaling, counted: Counted): MosaicLook {
  const [low, high] = valueRange;
  const inCounts = (value: number) =>
    counted.kind === 'counts' ? counted.darkCounts + value / counted.perCount : value;
  const isTable = counted.kind === 'counts';
  const countsRange = isTable ? ([inCounts(low), inCounts(high)] as const) : ([0, 65_535] as const);
  let lut: CountsLut | null = null;
  let grey: CountsLut | null = null;
  return {
    offset: isTable ? 0 : low,
    factor: isTable ? 1 : 65_535 / Math.max(Number.MIN_VALUE, high - low),
    get lut() {
      return (lut ??= sharedLut({ countsRange, gamma, colormap }));
    },
    get grey() {
      return (grey ??= sharedLut({ countsRange, gamma, colormap: 'gray' }));
    },
    colormap,
  };
}

/** The tables made last, oldest first. 256 kB each: for as many cameras as a map usually has, in colour and grey. */
const luts = new Map<string, CountsLut>();
const mostLuts = 48;

function sharedLut(scaling: Scaling): CountsLut {
  const key = `${scaling.colormap} ${scaling.gamma} ${scaling.countsRange.join(' ')}`;
  const lut = luts.get(key) ?? createCountsLut(scaling);
  luts.delete(key);
  luts.set(key, lut);
  for (const oldest of luts.keys()) {
    if (luts.size <= mostLuts) break;
    luts.delete(oldest);
  }
  return lut;
}
