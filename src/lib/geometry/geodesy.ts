import { cosDeg, positiveDegrees, sinDeg, toDegrees } from './angles';

/** A point above the WGS84 ellipsoid: geodetic degrees and height. */
export interface Place {
  readonly latDeg: number;
  /** −180…180 where this file gives it; anything where it takes it. */
  readonly lonDeg: number;
  readonly altitudeKm: number;
}

/** A point of the ellipsoid itself. */
export type GroundPlace = Pick<Place, 'latDeg' | 'lonDeg'>;

/** Earth-centred, Earth-fixed, or a direction in that frame. */
export type Vector = readonly [x: number, y: number, z: number];

/** Unit vectors at a place, Earth-fixed. */
export interface LocalFrame {
  readonly east: Vector;
  readonly north: Vector;
  readonly up: Vector;
}

/** Semi-major axis and squared eccentricity of WGS84. */
export const equatorKm = 6378.137;
export const flattening = 1 / 298.257223563;
const e2 = flattening * (2 - flattening);
/** The sphere of the spherical recipe, as asilib has it. */
const sphereKm = 6378.14;

/** Geodetic → Earth-fixed, kilometres. */
export function toEcef({ latDeg, lonDeg, altitudeKm }: Place): Vector {
  const sinLat = sinDeg(latDeg);
  const normal = equatorKm / Math.sqrt(1 - e2 * sinLat * sinLat);
  const fromAxis = (normal + altitudeKm) * cosDeg(latDeg);
  return [fromAxis * cosDeg(lonDeg), fromAxis * sinDeg(lonDeg), (normal * (1 - e2) + altitudeKm) * sinLat];
}

/** Earth-fixed kilometres → geodetic, to about 1e-12°; longitude −180…180. */
export function fromEcef([x, y, z]: Vector): Place {
  const fromAxis = Math.sqrt(x * x + y * y); // hypot costs more than all the rest here
  // Latitude is kept as a right triangle, `up` over `out`: no sine or cosine is needed before the end, and this is what
  // maps of whole pictures spend their time on. Bowring's formula starts within a metre of the end, and two rounds do; a
  // plain start would need six.
  const { sin, cos } = slope(z, fromAxis * (1 - flattening));
  let up = z + (e2 / (1 - flattening)) * equatorKm * (sin * sin * sin); // a power costs more
  let out = fromAxis - e2 * equatorKm * (cos * cos * cos);
  for (let round = 0; round < 10; round++) {
    const sinLat = slope(up, out).sin;
    const next = z + (e2 * equatorKm * sinLat) / Math.sqrt(1 - e2 * sinLat * sinLat);
    const change = Math.abs(next - up);
    up = next;
    out = fromAxis;
    if (change < 1e-10) break;
  }
  const { sin: sinLat, cos: cosLat } = slope(up, out);
  // This form of the height holds at the poles as well.
  const altitudeKm = fromAxis * cosLat + z * sinLat - equatorKm * Math.sqrt(1 - e2 * sinLat * sinLat);
  return { latDeg: toDegrees(Math.atan2(up, out)), lonDeg: toDegrees(Math.atan2(y, x)), altitudeKm };
}

export function localFrame({ latDeg, lonDeg }: Pick<Place, 'latDeg' | 'lonDeg'>): LocalFrame {
  const sinLat = sinDeg(latDeg);
  const cosLat = cosDeg(latDeg);
  const sinLon = sinDeg(lonDeg);
  const cosLon = cosDeg(lonDeg);
  return {
    east: [-sinLon, cosLon, 0],
    north: [-sinLat * cosLon, -sinLat * sinLon, cosLat],
    up: [cosLat * cosLon, cosLat * sinLon, sinLat],
  };
}

/**
 * Where a place stands in the sky of another: azimuth clockwise from north 0…360, elevation (geometric, no
 * refraction), straight distance.
 */
export function directionTo(
  observer: Place,
  target: Place,
): { readonly azimuthDeg: number; readonly elevationDeg: number; readonly rangeKm: number } {
  const from = toEcef(observer);
  const to = toEcef(target);
  const frame = localFrame(observer);
  const away: Vector = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const [east, north, up] = [dot(away, frame.east), dot(away, frame.north), dot(away, frame.up)];
  return {
    azimuthDeg: positiveDegrees(toDegrees(Math.atan2(east, north))),
    // atan2 keeps its digits near the zenith, where asin loses half of them.
    elevationDeg: toDegrees(Math.atan2(up, Math.hypot(east, north))),
    rangeKm: Math.hypot(...away),
  };
}

