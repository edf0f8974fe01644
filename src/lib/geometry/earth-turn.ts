import { cosDeg, sinDeg, toDegrees } from './angles';
import { localFrame, toEcef, type GroundPlace, type Vector } from './geodesy';

/*
 * How the Earth stands to the sky: its turning, the tilt of its axis and the nodding of both, and from them how high
 * over a place a body is seen. UTC is taken for UT1, which may be 0.004° of the turn.
 */

export const auKm = 149_597_870.7;
export const dayUs = 86_400_000_000;

/** One turn to the stars; what nutation adds within a day is far below the accuracy here. */
const siderealDegPerUs = 360.98564736629 / dayUs;

const j2000Us = Date.UTC(2000, 0, 1, 12) * 1000;

/** Days of UTC since noon of 2000-01-01. */
export function daysSince2000(timeUs: number): number {
  return (timeUs - j2000Us) / dayUs;
}

/** Greenwich apparent sidereal time as an angle; not reduced to one turn. */
export function siderealDeg(timeUs: number): number {
  const days = daysSince2000(timeUs);
  const { longitudeDeg, tiltDeg } = nutation(days);
  return (
    280.46061837 +
    360.98564736629 * days +
    0.000387933 * (days / 36525) ** 2 +
    longitudeDeg * cosDeg(meanTiltDeg(days) + tiltDeg)
  );
}

/** What nutation adds to longitudes and to the tilt of the axis: its four largest terms, 0.0001°. */
export function nutation(days: number): { readonly longitudeDeg: number; readonly tiltDeg: number } {
  const nodeDeg = 125.04452 - 0.0529537648 * days;
  const twiceSunDeg = 200.93 + 1.97129472 * days;
  const twiceMoonDeg = 76.633 + 26.35279296 * days;
  return {
    longitudeDeg:
      (-17.206 * sinDeg(nodeDeg) -
        1.317 * sinDeg(twiceSunDeg) -
        0.228 * sinDeg(twiceMoonDeg) +
        0.207 * sinDeg(2 * nodeDeg)) /
      3600,
    tiltDeg: (9.205 * cosDeg(nodeDeg) + 0.573 * cosDeg(twiceSunDeg) + 0.098 * cosDeg(twiceMoonDeg)) / 3600,
  };
}

/** Ecliptic of date, with nutation in its longitudes → equator of date; lengths stay. */
export function fromEcliptic([x, y, z]: Vector, days: number): Vector {
  const tiltDeg = meanTiltDeg(days) + nutation(days).tiltDeg;
  const cos = cosDeg(tiltDeg);
  const sin = sinDeg(tiltDeg);
  return [x, y * cos - z * sin, y * sin + z * cos];
}

function meanTiltDeg(days: number): number {
  return 23.4392794 - 0.0130102 * (days / 36525);
}

/** A place on the ground and its zenith, Earth-fixed. */
export interface Stand {
  readonly at: Vector;
  readonly up: Vector;
}

export function standAt(place: GroundPlace): Stand {
  return { at: toEcef({ ...place, altitudeKm: 0 }), up: localFrame(place).up };
}

/** How high a body is seen, topocentric, no refraction; the body from the Earth's centre, equator of date, kilometres. */
export function elevationDeg([x, y, z]: Vector, siderealDeg: number, { at, up }: Stand): number {
  const cos = cosDeg(siderealDeg);
  const sin = sinDeg(siderealDeg);
  const away: Vector = [x * cos + y * sin - at[0], y * cos - x * sin - at[1], z - at[2]];
  return toDegrees(Math.asin(dot(away, up) / Math.sqrt(dot(away, away))));
}

/** The sidereal angle for many instants: the series once a day, the Earth turns evenly in between. */
export function turning(): (timeUs: number) => number {
  const atMidnight = atNodes(siderealDeg, dayUs);
  return (timeUs) => {
    const node = Math.floor(timeUs / dayUs);
    return atMidnight(node) + siderealDegPerUs * (timeUs - node * dayUs);
  };
}

/** A body's place through the cubic of the four nearest nodes. */
export function interpolated(exact: (timeUs: number) => Vector, stepUs: number): (timeUs: number) => Vector {
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

/** Scalar product. */
export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
