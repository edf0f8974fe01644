import { signedDegrees } from '$lib/geometry/angles';
import { geodesicBetween, lengthAtKm, placesAlong, type Geodesic } from '$lib/geometry/geodesic';
import type { GroundPlace } from '$lib/geometry/geodesy';
import type { MagneticModel } from '$lib/geometry/magnetic-model';
import type { MapChoices } from '$lib/model/map';

export type RulerEnds = NonNullable<MapChoices['ruler']>;

/** What a ruler says that is laid from one place to another. */
export interface RulerReading {
  readonly ends: RulerEnds;
  /** The shortest way along the ellipsoid; null for places nearly opposite each other, which have none. */
  readonly way: Geodesic | null;
  readonly heightKm: number;
  /** How long the same way is at that height. */
  readonly distanceAtHeightKm: number | null;
  /** The second place less the first, degrees; longitudes the shorter way round. */
  readonly geographic: Difference;
  /** The same of AACGM coordinates at the height, and hours of magnetic local time; null where they are not known. */
  readonly magnetic: (Difference & { readonly mltHours: number }) | null;
}

interface Difference {
  readonly latDeg: number;
  readonly lonDeg: number;
}

export function measured(ends: RulerEnds, heightKm: number, model: MagneticModel | null): RulerReading {
  const [from, to] = ends;
  const way = geodesicBetween(from, to);
  return {
    ends,
    way,
    heightKm,
    distanceAtHeightKm: way && lengthAtKm(from, way, heightKm),
    geographic: difference(from, to),
    magnetic: model && magneticDifference(ends, heightKm, model),
  };
}

/** Places along the ruler, near enough to be joined by straight lines on any map; none where there is no one way. */
export function rulerLine({ ends: [from], way }: RulerReading): GroundPlace[] {
  if (!way) return [];
  const stepKm = 50;
  return placesAlong(from, way, Math.max(1, Math.ceil(way.distanceKm / stepKm)));
}

function magneticDifference([from, to]: RulerEnds, heightKm: number, model: MagneticModel): RulerReading['magnetic'] {
  const [first, second] = [from, to].map(({ latDeg, lonDeg }) => {
    const { magLatDeg, magLonDeg } = model.toMagnetic(latDeg, lonDeg, heightKm);
    return { latDeg: magLatDeg, lonDeg: magLonDeg };
  });
  const apart = difference(first!, second!);
  return Number.isFinite(apart.latDeg + apart.lonDeg) ? { ...apart, mltHours: apart.lonDeg / 15 } : null;
}

function difference(from: GroundPlace, to: GroundPlace): Difference {
  return { latDeg: to.latDeg - from.latDeg, lonDeg: signedDegrees(to.lonDeg - from.lonDeg) };
}
