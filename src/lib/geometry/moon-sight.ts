import { positiveDegrees, toDegrees, cosDeg, sinDeg } from './angles';
import { dot, siderealDeg } from './earth-turn';
import { fromEcef, localFrame, toEcef, type GroundPlace, type Vector } from './geodesy';
import { moonAt, moonLit } from './sun-moon';

/** The Moon at an instant. */
export interface MoonSight {
  /** Share of its disc that is lit, 0…1. */
  readonly lit: number;
  /** Where it is in the zenith: geodetic degrees. */
  readonly below: GroundPlace;
  /** Where it stands in the sky of a place. */
  readonly over: (place: GroundPlace) => SkyDirection;
}

/** Azimuth clockwise from north 0…360, elevation topocentric and without refraction. */
export interface SkyDirection {
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** Positions as in `sun-moon.ts`, within 0.004° where UTC is taken for UT1. */
export function moonSight(timeUs: number): MoonSight {
  const moon = earthFixed(moonAt(timeUs), siderealDeg(timeUs));
  const { latDeg, lonDeg } = fromEcef(moon);
  return {
    lit: moonLit(timeUs),
    below: { latDeg, lonDeg },
    over: (place) => {
      const at = toEcef({ ...place, altitudeKm: 0 });
      const { east, north, up } = localFrame(place);
      const away: Vector = [moon[0] - at[0], moon[1] - at[1], moon[2] - at[2]];
      const [toEast, toNorth] = [dot(away, east), dot(away, north)];
      return {
        azimuthDeg: positiveDegrees(toDegrees(Math.atan2(toEast, toNorth))),
        elevationDeg: toDegrees(Math.atan2(dot(away, up), Math.hypot(toEast, toNorth))),
      };
    },
  };
}

function earthFixed([x, y, z]: Vector, siderealDeg: number): Vector {
  const [cos, sin] = [cosDeg(siderealDeg), sinDeg(siderealDeg)];
  return [x * cos + y * sin, y * cos - x * sin, z];
}
