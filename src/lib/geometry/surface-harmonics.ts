/*
 * Three functions on a sphere (the components of a vector) as spherical harmonics to degree 10 whose coefficients are
 * polynomials in height: the form of the AACGM-v2 fits. Along one circle of latitude at one height each of them is a
 * Fourier series in longitude; such a series is a `circle` here.
 */

/** Highest degree and order. */
export const order = 10;
/** Pairs of degree and order m ≥ 0. */
export const pairCount = ((order + 1) * (order + 2)) / 2;
/** Numbers in a level: all terms at one height. */
export const levelLength = pairCount * 6;
/** Numbers in a circle: for m = 0…10 those of x cos mλ, x sin mλ, y cos mλ, … */
export const circleLength = (order + 1) * 6;

/** Place of a degree and order: orders one after the other, within each the degrees. */
export function pairIndex(l: number, m: number): number {
  return m * (order + 1) - (m * (m - 1)) / 2 + l - m;
}

/** P(l,m) = up·(cos θ·P(l−1,m) − back·P(l−2,m)), normalised so that its square times 2π or π integrates to 1. */
const up = new Float64Array(pairCount);
const back = new Float64Array(pairCount);
for (let m = 0; m <= order; m++) {
  for (let l = m + 1; l <= order; l++) {
    up[pairIndex(l, m)] = Math.sqrt((4 * l * l - 1) / (l * l - m * m));
    back[pairIndex(l, m)] = Math.sqrt(((l - 1) ** 2 - m * m) / (4 * (l - 1) ** 2 - 1));
  }
}

/** Sum the polynomials in height: `[pair][component][cosine, sine]` remain of five powers each. */
export function atHeight(series: Float64Array, height: number, level: Float64Array): void {
  for (let term = 0, at = 0; term < levelLength; term++, at += 5) {
    const high = series[at + 2]! + height * (series[at + 3]! + height * series[at + 4]!);
    level[term] = series[at]! + height * (series[at + 1]! + height * high);
  }
}

/**
 * The Fourier series of a circle of latitude.
 *
 * @param level coefficients at one height
 * @param cosColat, sinColat of the circle; beyond a pole the sine is negative, and the series goes on smoothly
 */
export function fillCircle(level: Float64Array, cosColat: number, sinColat: number, circle: Float64Array): void {
  circle.fill(0);
  let diagonal = Math.sqrt(1 / (4 * Math.PI));
  let pair = 0;
  for (let m = 0; m <= order; m++) {
    if (m > 0) diagonal *= Math.sqrt((2 * m + 1) / (2 * m)) * sinColat;
    let before = 0;
    let here = diagonal;
    for (let l = m; l <= order; l++, pair++) {
      if (l > m) {
        const next = up[pair]! * (cosColat * here - back[pair]! * before);
        before = here;
        here = next;
      }
      for (let term = 0; term < 6; term++) circle[6 * m + term]! += here * level[6 * pair + term]!;
    }
  }
}

/** The components x, y, z at a longitude of a circle, given its cosine and sine. */
export function sumCircle(circle: Float64Array, cosLon: number, sinLon: number, sums: Float64Array): void {
  let x = 0;
  let y = 0;
  let z = 0;
  let cos = 1;
  let sin = 0;
  for (let at = 0; at < circleLength; at += 6) {
    x += circle[at]! * cos + circle[at + 1]! * sin;
    y += circle[at + 2]! * cos + circle[at + 3]! * sin;
    z += circle[at + 4]! * cos + circle[at + 5]! * sin;
    const next = cos * cosLon - sin * sinLon;
    sin = sin * cosLon + cos * sinLon;
    cos = next;
  }
  sums[0] = x;
  sums[1] = y;
  sums[2] = z;
}
