import { createRuns, wantsAll } from '$lib/analysis/mosaic-runs';
import { pixelOf, sourceOf } from '$lib/analysis/mosaic-table';
import type { MosaicRuns, MosaicTable } from '$lib/model/mosaic';
import { palette } from './colormap';
import type { MosaicLook } from './mosaic-look';
import { mixed } from './sky-image';

/** One picture of one source, of the size that the table says. */
export interface MosaicFrame {
  /** `[row][column][channel]`, as stored; NaN where there is nothing. */
  readonly counts: Uint8Array | Uint16Array | Float32Array;
  readonly channels: 1 | 3;
  /** What stands for nothing in `counts`, as grid files have it; null for NaN only. */
  readonly fillValue: number | null;
  readonly look: MosaicLook;
}

/**
 * Paints a mosaic from its table: one pass a frame, and nothing is made anew for another frame or another scaling. A
 * source without a frame leaves its place to the next candidate, and so does a pixel without a value; where there is
 * none, the picture stays transparent.
 *
 * By the rules `mean` and `maximum` all candidates of the uppermost layer with a frame count, each scaled between its own
 * black and white first, as the eye would have it, so that counts of different cameras may be put together: of `maximum`
 * the brightest is drawn in its own colour; of `mean` the mean of the scaled values is coloured where all frames are of
 * one colormap, else the colours themselves are averaged, red, green and blue apart. (PyAuroraX and asilib have no such
 * rule.)
 */
export class MosaicPainter {
  readonly table: MosaicTable;
  #sums: Sums | null = null;

  constructor(table: MosaicTable) {
    this.table = table;
  }

  /**
   * @param frames in the order of the table's sources; null for one without a frame, or switched off
   * @param pixels of the picture, in the byte order of canvas image data
   */
  paint(frames: readonly (MosaicFrame | null)[], pixels: Uint32Array): void {
    const { table } = this;
    const shown = table.sources.map((source, index) => {
      const frame = frames[index] ?? null;
      // A frame of another size than the skymap's has no place on the map.
      return frame && frame.counts.length === source.height * source.width * frame.channels ? frame : null;
    });
    const runs = runsFor(table, shown);
    pixels.fill(0);
    const colours = oneColormapOf(shown);
    if (wantsAll(table.rule)) this.#gather(runs, shown, colours, pixels);
    else shown.forEach((frame, index) => frame && paintRun(runs, index, frame, pixels));
    if (shown.some(mayLack)) fillHoles(table, runs, shown, colours, pixels);
  }

  #gather(
    runs: MosaicRuns,
    shown: readonly (MosaicFrame | null)[],
    colours: Uint32Array | null,
    pixels: Uint32Array,
  ): void {
    const { rule, width, height } = this.table;
    const sums = (this.#sums ??= createSums(width * height));
    for (const each of [sums.red, sums.green, sums.blue, sums.count]) each.fill(0);
    if (rule === 'maximum') {
      shown.forEach((frame, index) => frame && addBrightest(runs, index, frame, sums, pixels));
      return;
    }
    shown.forEach((frame, index) => frame && addMean(runs, index, frame, sums, colours !== null));
    for (let at = 0; at < pixels.length; at++) if (sums.count[at]! > 0) pixels[at] = meanAt(sums, at, colours);
  }
}

/** The colours of all frames where they are of one colormap; else null. */
function oneColormapOf(shown: readonly (MosaicFrame | null)[]): Uint32Array | null {
  const inUse = shown.filter((frame) => frame !== null);
  const colormap = inUse[0]?.look.colormap;
  const isOne = inUse.every(({ channels, look }) => channels === 1 && look.colormap === colormap);
  return isOne && colormap ? palette(colormap) : null;
}

function meanAt({ red, green, blue, count }: Sums, at: number, colours: Uint32Array | null): number {
  const mean = (sums: Uint32Array) => (sums[at]! / count[at]! + 0.5) | 0;
  return colours ? colours[mean(red)]! : rgba(mean(red), mean(green), mean(blue));
}

