import { periodOf, type MapFrame } from '$lib/geometry/map-frame';
import { createMagneticPlane, type MagneticPlane } from '$lib/geometry/magnetic-plane';
import { createMapProjection } from '$lib/geometry/map-projection';
import type { MosaicProjection } from '$lib/model/mosaic';

/** A map projection as it is told to the thread that makes tables. */
export type ProjectionSpec = MapFrame;

type MagneticSpec = ProjectionSpec & { readonly kind: 'magnetic' };

/** Where there is no such projection, no place is on the map. */
export function projectionOf(spec: ProjectionSpec): MosaicProjection {
  if (spec.kind === 'magnetic') return magneticProjection(spec);
  const projection = createMapProjection(spec.kind, spec.centre);
  return {
    periodM: periodOf(spec),
    toPlane: (latDeg, lonDeg) => projection.forwardArrays({ latDeg, lonDeg }),
    vectorsToPlane: projection.forwardVectors,
  };
}

/** Every camera at its own altitude: along a field line all see the same coordinates. */
function magneticProjection(spec: MagneticSpec): MosaicProjection {
  const plane = planeOf(spec);
  return {
    periodM: null,
    toPlane: (latDeg, lonDeg, altitudeKm) =>
      plane?.toPlane({ latDeg, lonDeg }, altitudeKm ?? spec.heightKm, spec.timeUs) ?? {
        x: new Float64Array(latDeg.length).fill(NaN),
        y: new Float64Array(latDeg.length).fill(NaN),
      },
  };
}

const dayUs = 86_400e6;

/** The field of a day's start serves all day: places drift by 30 m. */
let last: { readonly key: string; readonly plane: MagneticPlane | null } | null = null;

function planeOf({ hemisphere, figures, fieldUs }: MagneticSpec): MagneticPlane | null {
  const startUs = Math.floor(fieldUs / dayUs) * dayUs;
  const key = [hemisphere, startUs, ...figures.aacgm.map(({ epoch }) => epoch)].join(' ');
  if (last?.key !== key) last = { key, plane: createMagneticPlane(figures, startUs, hemisphere) };
  return last.plane;
}
