import { EclipticGeoMoon, MakeTime } from 'astronomy-engine';
import { cosDeg, sinDeg } from './angles';
import {
  auKm,
  daysSince2000,
  dayUs,
  dot,
  elevationDeg,
  fromEcliptic,
  interpolated,
  siderealDeg,
  standAt,
  turning,
} from './earth-turn';
import type { GroundPlace, Vector } from './geodesy';
import { sunAt, sunOver, type SunOver } from './sun';

export type { GroundPlace } from './geodesy';

/*
 * The Moon beside the Sun over a place on the ground: apparent positions, the Moon's by astronomy-engine, seen from the
 * place on the ellipsoid and not from the Earth's centre, without refraction. Within 0.001° (Sun) and 0.002° (Moon) of
 * astropy; UTC is taken for UT1, which may be another 0.004°. What a page needs of the Sun alone is in `sun.ts`, so that
 * the library stays with the worker.
 */

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

/** The elevations for many instants, much faster. */
export interface SkyOver extends SunOver {
  moonElevationDeg(timeUs: number): number;
}

/** Sun and Moon over one place; the Moon is computed every eight hours and differs by less than 0.0001°. */
export function skyOver(place: GroundPlace): SkyOver {
  const stand = standAt(place);
  const moon = interpolated(moonAt, dayUs / 3);
  const turnedDeg = turning();
  return {
    ...sunOver(place),
    moonElevationDeg: (timeUs) => elevationDeg(moon(timeUs), turnedDeg(timeUs), stand),
  };
}

/** Apparent place of the Moon, kilometres from the Earth's centre, true equator and equinox of date. */
export function moonAt(timeUs: number): Vector {
  const days = daysSince2000(timeUs);
  const { lat, lon, dist } = EclipticGeoMoon(MakeTime(days));
  const distanceKm = auKm * dist;
  const level = distanceKm * cosDeg(lat);
  return fromEcliptic([level * cosDeg(lon), level * sinDeg(lon), distanceKm * sinDeg(lat)], days);
}
