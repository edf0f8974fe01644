import { placeAtAltitude } from '$lib/geometry/geodesy';
import type { Skymap } from '$lib/model/skymap';

interface ToyOptions {
  readonly size?: number;
  readonly latDeg?: number;
  readonly lonDeg?: number;
  /** Camera turned clockwise: azimuth of the top of the picture. */
  readonly turnedDeg?: number;
  /** Degrees of sky a pixel covers. */
  readonly pixelDeg?: number;
}

/** A lens whose distance from the middle is the distance from the zenith, east on the right, mapped exactly. */
export function toySkymap(options: ToyOptions = {}): Skymap {
  const { size = 32, latDeg = 60, lonDeg = -100, turnedDeg = 0, pixelDeg = 180 / size } = options;
  const site = { latDeg, lonDeg, altitudeM: 100 };
  const altitudesKm = [90, 110, 150];
  const look = (row: number, column: number) => {
    const [up, right] = [size / 2 - row, column - size / 2];
    const elevationDeg = 90 - pixelDeg * Math.hypot(up, right);
    const azimuthDeg = ((Math.atan2(right, up) * 180) / Math.PI + turnedDeg + 720) % 360;
    return { elevationDeg: elevationDeg > -1 ? elevationDeg : NaN, azimuthDeg };
  };
  const middles = grid(size, (row, column) => look(row + 0.5, column + 0.5));
  const corners = altitudesKm.flatMap((altitudeKm) =>
    grid(size + 1, (row, column) => {
      const { azimuthDeg, elevationDeg } = look(row, column);
      return placeAtAltitude({ latDeg, lonDeg, altitudeKm: 0.1 }, azimuthDeg, elevationDeg, altitudeKm);
    }),
  );
  return {
    name: 'toy_skymap_made_20300101-+_v01.sav',
    projectUid: 'toy',
    siteUid: 'made',
    imagerUid: 'toy-01',
    site,
    height: size,
    width: size,
    elevationDeg: Float32Array.from(middles, (middle) => middle.elevationDeg),
    azimuthDeg: Float32Array.from(middles, (middle) => (Number.isNaN(middle.elevationDeg) ? NaN : middle.azimuthDeg)),
    altitudesKm,
    cornerLatDeg: Float32Array.from(corners, (corner) => corner?.latDeg ?? NaN),
    cornerLonDeg: Float32Array.from(corners, (corner) => (corner ? (corner.lonDeg + 360) % 360 : NaN)),
    eastSide: 'right',
  };
}

function grid<T>(size: number, at: (row: number, column: number) => T): T[] {
  return Array.from({ length: size * size }, (_, index) => at(Math.floor(index / size), index % size));
}
