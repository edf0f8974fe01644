import { toDegrees } from './angles';
import { localFrame, toEcef, type Place, type Vector } from './geodesy';

/*
 * The Earth's main magnetic field, IGRF-14: linear in time between its epochs, after the last one by its secular variation.
 * @see Alken et al. (2021), International Geomagnetic Reference Field: the thirteenth generation; IGRF-14 is of 2024
 */

/** The published coefficients, as `figures/igrf-14.json` holds them. */
export interface IgrfFigures {
  readonly model: string;
  /** Years of the columns, five apart. */
  readonly epochs: readonly number[];
  /** The year until which the secular variation is meant. */
  readonly until: number;
  /** `g 1 0 -29692 … 12.6`: g or h, degree, order, nanotesla per epoch, and nanotesla per year after the last. */
  readonly terms: readonly string[];
}

export interface MainField {
  /** Earth-fixed components at an Earth-fixed point in kilometres, nanotesla. */
  at(point: Vector): Vector;
  readonly dipole: CentredDipole;
}

/** The part of the field that a bar magnet in the Earth's centre would make. */
export interface CentredDipole {
  /** Towards its pole in the north, and to longitude 0 and 90 east on its equator. */
  readonly north: Vector;
  readonly zero: Vector;
  readonly east: Vector;
  /** Strength on its equator at the Earth's surface. */
  readonly nT: number;
}

/** Field at a place on the local axes, nanotesla; a compass points `declinationDeg` east of geographic north. */
export interface LocalField {
  readonly northNt: number;
  readonly eastNt: number;
  readonly downNt: number;
  readonly totalNt: number;
  readonly declinationDeg: number;
}

/** Radius of the sphere that the expansion, and AACGM's geocentric heights, refer to. */
export const sphereKm = 6371.2;
const degree = 13;

/** The field of a year with fraction; null before the first epoch of the figures and after what they promise. */
export function createMainField(figures: IgrfFigures, year: number): MainField | null {
  const coefficients = coefficientsAt(figures, year);
  if (!coefficients) return null;
  const { g, h } = coefficients;
  return { at: (point) => synthesis(g, h, point), dipole: dipoleOf(g, h) };
}

export function fieldAtPlace(field: MainField, place: Place): LocalField {
  const vector = field.at(toEcef(place));
  const { north, east, up } = localFrame(place);
  const [northNt, eastNt, downNt] = [dot(vector, north), dot(vector, east), -dot(vector, up)];
  return {
    ...{ northNt, eastNt, downNt },
    totalNt: Math.hypot(northNt, eastNt, downNt),
    declinationDeg: toDegrees(Math.atan2(eastNt, northNt)),
  };
}

/** Schmidt's semi-normalised coefficients, at `termIndex`. */
interface Coefficients {
  readonly g: Float64Array;
  readonly h: Float64Array;
}

function coefficientsAt({ epochs, until, terms }: IgrfFigures, year: number): Coefficients | null {
  if (!(year >= epochs[0]! && year <= until)) return null;
  const last = epochs.length - 1;
  const before = Math.min(last, Math.floor((year - epochs[0]!) / 5));
  const years = year - epochs[before]!;
  const g = new Float64Array(termIndex(degree, degree) + 1);
  const h = new Float64Array(g.length);
  for (const term of terms) {
    const [kind, n, m, ...values] = term.split(' ');
    const [start, end] = [Number(values[before]), Number(values[before + 1])];
    const perYear = before === last ? end : (end - start) / (epochs[before + 1]! - epochs[before]!);
    (kind === 'g' ? g : h)[termIndex(Number(n), Number(m))] = start + years * perYear;
  }
  return { g, h };
}

function termIndex(n: number, m: number): number {
  return (n * (n + 1)) / 2 + m;
}