/** The runs of a table as they were wanted last: its room is one, whoever paints by it. */
interface KeptRuns {
  readonly make: ReturnType<typeof createRuns>;
  readonly key: string;
  readonly runs: MosaicRuns;
}

const kept = new WeakMap<MosaicTable, KeptRuns>();

/** Which frames are there seldom changes from one instant to the next. */
function runsFor(table: MosaicTable, shown: readonly (MosaicFrame | null)[]): MosaicRuns {
  const present = Uint8Array.from(shown, (frame) => (frame ? 1 : 0));
  const key = present.join('');
  const known = kept.get(table) ?? firstRuns(table);
  if (known?.key === key) return known.runs;
  const make = known?.make ?? createRuns(table);
  const runs = make(present, wantsAll(table.rule));
  kept.set(table, { make, key, runs });
  return runs;
}

/** Those that came with the table. */
function firstRuns(table: MosaicTable): KeptRuns | null {
  return table.runs ? { make: createRuns(table), key: '1'.repeat(table.sources.length), runs: table.runs } : null;
}

/** Of each pixel of the picture: sums of the channels, or of the grey in the first alone, and of how many. */
interface Sums {
  readonly red: Uint32Array;
  readonly green: Uint32Array;
  readonly blue: Uint32Array;
  readonly count: Uint32Array;
}

function createSums(length: number): Sums {
  const [red, green, blue, count] = Array.from({ length: 4 }, () => new Uint32Array(length));
  return { red: red!, green: green!, blue: blue!, count: count! };
}

/** Small loops of one kind each: half a million pixels a frame go through them. */
function paintRun(
  { starts, ends, places, pixels: from }: MosaicRuns,
  index: number,
  frame: MosaicFrame,
  pixels: Uint32Array,
): void {
  const [start, end] = [starts[index]!, ends[index]!];
  const { counts, channels, look } = frame;
  const { lut } = look;
  if (channels === 1 && !(counts instanceof Float32Array) && frame.fillValue === null) {
    for (let at = start; at < end; at++) pixels[places[at]!] = lut[counts[from[at]!]!]!;
    return;
  }
  for (let at = start; at < end; at++) pixels[places[at]!] = colourOf(frame, from[at]!);
}

/** The colour of one pixel; 0, transparent, where there is nothing. */
function colourOf({ counts, channels, fillValue, look }: MosaicFrame, pixel: number): number {
  if (channels === 1) {
    const value = counts[pixel]!;
    return value !== value || value === fillValue ? 0 : look.lut[indexOf(value, look)]!;
  }
  const [red, green, blue] = [counts[3 * pixel]!, counts[3 * pixel + 1]!, counts[3 * pixel + 2]!];
  const sum = red + green + blue;
  if (sum !== sum || red === fillValue || green === fillValue || blue === fillValue) return 0;
  return mixed(look.grey, indexOf(red, look), indexOf(green, look), indexOf(blue, look));
}

function indexOf(value: number, { offset, factor }: MosaicLook): number {
  return Math.max(0, Math.min(65_535, Math.round(factor * (value - offset))));
}

/** How bright a pixel is drawn, 0…255; −1 where there is nothing. Of three channels as the eye weighs them. */
function levelOf(frame: MosaicFrame, pixel: number): number {
  const { counts, channels, fillValue, look } = frame;
  if (channels === 1) {
    const value = counts[pixel]!;
    return value !== value || value === fillValue ? -1 : look.grey[indexOf(value, look)]! & 255;
  }
  const colour = colourOf(frame, pixel);
  if (colour === 0) return -1;
  return 0.299 * (colour & 255) + 0.587 * ((colour >>> 8) & 255) + 0.114 * ((colour >>> 16) & 255);
}

