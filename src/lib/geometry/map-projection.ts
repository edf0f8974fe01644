import type { LatLonArrays } from './aacgm-grid';
import { cosDeg, signedDegrees, sinDeg, toDegrees } from './angles';
import { equalArea, orthographic, perspective, stereographic, type AzimuthalKind } from './azimuthal-projection';
import type { UnitVectors } from './unit-vectors';

/*
 * Map projections of a sphere of 6378.137 km, metres, x to the right and y up. Geodetic latitude is taken for the
 * sphere's, as web maps and the field's own figures do; distances on the map are right to half a per cent.
 */

export type MapProjectionKind = 'stereographic' | 'equal-area' | 'orthographic' | 'plate-carree';

/** What is in the middle, north up; at a pole its longitude points down from the North, up from the South Pole. */
export interface MapCentre {
  readonly latDeg: number;
  readonly lonDeg: number;
}

/** Neither the 180° meridian nor a pole is a seam, but for the edge of a plate carrée, 180° from its middle. */
export interface MapProjection {
  /** NaN where the map does not show the place, and for what is none. */
  forward(latDeg: number, lonDeg: number): MapPoint;
  /** Longitude −180…180; NaN beyond the edge of the Earth. */
  inverse(x: number, y: number): MapCentre;
  forwardArrays(places: LatLonArrays): MapArrays;
  /**
   * The same of places given as directions, to a micrometre, without sines; azimuthal projections have it.
   *
   * @param spare points that are not needed any more: their room is used again where it fits
   */
  readonly forwardVectors?: (vectors: UnitVectors, spare?: PointArrays | null) => PointArrays;
  inverseArrays(points: MapArrays): Readonly<Record<'latDeg' | 'lonDeg', Float64Array<ArrayBuffer>>>;
}

export interface MapPoint {
  readonly x: number;
  readonly y: number;
}

/** Points of the map in two equally long arrays. */
export interface MapArrays {
  readonly x: Float64Array<ArrayBuffer>;
  readonly y: Float64Array<ArrayBuffer>;
}

type PointArrays = Readonly<Record<keyof MapArrays, Float64Array>>;

export const earthRadiusM = 6_378_137;

export function createMapProjection(kind: MapProjectionKind, centre: MapCentre): MapProjection {
  switch (kind) {
    case 'stereographic':
      return azimuthal(stereographic, centre);
    case 'equal-area':
      return azimuthal(equalArea, centre);
    case 'orthographic':
      return azimuthal(orthographic, centre);
    case 'plate-carree':
      return plateCarree(centre.lonDeg);
  }
}

/** The Earth as a satellite above the centre sees it. */
export function createPerspective(centre: MapCentre, heightM: number): MapProjection {
  return azimuthal(perspective(heightM / earthRadiusM), centre);
}

/**
 * A polar plot of magnetic latitude and longitude: equidistant from the pole, noon on top, dawn to the right. The
 * southern hemisphere is seen from the north, through the Earth, so that local times stand where they do in the north;
 * places of the other hemisphere are not shown.
 *
 * @param noonLonDeg the magnetic longitude of noon, `magneticLongitudeOf(12, …)`
 */
export function createMagneticPolar(hemisphere: 'north' | 'south', noonLonDeg: number): MapProjection {
  const side = hemisphere === 'north' ? 1 : -1;
  return withArrays(
    (magLatDeg, magLonDeg) => {
      const fromPole = 90 - side * magLatDeg;
      const distance = fromPole >= 0 && fromPole <= 90 ? metresPerDegree * fromPole : NaN;
      const afterNoon = magLonDeg - noonLonDeg;
      return { x: -distance * sinDeg(afterNoon), y: distance * cosDeg(afterNoon) };
    },
    (x, y) => {
      const fromPole = withinEdge(Math.sqrt(x * x + y * y) / metresPerDegree, 90);
      if (Number.isNaN(fromPole)) return nowhere;
      return { latDeg: side * (90 - fromPole), lonDeg: signedDegrees(noonLonDeg + toDegrees(Math.atan2(-x, y))) };
    },
  );
}

const nowhere: MapCentre = { latDeg: NaN, lonDeg: NaN };
const metresPerDegree = (earthRadiusM * Math.PI) / 180;

