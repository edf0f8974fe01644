import type { Curve, CurvePyramid, CurveSeries, PyramidLevel, ReducedCurve, ReducedCurves } from '$lib/model/curve';

/** Samples, or blocks of the level below, in a block: a power of two, and which. */
const [fan, bits] = [8, 3];

/** Values with their summaries. */
type Stored = Pick<ReducedCurve, 'values' | 'pyramid'>;

/** What there is in a stretch of samples. */
export interface CurveSummary {
  /** Of the values; Infinity and −Infinity where there are none. */
  min: number;
  max: number;
  sum: number;
  /** Values, NaN left out. */
  count: number;
}

/** A series with the summaries by which any stretch of it is looked over quickly; the values stay where they are. */
export function reduceCurves(series: CurveSeries): ReducedCurves {
  return { ...series, curves: series.curves.map((curve) => ({ ...curve, pyramid: createPyramid(curve.values) })) };
}

/** Looks at every sample once; takes four bytes for each. */
export function createPyramid(values: Curve['values']): CurvePyramid {
  const levels: PyramidLevel[] = [];
  for (let blocks = Math.floor(values.length / fan); blocks > 0; blocks = Math.floor(blocks / fan)) {
    const below = levels.at(-1);
    const level = emptyLevel(blocks);
    for (let block = 0; block < blocks; block++) {
      const summary = noSummary();
      const from = block * fan;
      if (below) addBlocks(summary, below, from, from + fan);
      else addSamples(summary, values, from, from + fan);
      level.min[block] = summary.min;
      level.max[block] = summary.max;
      level.sum[block] = summary.sum;
      level.count[block] = summary.count;
    }
    levels.push(level);
  }
  return levels;
}

/**
 * Adds the samples from `from` up to and without `to` to a summary, in time that grows with the logarithm of their
 * number.
 */
export function addStretch(summary: CurveSummary, { values, pyramid }: Stored, from: number, to: number): void {
  // Upwards while the blocks grow, then downwards while they shrink. By shifts: this runs for every pixel column.
  let at = from;
  let level = 0;
  while (at < to) {
    const next = 1 << (bits * (level + 1));
    if (level < pyramid.length && (at & (next - 1)) === 0 && at + next <= to) {
      level += 1;
      continue;
    }
    const size = 1 << (bits * level);
    if (at + size > to) {
      level -= 1;
      continue;
    }
    if (level === 0) addSamples(summary, values, at, at + 1);
    else addBlocks(summary, pyramid[level - 1]!, at >> (bits * level), (at >> (bits * level)) + 1);
    at += size;
  }
}

export function noSummary(): CurveSummary {
  return { min: Infinity, max: -Infinity, sum: 0, count: 0 };
}

/** Index of the first value from `from` up to and without `to`, over any number of NaN; −1 where there is none. */
export function firstValue({ values, pyramid }: Stored, from: number, to: number): number {
  let at = from;
  while (at < to) {
    if (!Number.isNaN(values[at])) return at;
    let skip = 1;
    for (
      let level = 0, size = fan;
      level < pyramid.length && at % size === 0 && at + size <= to;
      level++, size *= fan
    ) {
      if (pyramid[level]!.count[at / size] !== 0) break;
      skip = size;
    }
    at += skip;
  }
  return -1;
}

/** The same from behind: index of the last value before `to`, not before `from`; −1 where there is none. */
export function lastValue({ values, pyramid }: Stored, from: number, to: number): number {
  let at = to;
  while (at > from) {
    if (!Number.isNaN(values[at - 1])) return at - 1;
    let skip = 1;
    for (
      let level = 0, size = fan;
      level < pyramid.length && at % size === 0 && at - size >= from;
      level++, size *= fan
    ) {
      if (pyramid[level]!.count[at / size - 1] !== 0) break;
      skip = size;
    }
    at -= skip;
  }
  return -1;
}

function emptyLevel(blocks: number): PyramidLevel {
  return {
    min: new Float64Array(blocks),
    max: new Float64Array(blocks),
    sum: new Float64Array(blocks),
    count: new Uint32Array(blocks),
  };
}

function addSamples(summary: CurveSummary, values: Curve['values'], from: number, to: number): void {
  for (let index = from; index < to; index++) {
    const value = values[index]!;
    if (Number.isNaN(value)) continue;
    if (value < summary.min) summary.min = value;
    if (value > summary.max) summary.max = value;
    summary.sum += value;
    summary.count += 1;
  }
}

function addBlocks(summary: CurveSummary, { min, max, sum, count }: PyramidLevel, from: number, to: number): void {
  for (let block = from; block < to; block++) {
    if (min[block]! < summary.min) summary.min = min[block]!;
    if (max[block]! > summary.max) summary.max = max[block]!;
    summary.sum += sum[block]!;
    summary.count += count[block]!;
  }
}
