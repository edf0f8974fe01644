import { cosDeg, positiveDegrees, signedDegrees, sinDeg, toDegrees } from './angles';
import { equatorKm, flattening, type GroundPlace } from './geodesy';

/** The shortest way between two places along the WGS84 ellipsoid. */
export interface Geodesic {
  /** On the ground. */
  readonly distanceKm: number;
  /** Clockwise from north, 0…360, at the first and at the second place, both in the direction of travel. */
  readonly startDeg: number;
  readonly endDeg: number;
}

const f = flattening;
const poleKm = equatorKm * (1 - f);
const mostRounds = 200;

/**
 * Vincenty's inverse solution, to a millimetre.
 *
 * @returns null for places nearly opposite each other (within about 0.5° of it), where the shortest way is not one but many
 * @see Vincenty 1975, Survey Review 23, 88
 */
export function geodesicBetween(from: GroundPlace, to: GroundPlace): Geodesic | null {
  const [u1, u2] = [reduced(from.latDeg), reduced(to.latDeg)];
  const turnRad = radians(signedDegrees(to.lonDeg - from.lonDeg));
  let lambda = turnRad;
  for (let round = 0; round < mostRounds; round++) {
    const [sinLambda, cosLambda] = [Math.sin(lambda), Math.cos(lambda)];
    const east = u2.cos * sinLambda;
    const north = u1.cos * u2.sin - u1.sin * u2.cos * cosLambda;
    const sinSigma = Math.sqrt(east * east + north * north);
    const cosSigma = u1.sin * u2.sin + u1.cos * u2.cos * cosLambda;
    if (sinSigma === 0) return cosSigma > 0 ? { distanceKm: 0, startDeg: 0, endDeg: 0 } : null;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (u1.cos * u2.cos * sinLambda) / sinSigma;
    const cosSqAlpha = 1 - sinAlpha * sinAlpha;
    const cosMiddle = cosSqAlpha > 0 ? cosSigma - (2 * u1.sin * u2.sin) / cosSqAlpha : 0;
    const next = turnRad + lag(sinAlpha, cosSqAlpha, sigma, sinSigma, cosSigma, cosMiddle);
    const isThere = Math.abs(next - lambda) < 1e-12;
    lambda = next;
    if (Math.abs(lambda) > Math.PI) return null;
    if (!isThere) continue;
    const { A, B } = series(cosSqAlpha);
    return {
      distanceKm: poleKm * A * (sigma - stretch(B, sinSigma, cosSigma, cosMiddle)),
      startDeg: bearing(east, north),
      endDeg: bearing(u1.cos * sinLambda, u1.cos * u2.sin * cosLambda - u1.sin * u2.cos),
    };
  }
  return null;
}

/** Vincenty's direct solution: where one gets who goes so far in a direction, and the direction then, 0…360. */
export function placeAlong(
  from: GroundPlace,
  startDeg: number,
  distanceKm: number,
): GroundPlace & { readonly bearingDeg: number } {
  const u1 = reduced(from.latDeg);
  const [sinStart, cosStart] = [sinDeg(startDeg), cosDeg(startDeg)];
  const sigma1 = Math.atan2(u1.sin / u1.cos, cosStart);
  const sinAlpha = u1.cos * sinStart;
  const cosSqAlpha = 1 - sinAlpha * sinAlpha;
  const { A, B } = series(cosSqAlpha);
  const plain = distanceKm / (poleKm * A);
  let sigma = plain;
  let cosMiddle = 0;
  for (let round = 0; round < mostRounds; round++) {
    cosMiddle = Math.cos(2 * sigma1 + sigma);
    const next = plain + stretch(B, Math.sin(sigma), Math.cos(sigma), cosMiddle);
    const isThere = Math.abs(next - sigma) < 1e-13;
    sigma = next;
    if (isThere) break;
  }
  const [sinSigma, cosSigma] = [Math.sin(sigma), Math.cos(sigma)];
  const across = u1.sin * sinSigma - u1.cos * cosSigma * cosStart;
  const up = u1.sin * cosSigma + u1.cos * sinSigma * cosStart;
  const lambda = Math.atan2(sinSigma * sinStart, u1.cos * cosSigma - u1.sin * sinSigma * cosStart);
  const turnRad = lambda - lag(sinAlpha, cosSqAlpha, sigma, sinSigma, cosSigma, cosMiddle);
  return {
    latDeg: toDegrees(Math.atan2(up, (1 - f) * Math.hypot(sinAlpha, across))),
    lonDeg: signedDegrees(from.lonDeg + toDegrees(turnRad)),
    bearingDeg: bearing(sinAlpha, -across),
  };
}

