import type { LatLonArrays } from './aacgm-grid';
import type { CornerGrid } from './corner-grid';

const radians = Math.PI / 180;

/**
 * Places as directions: of each, three numbers, the unit vector that points up there, Earth-fixed. A map turned or centred
 * anew needs no sine then. NaN for what is no place.
 */
export type UnitVectors = Float64Array<ArrayBuffer>;

export function unitVectors({ latDeg, lonDeg }: LatLonArrays): UnitVectors {
  const vectors = new Float64Array(3 * latDeg.length);
  for (let index = 0; index < latDeg.length; index++) {
    const lat = Math.abs(latDeg[index]!) <= 90 ? radians * latDeg[index]! : NaN;
    const lon = radians * lonDeg[index]!;
    const cosLat = Math.cos(lat);
    vectors[3 * index] = cosLat * Math.cos(lon);
    vectors[3 * index + 1] = cosLat * Math.sin(lon);
    vectors[3 * index + 2] = Math.sin(lat);
  }
  return vectors;
}

/** The way back; longitudes −180…180. */
export function placesOfVectors(vectors: UnitVectors): CornerGrid {
  const latDeg = new Float64Array(vectors.length / 3);
  const lonDeg = new Float64Array(vectors.length / 3);
  for (let index = 0; index < latDeg.length; index++) {
    const x = vectors[3 * index]!;
    const y = vectors[3 * index + 1]!;
    latDeg[index] = Math.atan2(vectors[3 * index + 2]!, Math.sqrt(x * x + y * y)) / radians;
    lonDeg[index] = Math.atan2(y, x) / radians;
  }
  return { latDeg, lonDeg };
}