function azimuthal({ stretch, cosAngleAt }: AzimuthalKind, centre: MapCentre): MapProjection {
  const [sinMiddle, cosMiddle] = [sinDeg(centre.latDeg), cosDeg(centre.latDeg)];
  const pointwise = withArrays(
    (latDeg, lonDeg) => {
      const [sinLat, cosLat] = [sinDeg(latDeg), Math.abs(latDeg) <= 90 ? cosDeg(latDeg) : NaN];
      const [sinLon, cosLon] = [sinDeg(lonDeg - centre.lonDeg), cosDeg(lonDeg - centre.lonDeg)];
      const [east, north] = [cosLat * sinLon, cosMiddle * sinLat - sinMiddle * cosLat * cosLon];
      const cos = sinMiddle * sinLat + cosMiddle * cosLat * cosLon;
      const scale = earthRadiusM * stretch(cos, east * east + north * north);
      return { x: scale * east, y: scale * north };
    },
    (x, y) => {
      const cos = cosAngleAt((x * x + y * y) / (earthRadiusM * earthRadiusM));
      const scale = 1 / (earthRadiusM * stretch(cos, (1 - cos) * (1 + cos)));
      const [east, north] = [x * scale, y * scale];
      const axial = cosMiddle * cos - sinMiddle * north;
      const sinLat = sinMiddle * cos + cosMiddle * north;
      return {
        latDeg: toDegrees(Math.atan2(sinLat, Math.sqrt(east * east + axial * axial))),
        lonDeg: signedDegrees(centre.lonDeg + toDegrees(Math.atan2(east, axial))),
      };
    },
  );
  const turn = { sinMiddle, cosMiddle, sinTurn: sinDeg(centre.lonDeg), cosTurn: cosDeg(centre.lonDeg) };
  return { ...pointwise, forwardVectors: (vectors, spare = null) => turned(vectors, turn, stretch, spare) };
}

/** Directions turned so that the centre is up, and laid flat. */
function turned(
  vectors: UnitVectors,
  { sinMiddle, cosMiddle, sinTurn, cosTurn }: Record<'sinMiddle' | 'cosMiddle' | 'sinTurn' | 'cosTurn', number>,
  stretch: AzimuthalKind['stretch'],
  spare: PointArrays | null,
): PointArrays {
  const count = vectors.length / 3;
  const { x, y } = spare?.x.length === count ? spare : { x: new Float64Array(count), y: new Float64Array(count) };
  for (let index = 0; index < x.length; index++) {
    const outX = vectors[3 * index]!;
    const outY = vectors[3 * index + 1]!;
    const up = vectors[3 * index + 2]!;
    // Towards the centre's meridian, and along the circles of latitude.
    const near = cosTurn * outX + sinTurn * outY;
    const east = cosTurn * outY - sinTurn * outX;
    const north = cosMiddle * up - sinMiddle * near;
    const scale = earthRadiusM * stretch(sinMiddle * up + cosMiddle * near, east * east + north * north);
    x[index] = scale * east;
    y[index] = scale * north;
  }
  return { x, y };
}

function plateCarree(middleLonDeg: number): MapProjection {
  return withArrays(
    (latDeg, lonDeg) => {
      // Infinity less its turns is NaN.
      const [x, y] = [signedDegrees(lonDeg - middleLonDeg), Math.abs(latDeg) <= 90 ? latDeg : NaN];
      return Number.isNaN(x + y) ? { x: NaN, y: NaN } : { x: metresPerDegree * x, y: metresPerDegree * y };
    },
    (x, y) => {
      const [lonDeg, latDeg] = [withinEdge(x / metresPerDegree, 180), withinEdge(y / metresPerDegree, 90)];
      if (Number.isNaN(lonDeg + latDeg)) return nowhere;
      return { latDeg, lonDeg: signedDegrees(middleLonDeg + lonDeg) };
    },
  );
}

/** NaN beyond the edge, but for what rounding puts there. */
function withinEdge(angle: number, edge: number): number {
  return Math.abs(angle) <= edge * (1 + 1e-12) ? Math.max(-edge, Math.min(edge, angle)) : NaN;
}

function withArrays(
  forward: (latDeg: number, lonDeg: number) => MapPoint,
  inverse: (x: number, y: number) => MapCentre,
): MapProjection {
  return {
    forward,
    inverse,
    forwardArrays({ latDeg, lonDeg }) {
      const [x, y] = [new Float64Array(latDeg.length), new Float64Array(latDeg.length)];
      for (let index = 0; index < x.length; index++) {
        const point = forward(latDeg[index]!, lonDeg[index]!);
        x[index] = point.x;
        y[index] = point.y;
      }
      return { x, y };
    },
    inverseArrays({ x, y }) {
      const [latDeg, lonDeg] = [new Float64Array(x.length), new Float64Array(x.length)];
      for (let index = 0; index < x.length; index++) {
        const place = inverse(x[index]!, y[index]!);
        latDeg[index] = place.latDeg;
        lonDeg[index] = place.lonDeg;
      }
      return { latDeg, lonDeg };
    },
  };
}
