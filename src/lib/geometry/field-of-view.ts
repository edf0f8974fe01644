import { cosDeg, sinDeg, toDegrees } from './angles';
import type { GroundPlace } from './geodesy';

const sphereKm = 6371.2;

/**
 * How far around a site a height is seen above an elevation, degrees of arc: exact on a sphere. (One step along a flat
 * Earth, as PyAuroraX draws it, is too short by 4 % at 5°.)
 */
export function fieldOfViewDeg(elevationDeg: number, altitudeKm: number): number {
  return toDegrees(Math.acos((sphereKm * cosDeg(elevationDeg)) / (sphereKm + altitudeKm))) - elevationDeg;
}

/**
 * A circle on the sphere, closed: its points in equal steps of azimuth, the first one to the north.
 *
 * @param radiusDeg of arc
 */
export function circleAround({ latDeg, lonDeg }: GroundPlace, radiusDeg: number, steps = 180): GroundPlace[] {
  const [sinLat, cosLat, sinArc, cosArc] = [sinDeg(latDeg), cosDeg(latDeg), sinDeg(radiusDeg), cosDeg(radiusDeg)];
  return Array.from({ length: steps + 1 }, (_, step) => {
    const azimuthDeg = (360 * (step % steps)) / steps;
    const [north, east] = [sinArc * cosDeg(azimuthDeg), sinArc * sinDeg(azimuthDeg)];
    const up = sinLat * cosArc + cosLat * north;
    const out = cosLat * cosArc - sinLat * north;
    const rise = Math.atan2(up, Math.sqrt(out * out + east * east));
    return { latDeg: toDegrees(rise), lonDeg: lonDeg + toDegrees(Math.atan2(east, out)) };
  });
}
