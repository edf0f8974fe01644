import { geoAzimuthalEqualArea, geoCentroid, geoGraticule10, geoPath, type GeoPermissibleObjects } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Observatory } from '$lib/model/dataset';

/** A small map, as paths and places in its own units, y down. */
export interface SiteMap {
  /** SVG paths. */
  readonly land: string;
  readonly graticule: string;
  readonly marks: readonly SiteMark[];
}

export interface SiteMark {
  readonly place: Observatory;
  readonly x: number;
  readonly y: number;
  /** Where its code stands beside it; null where there is no room among the others. */
  readonly label: LabelSide | null;
}

export type LabelSide = 'right' | 'left' | 'above' | 'below';

interface MapSize {
  readonly width: number;
  readonly height: number;
}

const margin = 48;
/** Units to a radian of arc: closer in, the coarse coast would be all corners. */
const largestScale = 700;

/** The coasts of the Earth, Natural Earth at 1:110 million; loaded when a map is first drawn. */
export async function loadLand(): Promise<GeoPermissibleObjects> {
  const { default: atlas } = await import('world-atlas/land-110m.json');
  // The file's own type is that of its text; its form is fixed by its package.
  const topology = atlas as unknown as Topology<{ land: GeometryCollection }>;
  return feature(topology, topology.objects.land);
}

/**
 * Sites and the land around them, true in area and seen from above their middle, so that it works at the pole as well;
 * north is up in the middle.
 */
export function drawSiteMap(places: readonly Observatory[], land: GeoPermissibleObjects, size: MapSize): SiteMap {
  const { width, height } = size;
  const points = { type: 'MultiPoint' as const, coordinates: places.map(({ latDeg, lonDeg }) => [lonDeg, latDeg]) };
  const [lonDeg, latDeg] = places.length > 0 ? geoCentroid(points) : [-100, 60];
  const frame: [[number, number], [number, number]] = [
    [margin, margin],
    [width - margin, height - margin],
  ];
  const projection = geoAzimuthalEqualArea().rotate([-lonDeg, -latDeg]).clipAngle(100).precision(0.5);
  projection.fitExtent(frame, points);
  if (!(projection.scale() < largestScale)) projection.scale(largestScale).translate([width / 2, height / 2]);
  // A margin beyond the frame, so that no coast runs along its edge.
  projection.clipExtent([
    [-8, -8],
    [width + 8, height + 8],
  ]);
  const path = geoPath(projection).digits(1);
  const marks = places.flatMap((place) => {
    const at = projection([place.lonDeg, place.latDeg]);
    return at ? [{ place, x: at[0], y: at[1] }] : [];
  });
  return { land: path(land) ?? '', graticule: path(geoGraticule10()) ?? '', marks: labelled(marks, size) };
}

const label = { width: 36, height: 14, gap: 10 };

/** Gives each mark's code a free place beside it. */
function labelled(marks: readonly Omit<SiteMark, 'label'>[], { width, height }: MapSize): SiteMark[] {
  const taken = marks.map(({ x, y }): Box => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  const isFree = (box: Box, own: Box) =>
    box.left >= 0 &&
    box.right <= width &&
    box.top >= 0 &&
    box.bottom <= height &&
    taken.every((other) => other === own || !overlap(box, other));
  return marks.map((mark, index) => {
    const own = taken[index]!;
    const side = sides.find((candidate) => isFree(boxAt(mark, candidate), own)) ?? null;
    if (side) taken.push(boxAt(mark, side));
    return { ...mark, label: side };
  });
}

const sides: readonly LabelSide[] = ['right', 'left', 'above', 'below'];

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxAt({ x, y }: { readonly x: number; readonly y: number }, side: LabelSide): Box {
  const { width, height, gap } = label;
  const left = side === 'right' ? x + gap : side === 'left' ? x - gap - width : x - width / 2;
  const top = side === 'below' ? y + gap : side === 'above' ? y - gap - height : y - height / 2;
  return { left, right: left + width, top, bottom: top + height };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
