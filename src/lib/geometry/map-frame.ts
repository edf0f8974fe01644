import { createMagneticModel, type MagneticFigures } from './magnetic-model';
import {
  createMagneticPolar,
  createMapProjection,
  earthRadiusM,
  type MapCentre,
  type MapProjection,
  type MapProjectionKind,
} from './map-projection';

/** How a map is laid out, as plain data: another thread makes the same projection of it. */
export type MapFrame =
  | { readonly kind: MapProjectionKind; readonly centre: MapCentre }
  | {
      readonly kind: 'magnetic';
      readonly hemisphere: 'north' | 'south';
      readonly figures: MagneticFigures;
      /** The instant of the field, of which the figures are. */
      readonly fieldUs: number;
      /** The instant of noon: it may be in another year. */
      readonly timeUs: number;
      /** Places are taken at this height, and so are those of the ground under them. */
      readonly heightKm: number;
    };

/** Geographic coordinates ↔ the map's plane; null for a magnetic one of years without a field. */
export function projectionOfFrame(frame: MapFrame): MapProjection | null {
  if (frame.kind !== 'magnetic') return createMapProjection(frame.kind, frame.centre);
  const { hemisphere, figures, fieldUs, timeUs, heightKm } = frame;
  const model = createMagneticModel(figures, fieldUs);
  if (!model) return null;
  const polar = createMagneticPolar(hemisphere, model.magneticLongitudeOf(12, timeUs));
  return {
    forward(latDeg, lonDeg) {
      const { magLatDeg, magLonDeg } = model.toMagnetic(latDeg, lonDeg, heightKm);
      return polar.forward(magLatDeg, magLonDeg);
    },
    inverse(x, y) {
      const magnetic = polar.inverse(x, y);
      const { latDeg, lonDeg } = model.toGeographic(magnetic.latDeg, magnetic.lonDeg, heightKm);
      return { latDeg, lonDeg };
    },
    forwardArrays(places) {
      const { magLatDeg, magLonDeg } = model.toMagneticArrays(places, heightKm);
      return polar.forwardArrays({ latDeg: magLatDeg, lonDeg: magLonDeg });
    },
    inverseArrays(points) {
      const { latDeg, lonDeg } = polar.inverseArrays(points);
      return model.toGeographicArrays({ magLatDeg: latDeg, magLonDeg: lonDeg }, heightKm);
    },
  };
}

/** Whether two maps have the Earth in the same place of their plane, but for a turn of it and what an altitude shifts. */
export function isAlikeLaid(one: MapFrame | null, other: MapFrame | null): boolean {
  if (!one || !other) return false;
  if (one.kind === 'magnetic') return other.kind === 'magnetic' && one.hemisphere === other.hemisphere;
  if (other.kind !== one.kind) return false;
  return one.centre.latDeg === other.centre.latDeg && one.centre.lonDeg === other.centre.lonDeg;
}

/** After how many metres the plane repeats itself along x; null where it does not. */
export function periodOf({ kind }: MapFrame): number | null {
  return kind === 'plate-carree' ? 2 * Math.PI * earthRadiusM : null;
}
