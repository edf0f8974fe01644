import { Body, Equator, Horizon, MakeTime, Observer } from 'astronomy-engine';
import { cosDeg, sinDeg, toDegrees } from '$lib/geometry/angles';
import { pointOf, transmission, type Direction } from './camera';
import { sampleRange, type Camera } from './plan';
import { openSky } from './skyline';
import { directionOfStar, starsOf } from './stars';
import { secondsInto } from './substorm';
import { textureAt } from './texture';

/** A point of light in a picture: its middle, continuous, and all its counts together. */
export interface Spot {
  readonly row: number;
  readonly column: number;
  readonly counts: number;
  /** Deviation of its bell, in pixels. */
  readonly width: number;
}

const stars = starsOf(sampleRange.startUs);
/** Lower stars are lost in the haze. */
const lowestStarDeg = 4;
/** A star's picture in the lens, in pixels. */
const starWidth = 0.75;

/** The stars in a picture, where they stand at that moment. */
export function starSpots(camera: Camera, timeUs: number): readonly (Spot & StarName)[] {
  return stars.flatMap((star) => {
    const { name, magnitude } = star;
    const direction = directionOfStar(star, timeUs, camera);
    if (direction.elevationDeg < lowestStarDeg) return [];
    const light = camera.starCounts * 10 ** (-0.4 * magnitude) * transmission(camera.lens, direction.elevationDeg);
    const counts = light * haze(direction.elevationDeg) * openSky(camera, direction);
    return [{ ...pointOf(camera.lens, direction), name, magnitude, ...direction, counts, width: starWidth }];
  });
}

interface StarName extends Direction {
  readonly name: string;
  readonly magnitude: number;
}

/** The Moon: far too bright for the camera, with the halo of a lens that light runs around in. */
export function moonSpots(camera: Camera, timeUs: number): readonly Spot[] {
  const direction = moonOver(camera, timeUs);
  if (!camera.hasMoon || direction.elevationDeg < 0.3) return [];
  const place = pointOf(camera.lens, direction);
  return [
    { ...place, counts: 3.2e6, width: 2.4 },
    { ...place, counts: 9e5, width: 9 },
  ];
}

/** Counts of the moonlight in the air: brightest around the Moon, and everywhere a little. */
export function moonGlow(moon: Direction, { azimuthDeg, elevationDeg }: Direction): number {
  const between =
    sinDeg(moon.elevationDeg) * sinDeg(elevationDeg) +
    cosDeg(moon.elevationDeg) * cosDeg(elevationDeg) * cosDeg(azimuthDeg - moon.azimuthDeg);
  const awayDeg = toDegrees(Math.acos(Math.min(1, Math.max(-1, between))));
  return 900 * Math.exp(-awayDeg / 9) + 420 * Math.exp(-awayDeg / 38) + 60;
}

export function moonOver({ latDeg, lonDeg, altitudeKm }: Camera, timeUs: number): Direction {
  const observer = new Observer(latDeg, lonDeg, 1000 * altitudeKm);
  const time = MakeTime(new Date(timeUs / 1000));
  const { ra, dec } = Equator(Body.Moon, time, observer, true, true);
  const { azimuth, altitude } = Horizon(time, observer, ra, dec);
  return { azimuthDeg: azimuth, elevationDeg: altitude };
}

const lamps = [
  { azimuthDeg: 158, elevationDeg: 1.2, counts: 42_000 },
  { azimuthDeg: 171, elevationDeg: 2.1, counts: 90_000 },
  { azimuthDeg: 176, elevationDeg: 0.9, counts: 60_000 },
  { azimuthDeg: 189, elevationDeg: 1.6, counts: 30_000 },
  { azimuthDeg: 204, elevationDeg: 0.7, counts: 75_000 },
] as const;

/** The lamps of a town on the southern horizon; one of them blinks. */
export function lampSpots(camera: Camera, timeUs: number): readonly Spot[] {
  if (!camera.hasLamps) return [];
  return lamps.map(({ counts, ...direction }, index) => {
    const isOff = index === 3 && Math.floor(secondsInto(timeUs) / 9) % 2 === 1;
    return { ...pointOf(camera.lens, direction), counts: isOff ? counts / 8 : counts, width: 1.3 };
  });
}

/** Counts of a town's light in the haze: bright above the lamps that are in view, else a faint dome far away. */
export function townGlow(camera: Camera, { azimuthDeg, elevationDeg }: Direction): number {
  const low = Math.max(0, elevationDeg);
  if (camera.hasLamps) {
    const along = Math.max(0, cosDeg(azimuthDeg - 180));
    return 900 * along ** 6 * Math.exp(-low / 5) + 160 * along * Math.exp(-low / 20);
  }
  const along = 0.5 + 0.5 * cosDeg(azimuthDeg - 90 - 2 * camera.latDeg);
  return camera.townCounts * along ** 3 * Math.exp(-low / 16);
}

/** What a little haze near the horizon leaves of a star. */
function haze(elevationDeg: number): number {
  return Math.min(1, Math.max(0, (elevationDeg - 2) / 10));
}

/**
 * How much of the light from above a thin cloud lets through, 0…1, and what it scatters itself is told by the rest.
 * It comes in from the west, covers most of the sky and thins out again.
 *
 * @param x @param y place on the cloud's layer in units of its height, to the east and to the north
 */
export function cloudTransmission(timeSec: number, x: number, y: number): number {
  const billow = textureAt((x - 0.02 * timeSec) / 0.9 + 31, (y - 0.007 * timeSec) / 0.7 + 7);
  const cover = 0.15 + 0.48 * Math.sin((Math.PI * Math.min(1200, timeSec)) / 1200);
  const thickness = Math.max(0, 6 * (billow - 1 + cover));
  return Math.exp(-thickness);
}

/** Place on a flat layer overhead, in units of its height; far away near the horizon. */
export function onCloudLayer({ azimuthDeg, elevationDeg }: Direction): readonly [x: number, y: number] {
  const distance = cosDeg(elevationDeg) / Math.max(0.05, sinDeg(elevationDeg));
  return [distance * sinDeg(azimuthDeg), distance * cosDeg(azimuthDeg)];
}