function addBrightest(
  { starts, ends, places, pixels: from }: MosaicRuns,
  index: number,
  frame: MosaicFrame,
  sums: Sums,
  pixels: Uint32Array,
): void {
  for (let at = starts[index]!; at < ends[index]!; at++) {
    const place = places[at]!;
    if (isBrightest(frame, from[at]!, sums, place)) pixels[place] = colourOf(frame, from[at]!);
  }
}

function isBrightest(frame: MosaicFrame, pixel: number, { red: best }: Sums, place: number): boolean {
  // In thousandths, and one more than nothing.
  const level = 1 + Math.round(1000 * levelOf(frame, pixel));
  if (level <= best[place]!) return false;
  best[place] = level;
  return true;
}

function addMean(
  { starts, ends, places, pixels: from }: MosaicRuns,
  index: number,
  frame: MosaicFrame,
  sums: Sums,
  isOne: boolean,
): void {
  for (let at = starts[index]!; at < ends[index]!; at++) addTo(sums, places[at]!, frame, from[at]!, isOne);
}

function addTo(
  { red, green, blue, count }: Sums,
  place: number,
  frame: MosaicFrame,
  pixel: number,
  isOne: boolean,
): void {
  const colour = isOne ? levelOf(frame, pixel) : colourOf(frame, pixel);
  if (isOne ? colour < 0 : colour === 0) return;
  count[place] = count[place]! + 1;
  red[place] = red[place]! + (isOne ? colour : colour & 255);
  if (isOne) return;
  green[place] = green[place]! + ((colour >>> 8) & 255);
  blue[place] = blue[place]! + ((colour >>> 16) & 255);
}

function mayLack(frame: MosaicFrame | null): boolean {
  return frame !== null && (frame.counts instanceof Float32Array || frame.fillValue !== null);
}

/** Where what was to be drawn has nothing, the next frame that has something; by rules of all, the next layer's together. */
function fillHoles(
  table: MosaicTable,
  { starts, ends, places }: MosaicRuns,
  shown: readonly (MosaicFrame | null)[],
  colours: Uint32Array | null,
  pixels: Uint32Array,
): void {
  const colourAt = wantsAll(table.rule) ? togetherAt : firstAt;
  for (let index = 0; index < shown.length; index++) {
    if (!mayLack(shown[index]!)) continue;
    for (let run = starts[index]!; run < ends[index]!; run++) {
      const place = places[run]!;
      if (pixels[place] === 0) pixels[place] = colourAt(table, place, shown, colours);
    }
  }
}

function firstAt({ offsets, entries }: MosaicTable, place: number, shown: readonly (MosaicFrame | null)[]): number {
  let colour = 0;
  for (let at = offsets[place]!; colour === 0 && at < offsets[place + 1]!; at++) {
    const frame = shown[sourceOf(entries[at]!)];
    if (frame) colour = colourOf(frame, pixelOf(entries[at]!));
  }
  return colour;
}

const here = createSums(1);

function togetherAt(
  { rule, sources, offsets, entries }: MosaicTable,
  place: number,
  shown: readonly (MosaicFrame | null)[],
  colours: Uint32Array | null,
): number {
  for (const each of [here.red, here.green, here.blue, here.count]) each[0] = 0;
  let layer: number | null = null;
  let brightest = 0;
  for (let at = offsets[place]!; at < offsets[place + 1]!; at++) {
    const [source, pixel] = [sourceOf(entries[at]!), pixelOf(entries[at]!)];
    const frame = shown[source];
    if (!frame || levelOf(frame, pixel) < 0) continue;
    layer ??= sources[source]!.layer;
    if (sources[source]!.layer !== layer) break;
    if (rule === 'mean') addTo(here, 0, frame, pixel, colours !== null);
    else if (isBrightest(frame, pixel, here, 0)) brightest = colourOf(frame, pixel);
  }
  return rule === 'mean' && layer !== null ? meanAt(here, 0, colours) : brightest;
}

function rgba(red: number, green: number, blue: number): number {
  return (red | (green << 8) | (blue << 16) | 0xff000000) >>> 0;
}
