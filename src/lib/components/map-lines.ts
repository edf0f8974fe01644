import { circleAround, fieldOfViewDeg } from '$lib/geometry/field-of-view';
import {
  graticule,
  graticuleSteps,
  lineThrough,
  magneticGrid,
  rangeInView,
  type MapLine,
} from '$lib/geometry/map-lines';
import type { MapPoint, MapProjection } from '$lib/geometry/map-projection';
import { subsolarPoint } from '$lib/geometry/subsolar-point';
import { formatLatitude, formatLongitude } from '$lib/render/degrees-text';
import type { Edge } from '$lib/render/map-marks';
import { standingOf, type Standing } from '$lib/state/map-standing';
import type { MapView } from '$lib/state/map-view.svelte';

/** A line over the map. */
export interface OverLine {
  readonly key: string;
  readonly kind: 'geographic' | 'magnetic' | 'sun';
  readonly text: string;
  readonly edges: readonly Edge[];
  readonly pieces: MapLine['pieces'];
}

/** Geographic parallels and meridians of what the map shows, one by one. */
export function* geographicLines({ projection, camera, size }: LaidOut): Generator<OverLine, void> {
  if (!projection || !camera || !size) return;
  const steps = graticuleSteps((camera.metresPerPixel * Math.min(size.width, size.height)) / 1000);
  for (const { kind, value, pieces } of graticule(projection, steps, rangeInView(projection, camera, size)))
    yield {
      key: `${kind} ${value}`,
      kind: 'geographic',
      text: kind === 'parallel' ? formatLatitude(value) : formatLongitude(value),
      edges: kind === 'parallel' ? ['left', 'right'] : ['bottom', 'top'],
      pieces,
    };
}

/** How a map is laid out: taken from it at once, since its lines come one by one. */
export type LaidOut = Pick<MapView, 'projection' | 'camera' | 'size'>;

/** Parallels of AACGM latitude, and meridians at each third hour of magnetic local time, one by one. */
export function* magneticLines(
  { projection, magnetic, sites }: Pick<MapView, 'projection' | 'magnetic' | 'sites'>,
  heightKm: number,
  timeUs: number,
): Generator<OverLine, void> {
  if (!projection || !magnetic) return;
  const isSouth = sites.length > 0 && sites.every(({ latDeg }) => latDeg < 0);
  for (const { kind, value, pieces } of magneticGrid(projection, magnetic, heightKm, isSouth ? -1 : 1, timeUs))
    yield {
      key: `${kind} ${value}`,
      kind: 'magnetic',
      text: kind === 'parallel' ? `${value}° AACGM` : `${value} MLT`,
      edges: kind === 'parallel' ? ['right', 'left'] : ['top', 'bottom'],
      pieces,
    };
}

/** Around each camera, what it sees of its altitude above the elevation, and how it stands to the map. */
export function fieldLines({ cameras, elevationDeg, altitudeOf, projectionAt }: MapView): FieldLine[] {
  return cameras.flatMap((look) => {
    const { site } = look;
    const altitudeKm = altitudeOf(look);
    const projection = projectionAt(altitudeKm);
    if (!site || !projection) return [];
    const radiusDeg = fieldOfViewDeg(elevationDeg, altitudeKm);
    const pieces = lineThrough(projection, circleAround(site, radiusDeg));
    return [{ key: `${look.place}`, pieces, standing: standingOf(look) }];
  });
}

/** The ring of a camera's field of view. */
export interface FieldLine {
  readonly key: string;
  readonly pieces: MapLine['pieces'];
  readonly standing: Standing;
}

/** What is drawn of each standing: a line of its own, so that colour need not tell. */
export const fieldStyles: Readonly<Record<Standing, { readonly dash: string; readonly text: string }>> = {
  frame: { dash: 'none', text: 'frame here' },
  coming: { dash: '8 4', text: 'on its way' },
  none: { dash: '2 4', text: 'no frame' },
  off: { dash: '1 9', text: 'off the map' },
};

/** Every fifteen degrees, as long as it is above what is left out. */
const isoElevationsDeg = [15, 30, 45, 60, 75];

/** Lines along which the cameras on the map look equally high; once for cameras that stand and map alike. */
export function elevationLines({ layers, elevationDeg: leastDeg, altitudeOf, projectionAt }: MapView): ElevationLine[] {
  const lines = new Map<string, ElevationLine>();
  for (const layer of layers) {
    const { site } = layer.look;
    if (layer.kind !== 'placed' || !site || !layer.look.isSky) continue;
    const altitudeKm = altitudeOf(layer.look);
    const projection = projectionAt(altitudeKm);
    if (!projection) continue;
    for (const elevationDeg of isoElevationsDeg) {
      const key = `${site.siteUid} ${altitudeKm} ${elevationDeg}`;
      if (elevationDeg <= leastDeg || lines.has(key)) continue;
      const ring = circleAround(site, fieldOfViewDeg(elevationDeg, altitudeKm));
      // Named where it is farthest south: names of sites stand beside them.
      const { latDeg, lonDeg } = ring[ring.length >> 1]!;
      const around = projection.forward(site.latDeg, site.lonDeg);
      lines.set(key, {
        ...{ key, pieces: lineThrough(projection, ring), at: projection.forward(latDeg, lonDeg), around },
        text: `${elevationDeg}°`,
      });
    }
  }
  return [...lines.values()];
}

/** A line of equal elevation, and where it is named. */
export interface ElevationLine {
  readonly key: string;
  readonly text: string;
  readonly at: MapPoint;
  /** Its middle. */
  readonly around: MapPoint;
  readonly pieces: MapLine['pieces'];
}

const twilights = [
  [0, 'Sun 0°'],
  [-6, 'Sun −6°'],
  [-12, 'Sun −12°'],
  [-18, 'Sun −18°'],
] as const;

/** Where the middle of the Sun stands on the horizon, by evening or morning, and where so far below it; one by one. */
export function* sunLines(projection: MapProjection | null, timeUs: number): Generator<OverLine, void> {
  if (!projection) return;
  const sun = subsolarPoint(timeUs);
  for (const [elevationDeg, text] of twilights)
    yield {
      key: `sun ${elevationDeg}`,
      kind: 'sun',
      text,
      edges: ['top', 'right', 'bottom', 'left'],
      pieces: lineThrough(projection, circleAround(sun, 90 - elevationDeg, 360)),
    };
}
