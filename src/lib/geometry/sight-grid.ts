import type { Skymap } from '$lib/model/skymap';
import { siteOf, type CornerGrid } from './corner-grid';
import { equatorKm, flattening, localFrame, toEcef } from './geodesy';
import { placesOfVectors, type UnitVectors } from './unit-vectors';

/**
 * Lines of sight through the corners of a skymap (for a spectrograph: through the places of its bins), so that they can
 * be followed to one altitude after the other. What `cornersAtAltitude` does by `exact`, within some
 * metres and many times faster: dragging the altitude moves a million corners.
 */
export interface SightGrid {
  /** Of the camera, Earth-fixed, kilometres. */
  readonly fromKm: readonly [x: number, y: number, z: number];
  readonly altitudeKm: number;
  /** Unit vectors, Earth-fixed, three numbers a corner; NaN where the lens does not see, and below the horizon. */
  readonly directions: Float32Array<ArrayBuffer>;
}

/** A corner's direction is that of its highest mapped place: there a rounded degree turns it least. */
export function sightGridOf(skymap: Skymap): SightGrid {
  const { altitudesKm, cornerLatDeg, cornerLonDeg } = skymap;
  const site = siteOf(skymap);
  const [x, y, z] = toEcef(site);
  const [upX, upY, upZ] = localFrame(site).up;
  const size = cornerLatDeg.length / altitudesKm.length;
  const first = cornerLatDeg.length - size;
  const altitudeKm = altitudesKm.at(-1)!;
  const directions = new Float32Array(3 * size).fill(NaN);
  for (let corner = 0; corner < size; corner++) {
    const latDeg = cornerLatDeg[first + corner]!;
    if (Number.isNaN(latDeg)) continue;
    const to = toEcef({ latDeg, lonDeg: cornerLonDeg[first + corner]!, altitudeKm });
    const [awayX, awayY, awayZ] = [to[0] - x, to[1] - y, to[2] - z];
    const distance = Math.sqrt(awayX * awayX + awayY * awayY + awayZ * awayZ);
    if (!(awayX * upX + awayY * upY + awayZ * upZ > 0)) continue;
    directions[3 * corner] = awayX / distance;
    directions[3 * corner + 1] = awayY / distance;
    directions[3 * corner + 2] = awayZ / distance;
  }
  return { fromKm: [x, y, z], altitudeKm: site.altitudeKm, directions };
}

/**
 * Where lines of sight reach an altitude. The surface of one height above an ellipsoid is taken for the ellipsoid whose
 * axes are longer by that height: up to 600 km the places differ by less than 3 m.
 *
 * @param corners which of them, in the order of the answer
 * @returns NaN where there is no line, and at altitudes that are not above the camera
 */
export function placesOnSights(sights: SightGrid, corners: Uint32Array, altitudeKm: number): CornerGrid {
  return placesOfVectors(vectorsOnSights(sights, corners, altitudeKm));
}

/**
 * The same places as the directions that are up there: no sine and no arc tangent is needed for them.
 *
 * @returns what is true until the next call: a million corners go by, and only their points on a map are kept
 */
export function vectorsOnSights(sights: SightGrid, corners: Uint32Array, altitudeKm: number): UnitVectors {
  const { fromKm, directions } = sights;
  if (room.length < 3 * corners.length) room = new Float64Array(3 * corners.length);
  const vectors = new Float64Array(room.buffer, 0, 3 * corners.length);
  if (!(altitudeKm > sights.altitudeKm)) return vectors.fill(NaN);
  const [x, y, z] = fromKm;
  // Space is shrunk along the axes so that the ellipsoid becomes a sphere.
  const outKm = equatorKm + altitudeKm;
  const upKm = equatorKm * (1 - flattening) + altitudeKm;
  const squash = (outKm / upKm) ** 2;
  const missing = x * x + y * y + z * z * squash - outKm * outKm;
  for (let index = 0; index < corners.length; index++) {
    const at = 3 * corners[index]!;
    const alongX = directions[at]!;
    const alongY = directions[at + 1]!;
    const alongZ = directions[at + 2]!;
    const a = alongX * alongX + alongY * alongY + alongZ * alongZ * squash;
    const b = x * alongX + y * alongY + z * alongZ * squash;
    const rangeKm = (Math.sqrt(b * b - a * missing) - b) / a;
    const atX = x + rangeKm * alongX;
    const atY = y + rangeKm * alongY;
    // What is up stands at right angles to the ellipsoid.
    const atZ = (z + rangeKm * alongZ) * squash;
    const scale = 1 / Math.sqrt(atX * atX + atY * atY + atZ * atZ);
    vectors[3 * index] = scale * atX;
    vectors[3 * index + 1] = scale * atY;
    vectors[3 * index + 2] = scale * atZ;
  }
  return vectors;
}

let room = new Float64Array(0);
