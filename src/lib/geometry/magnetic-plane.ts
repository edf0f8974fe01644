import type { LatLonArrays, MagneticArrays } from './aacgm-grid';
import { cosDeg, sinDeg } from './angles';
import { createMagneticModel, type MagneticFigures, type MagneticModel } from './magnetic-model';
import { createMagneticPolar, type MapArrays } from './map-projection';

/** The magnetic polar plot of one hemisphere on one day, for many places that come again and again. */
export interface MagneticPlane {
  /**
   * As `createMagneticPolar` has it. Coordinates of an array of places are kept as long as the array is: another instant
   * of the day only turns them.
   *
   * @param timeUs says where noon is
   */
  toPlane(places: LatLonArrays, heightKm: number, timeUs: number): MapArrays;
}

/** Nodes of a model belong to one height, 3 MB; cameras of a map are seldom mapped at more. */
const mostHeights = 4;

/** @returns null for years without a field */
export function createMagneticPlane(
  figures: MagneticFigures,
  dayUs: number,
  hemisphere: 'north' | 'south',
): MagneticPlane | null {
  const first = createMagneticModel(figures, dayUs);
  if (!first) return null;
  const polar = createMagneticPolar(hemisphere, 0);
  const models = new Map<number, MagneticModel>();
  const known = new WeakMap<LatLonArrays['latDeg'], { readonly heightKm: number; readonly points: MapArrays }>();

  function toMagnetic(places: LatLonArrays, heightKm: number): MagneticArrays {
    const model = models.get(heightKm) ?? createMagneticModel(figures, dayUs)!;
    models.set(heightKm, model);
    for (const oldest of models.keys()) {
      if (models.size <= mostHeights) break;
      models.delete(oldest);
    }
    return model.toMagneticArrays(places, heightKm);
  }

  function atNoon(places: LatLonArrays, heightKm: number): MapArrays {
    const kept = known.get(places.latDeg);
    if (kept?.heightKm === heightKm) return kept.points;
    const { magLatDeg, magLonDeg } = toMagnetic(places, heightKm);
    const points = polar.forwardArrays({ latDeg: magLatDeg, lonDeg: magLonDeg });
    known.set(places.latDeg, { heightKm, points });
    return points;
  }

  return {
    toPlane(places, heightKm, timeUs) {
      const noonLonDeg = first.magneticLongitudeOf(12, timeUs);
      const [sin, cos] = [sinDeg(noonLonDeg), cosDeg(noonLonDeg)];
      const from = atNoon(places, heightKm);
      const [x, y] = [new Float64Array(from.x.length), new Float64Array(from.x.length)];
      for (let index = 0; index < x.length; index++) {
        x[index] = cos * from.x[index]! + sin * from.y[index]!;
        y[index] = cos * from.y[index]! - sin * from.x[index]!;
      }
      return { x, y };
    },
  };
}
