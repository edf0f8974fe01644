import { EclipticGeoMoon, MakeTime, SiderealTime, SunPosition, e_tilt, type AstroTime } from 'astronomy-engine';
import { cosDeg, signedDegrees, sinDeg, toDegrees } from './angles';
import { localFrame, toEcef, type Place, type Vector } from './geodesy';

/*
 * Sun and Moon over a place on the ground: apparent positions of astronomy-engine, seen from the place on the ellipsoid
 * and not from the Earth's centre, without refraction. Within 0.001° (Sun) and 0.002° (Moon) of astropy; UTC is taken
 * for UT1, which may be another 0.004°. Above the places of the bodies nothing of the library is used, so that 16 kB of
 * it (compressed) reach the page and not 43.
 */

export type GroundPlace = Pick<Place, 'latDeg' | 'lonDeg'>;

/** Elevation of the middle of the Sun's disc, topocentric, no refraction. */
export function sunElevationDeg(timeUs: number, place: GroundPlace): number {
  return elevationDeg(sunAt(timeUs), siderealDeg(timeUs), standAt(place));
}

/** Elevation of the middle of the Moon's disc, topocentric (its parallax is up to 1°), no refraction. */
export function moonElevationDeg(timeUs: number, place: GroundPlace): number {
  return elevationDeg(moonAt(timeUs), siderealDeg(timeUs), standAt(place));
}

/** Share of the Moon's disc that is lit, 0…1, from the Earth's centre. */
export function moonLit(timeUs: number): number {
  const moon = moonAt(timeUs);
  const sun = sunAt(timeUs);
  // The angle at the Moon between the Sun and the Earth.
  const toSun: Vector = [sun[0] - moon[0], sun[1] - moon[1], sun[2] - moon[2]];
  return (1 - dot(toSun, moon) / Math.sqrt(dot(toSun, toSun) * dot(moon, moon))) / 2;
}

/** The same elevations for many instants, much faster. */
export interface SkyOver {
  sunElevationDeg(timeUs: number): number;
  moonElevationDeg(timeUs: number): number;
  /** How far the Sun is past the meridian, −180…180; ±180 is the Sun's midnight. */
  sunHourAngleDeg(timeUs: number): number;
}

/**
 * Sun and Moon over one place: their positions are computed once a day (Moon: every eight hours) and interpolated by
 * cubics in between; the Earth turns exactly. Differs from the functions above by less than 0.0001°.
 */
export function skyOver(place: GroundPlace): SkyOver {
  const stand = standAt(place);
  const sun = interpolated(sunAt, dayUs);
  const moon = interpolated(moonAt, dayUs / 3);
  const sidereal = atNodes(siderealDeg, dayUs);
  const turnedDeg = (timeUs: number) => {
    const node = Math.floor(timeUs / dayUs);
    return sidereal(node) + siderealDegPerUs * (timeUs - node * dayUs);
  };
  return {
    sunElevationDeg: (timeUs) => elevationDeg(sun(timeUs), turnedDeg(timeUs), stand),
    moonElevationDeg: (timeUs) => elevationDeg(moon(timeUs), turnedDeg(timeUs), stand),
    sunHourAngleDeg: (timeUs) => {
      const [x, y] = sun(timeUs);
      return signedDegrees(turnedDeg(timeUs) + place.lonDeg - toDegrees(Math.atan2(y, x)));
    },
  };
}

const dayUs = 86_400_000_000;
const j2000Us = Date.UTC(2000, 0, 1, 12) * 1000;
const auKm = 149_597_870.7;
/** One turn to the stars; what nutation adds within a day is far below the accuracy here. */
const siderealDegPerUs = 360.98564736629 / dayUs;

/** Apparent place of the Sun, kilometres from the Earth's centre, true equator and equinox of date. */
function sunAt(timeUs: number): Vector {
  const time = MakeTime((timeUs - j2000Us) / dayUs);
  const { x, y, z } = SunPosition(time).vec;
  return ofDate([x, y, z], time);
}

function moonAt(timeUs: number): Vector {
  const time = MakeTime((timeUs - j2000Us) / dayUs);
  const { lat, lon, dist } = EclipticGeoMoon(time);
  const level = dist * cosDeg(lat);
  return ofDate([level * cosDeg(lon), level * sinDeg(lon), dist * sinDeg(lat)], time);
}

/** Ecliptic of date, astronomical units → equator of date, kilometres. */
function ofDate([x, y, z]: Vector, time: AstroTime): Vector {
  const { tobl: obliquityDeg } = e_tilt(time);
  const cos = auKm * cosDeg(obliquityDeg);
  const sin = auKm * sinDeg(obliquityDeg);
  return [x * auKm, y * cos - z * sin, y * sin + z * cos];
}

/** Greenwich apparent sidereal time as an angle. */
function siderealDeg(timeUs: number): number {
  return 15 * SiderealTime((timeUs - j2000Us) / dayUs);
}

interface Stand {
  readonly at: Vector;
  readonly up: Vector;
}

function standAt(place: GroundPlace): Stand {
  return { at: toEcef({ ...place, altitudeKm: 0 }), up: localFrame(place).up };
}

function elevationDeg([x, y, z]: Vector, siderealDeg: number, { at, up }: Stand): number {
  const cos = cosDeg(siderealDeg);
  const sin = sinDeg(siderealDeg);
  const away: Vector = [x * cos + y * sin - at[0], y * cos - x * sin - at[1], z - at[2]];
  return toDegrees(Math.asin(dot(away, up) / Math.sqrt(dot(away, away))));
}

/** A body's place through the cubic of the four nearest nodes. */
function interpolated(exact: (timeUs: number) => Vector, stepUs: number): (timeUs: number) => Vector {
  const at = atNodes(exact, stepUs);
  // Neighbouring instants share their four nodes.
  let of = NaN;
  let nodes: readonly [Vector, Vector, Vector, Vector];
  return (timeUs) => {
    const node = Math.floor(timeUs / stepUs);
    if (node !== of) {
      nodes = [at(node - 1), at(node), at(node + 1), at(node + 2)];
      of = node;
    }
    const [a, b, c, d] = nodes;
    const t = timeUs / stepUs - node;
    // Lagrange's weights for nodes at −1, 0, 1, 2.
    const wa = (-t * (t - 1) * (t - 2)) / 6;
    const wb = ((t + 1) * (t - 1) * (t - 2)) / 2;
    const wc = (-(t + 1) * t * (t - 2)) / 2;
    const wd = ((t + 1) * t * (t - 1)) / 6;
    return [
      wa * a[0] + wb * b[0] + wc * c[0] + wd * d[0],
      wa * a[1] + wb * b[1] + wc * c[1] + wd * d[1],
      wa * a[2] + wb * b[2] + wc * c[2] + wd * d[2],
    ];
  };
}

/** What a function gives at the nodes, each asked for once. */
function atNodes<T>(exact: (timeUs: number) => T, stepUs: number): (node: number) => T {
  const known = new Map<number, T>();
  return (node) => {
    let value = known.get(node);
    if (value === undefined) known.set(node, (value = exact(node * stepUs)));
    return value;
  };
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