/**
 * How long the way is where it is raised to a height above the ellipsoid, point by point along the vertical. Raised, a
 * step along a curve of radius R is longer by height / R; the ellipsoid's two radii belong to its parts north and east.
 */
export function lengthAtKm(from: GroundPlace, { distanceKm, startDeg }: Geodesic, heightKm: number): number {
  if (heightKm === 0 || distanceKm === 0) return distanceKm;
  const steps = 32;
  let sum = 0;
  for (let step = 0; step <= steps; step++) {
    const { latDeg, bearingDeg } = placeAlong(from, startDeg, (step / steps) * distanceKm);
    const { northKm, eastKm } = radiiAt(latDeg);
    const [north, east] = [cosDeg(bearingDeg) * (1 + heightKm / northKm), sinDeg(bearingDeg) * (1 + heightKm / eastKm)];
    // Simpson's rule.
    const weight = step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2;
    sum += weight * Math.hypot(north, east);
  }
  return (sum * distanceKm) / (3 * steps);
}

/** Places along the way, both ends among them, equally far apart. */
export function placesAlong(from: GroundPlace, { distanceKm, startDeg }: Geodesic, steps: number): GroundPlace[] {
  return Array.from({ length: steps + 1 }, (_, step) => {
    const { latDeg, lonDeg } = placeAlong(from, startDeg, (step / steps) * distanceKm);
    return { latDeg, lonDeg };
  });
}

/** Radii of curvature of the meridian, and across it. */
function radiiAt(latDeg: number): { readonly northKm: number; readonly eastKm: number } {
  const e2 = f * (2 - f);
  const bulge = 1 - e2 * sinDeg(latDeg) ** 2;
  return { northKm: (equatorKm * (1 - e2)) / bulge ** 1.5, eastKm: equatorKm / Math.sqrt(bulge) };
}

/** Reduced latitude. */
function reduced(latDeg: number): { readonly sin: number; readonly cos: number } {
  const [up, out] = [(1 - f) * sinDeg(latDeg), cosDeg(latDeg)];
  const length = Math.hypot(up, out);
  return { sin: up / length, cos: out / length };
}

/** How far longitude on the auxiliary sphere is ahead of that on the ellipsoid, radians. */
function lag(
  sinAlpha: number,
  cosSqAlpha: number,
  sigma: number,
  sinSigma: number,
  cosSigma: number,
  cosMiddle: number,
): number {
  const C = (f / 16) * cosSqAlpha * (4 + f * (4 - 3 * cosSqAlpha));
  const inner = cosMiddle + C * cosSigma * (-1 + 2 * cosMiddle * cosMiddle);
  return (1 - C) * f * sinAlpha * (sigma + C * sinSigma * inner);
}

function series(cosSqAlpha: number): { readonly A: number; readonly B: number } {
  const uSq = (cosSqAlpha * (equatorKm * equatorKm - poleKm * poleKm)) / (poleKm * poleKm);
  return {
    A: 1 + (uSq / 16384) * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq))),
    B: (uSq / 1024) * (256 + uSq * (-128 + uSq * (74 - 47 * uSq))),
  };
}

function stretch(B: number, sinSigma: number, cosSigma: number, cosMiddle: number): number {
  const square = cosMiddle * cosMiddle;
  const third = (B / 6) * cosMiddle * (-3 + 4 * sinSigma * sinSigma) * (-3 + 4 * square);
  return B * sinSigma * (cosMiddle + (B / 4) * (cosSigma * (-1 + 2 * square) - third));
}

function bearing(east: number, north: number): number {
  return positiveDegrees(toDegrees(Math.atan2(east, north)));
}

function radians(angle: number): number {
  return (angle * Math.PI) / 180;
}