function dipoleOf(g: Float64Array, h: Float64Array): CentredDipole {
  const [g10, g11, h11] = [g[termIndex(1, 0)]!, g[termIndex(1, 1)]!, h[termIndex(1, 1)]!];
  const nT = Math.hypot(g10, g11, h11);
  const north: Vector = [-g11 / nT, -h11 / nT, -g10 / nT];
  const level = Math.hypot(north[0], north[1]);
  // Longitude 0 is the half plane from the dipole's axis through the South Pole.
  const east: Vector = [-north[1] / level, north[0] / level, 0];
  const zero: Vector = [
    east[1] * north[2] - east[2] * north[1],
    east[2] * north[0] - east[0] * north[2],
    east[0] * north[1] - east[1] * north[0],
  ];
  return { north, zero, east, nT };
}

/** Recursion of Schmidt's functions: P(n,m) = (ahead·cos θ·P(n−1,m) − behind·P(n−2,m)), and along the diagonal. */
const ahead = new Float64Array(termIndex(degree, degree) + 1);
const behind = new Float64Array(ahead.length);
for (let n = 1; n <= degree; n++) {
  for (let m = 0; m < n; m++) {
    const norm = Math.sqrt(n * n - m * m);
    ahead[termIndex(n, m)] = (2 * n - 1) / norm;
    behind[termIndex(n, m)] = Math.sqrt((n - 1) ** 2 - m * m) / norm;
  }
  ahead[termIndex(n, n)] = n === 1 ? 1 : Math.sqrt((2 * n - 1) / (2 * n));
}

/** Powers of sphereKm / r, filled for each point. */
const fall = new Float64Array(degree + 3);

function synthesis(g: Float64Array, h: Float64Array, [x, y, z]: Vector): Vector {
  const fromAxis = Math.sqrt(x * x + y * y);
  const r = Math.sqrt(fromAxis * fromAxis + z * z);
  const [cosColat, sinColat] = [z / r, fromAxis / r];
  const [cosLon, sinLon] = fromAxis > 0 ? [x / fromAxis, y / fromAxis] : [1, 0];
  fall[0] = 1;
  for (let n = 1; n < fall.length; n++) fall[n] = (fall[n - 1]! * sphereKm) / r;
  let [outward, southward, eastward] = [0, 0, 0];
  let [cos, sin] = [1, 0];
  // The diagonal's P over sin θ, so that nothing is divided at the poles; for m = 0 P itself.
  let lead = 1;
  for (let m = 0; m <= degree; m++) {
    if (m > 1) lead *= ahead[termIndex(m, m)]! * sinColat;
    let [before, here] = [0, lead];
    let [slopeBefore, slope] = [0, m === 0 ? 0 : m * cosColat * lead];
    for (let n = m; n <= degree; n++) {
      const at = termIndex(n, m);
      if (n > m) {
        // For m > 0 these are P over sin θ; the slopes are those of P itself.
        const next = ahead[at]! * cosColat * here - behind[at]! * before;
        const full = m === 0 ? here : here * sinColat;
        const nextSlope = ahead[at]! * (cosColat * slope - sinColat * full) - behind[at]! * slopeBefore;
        [before, here, slopeBefore, slope] = [here, next, slope, nextSlope];
      }
      if (n === 0) continue;
      const along = g[at]! * cos + h[at]! * sin;
      const across = g[at]! * sin - h[at]! * cos;
      outward += (n + 1) * fall[n + 2]! * along * (m === 0 ? here : here * sinColat);
      southward -= fall[n + 2]! * along * slope;
      eastward += m * fall[n + 2]! * across * here;
    }
    [cos, sin] = [cos * cosLon - sin * sinLon, sin * cosLon + cos * sinLon];
  }
  const fromAxisNt = outward * sinColat + southward * cosColat;
  return [
    fromAxisNt * cosLon - eastward * sinLon,
    fromAxisNt * sinLon + eastward * cosLon,
    outward * cosColat - southward * sinColat,
  ];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
