import { order, pairCount, pairIndex } from './surface-harmonics';

/** The AACGM-v2 coefficients of one epoch, as `figures/aacgm-<epoch>.json` holds them. */
export interface AacgmFigures {
  /** Which published set this is. */
  readonly model: string;
  /** 2000, 2005, … */
  readonly epoch: number;
  /** By power of (geocentric height in km / 2000), 0 first. */
  readonly toMagnetic: readonly AacgmTerms[];
  readonly toGeographic: readonly AacgmTerms[];
}

/**
 * Per Cartesian component 121 whole numbers of 1e-8 with spaces between, the published coefficients rounded to that:
 * degrees l = 0…10, within each m = −l…l.
 */
export interface AacgmTerms {
  readonly x: string;
  readonly y: string;
  readonly z: string;
}

/** Coefficients at one instant, in the order in which the sums need them. */
export interface AacgmCoefficients {
  readonly toMagnetic: HeightSeries;
  readonly toGeographic: HeightSeries;
}

/**
 * For each degree and order (`pairIndex`) six polynomials in height: x, y and z, of the cosine and of the sine of m
 * times the longitude. Five coefficients each, the constant first. The signs of AACGM's harmonics are in them.
 */
export type HeightSeries = Float64Array<ArrayBuffer>;

/** Coefficients of one polynomial. */
export const powers = 5;

const components = ['x', 'y', 'z'] as const;
const unit = 1e-8;
/** Years from one epoch to the next. */
const epochYears = 5;
const firstEpoch = 2000;
const lastEpoch = 2030;

/** The two epochs a year lies between; null before 2000 and from 2030 on, where no coefficients are published. */
export function epochsAround(year: number): readonly [before: number, after: number] | null {
  if (!(year >= firstEpoch && year < lastEpoch)) return null;
  const before = epochYears * Math.floor(year / epochYears);
  return [before, before + epochYears];
}

/**
 * The instant whose coefficients stand for another, UTC microseconds: itself as long as they are published, and for one
 * year more their last one (auroral places drift by 0.1° a year).
 */
export function fieldInstantUs(timeUs: number): number {
  const lastUs = Date.UTC(lastEpoch, 0, 1) * 1000 - 1_000_000;
  return timeUs > lastUs && timeUs < Date.UTC(lastEpoch + 1, 0, 1) * 1000 ? lastUs : timeUs;
}

/** Linear in time between the two epochs around a year; null where one of them is not among the figures. */
export function coefficientsAt(figures: readonly AacgmFigures[], year: number): AacgmCoefficients | null {
  const around = epochsAround(year);
  const before = figures.find(({ epoch }) => epoch === around?.[0]);
  const after = figures.find(({ epoch }) => epoch === around?.[1]);
  if (!before || !after) return null;
  const share = (year - before.epoch) / epochYears;
  return {
    toMagnetic: between(before.toMagnetic, after.toMagnetic, share),
    toGeographic: between(before.toGeographic, after.toGeographic, share),
  };
}

function between(before: readonly AacgmTerms[], after: readonly AacgmTerms[], share: number): HeightSeries {
  const start = heightSeries(before);
  return heightSeries(after).map((value, index) => start[index]! + share * (value - start[index]!));
}

/** Reading the numbers takes most of what making a model does, and a map that is lifted makes one after the other. */
const known = new WeakMap<readonly AacgmTerms[], HeightSeries>();

function heightSeries(terms: readonly AacgmTerms[]): HeightSeries {
  const kept = known.get(terms);
  if (kept) return kept;
  const series = new Float64Array(pairCount * 2 * components.length * powers);
  terms.forEach((term, power) => {
    components.forEach((component, axis) => {
      const values = term[component].split(' ').map((text) => Number(text) * unit);
      for (let l = 0; l <= order; l++) {
        for (let m = 0; m <= l; m++) {
          const cosine = (pairIndex(l, m) * components.length + axis) * 2 * powers + power;
          // AACGM's harmonics: (−1)^m N P cos mλ, and −N P sin mλ for the negative m.
          series[cosine] = (m % 2 === 0 ? 1 : -1) * values[l * (l + 1) + m]!;
          if (m > 0) series[cosine + powers] = -values[l * (l + 1) - m]!;
        }
      }
    });
  });
  known.set(terms, series);
  return series;
}