/** The place at a distance in a direction. */
export function placeInDirection(observer: Place, azimuthDeg: number, elevationDeg: number, rangeKm: number): Place {
  return fromEcef(along(toEcef(observer), aim(localFrame(observer), azimuthDeg, elevationDeg), rangeKm));
}

/**
 * Distance to an altitude as on a spherical Earth (R = 6378.14 km): off by 0.2 km in height at 10° elevation.
 * @see asilib, `geodetic_skymap`
 */
export function sphericalRangeKm(observerAltitudeKm: number, elevationDeg: number, altitudeKm: number): number {
  const rising = (sphereKm + observerAltitudeKm) * sinDeg(elevationDeg);
  const rise = altitudeKm - observerAltitudeKm;
  return -rising + Math.sqrt(rising * rising + rise * (2 * sphereKm + altitudeKm + observerAltitudeKm));
}

/**
 * Where a line of sight reaches a height above the ellipsoid, to a millimetre.
 * @returns null for a line that does not rise from the observer, or a height not above him
 */
export function placeAtAltitude(
  observer: Place,
  azimuthDeg: number,
  elevationDeg: number,
  altitudeKm: number,
): (Place & { readonly rangeKm: number }) | null {
  return sightFrom(observer)(azimuthDeg, elevationDeg, altitudeKm);
}

/** `placeAtAltitude` for many lines of sight from one place: what they share is computed once. */
export function sightFrom(
  observer: Place,
): (azimuthDeg: number, elevationDeg: number, altitudeKm: number) => (Place & { readonly rangeKm: number }) | null {
  const from = toEcef(observer);
  const frame = localFrame(observer);
  return (azimuthDeg, elevationDeg, altitudeKm) => {
    if (!(elevationDeg > 0) || !(altitudeKm > observer.altitudeKm)) return null;
    const startKm = sphericalRangeKm(observer.altitudeKm, elevationDeg, altitudeKm);
    return climb(from, aim(frame, azimuthDeg, elevationDeg), startKm, altitudeKm);
  };
}

/**
 * The same for the line of sight through a place, without the way over azimuth and elevation.
 * @returns null as `placeAtAltitude`
 */
export function placeBehind(
  observer: Place,
  through: Place,
  altitudeKm: number,
): (Place & { readonly rangeKm: number }) | null {
  const from = toEcef(observer);
  const to = toEcef(through);
  const away: Vector = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const distance = Math.sqrt(dot(away, away));
  const direction: Vector = [away[0] / distance, away[1] / distance, away[2] / distance];
  const elevationDeg = toDegrees(Math.asin(dot(direction, localFrame(observer).up)));
  if (!(elevationDeg > 0) || !(altitudeKm > observer.altitudeKm)) return null;
  return climb(from, direction, sphericalRangeKm(observer.altitudeKm, elevationDeg, altitudeKm), altitudeKm);
}

/** Newton: height grows along the line by the cosine between the line and the local vertical. Three rounds do. */
function climb(from: Vector, direction: Vector, startKm: number, altitudeKm: number) {
  let rangeKm = startKm;
  let place = fromEcef(along(from, direction, rangeKm));
  for (let round = 0; round < 8; round++) {
    const missing = altitudeKm - place.altitudeKm;
    if (!(Math.abs(missing) > 1e-6)) break;
    rangeKm += missing / dot(direction, localFrame(place).up);
    place = fromEcef(along(from, direction, rangeKm));
  }
  return { latDeg: place.latDeg, lonDeg: place.lonDeg, altitudeKm: place.altitudeKm, rangeKm };
}

function aim({ east, north, up }: LocalFrame, azimuthDeg: number, elevationDeg: number): Vector {
  const level = cosDeg(elevationDeg);
  const toEast = level * sinDeg(azimuthDeg);
  const toNorth = level * cosDeg(azimuthDeg);
  const toUp = sinDeg(elevationDeg);
  return [
    toEast * east[0] + toNorth * north[0] + toUp * up[0],
    toEast * east[1] + toNorth * north[1] + toUp * up[1],
    toEast * east[2] + toNorth * north[2] + toUp * up[2],
  ];
}

function along(from: Vector, direction: Vector, distance: number): Vector {
  return [from[0] + distance * direction[0], from[1] + distance * direction[1], from[2] + distance * direction[2]];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Sine and cosine of the angle whose tangent is `up` over `out`. */
function slope(up: number, out: number): { readonly sin: number; readonly cos: number } {
  const length = Math.sqrt(up * up + out * out);
  return { sin: up / length, cos: out / length };
}
