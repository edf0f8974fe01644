import { coverageOf } from '$lib/analysis/mosaic-coverage';
import { cameraGeometry, type CameraChoice, type MosaicGeometry } from '$lib/analysis/mosaic-geometry';
import { mergeCoverages, type CoveredSource } from '$lib/analysis/mosaic-table';
import { sightGridOf } from '$lib/geometry/sight-grid';
import type { MosaicProjection, MosaicTable, MosaicView, OverlapRule } from '$lib/model/mosaic';
import type { Skymap } from '$lib/model/skymap';

/** A camera as the tests lay it on a map. */
export interface TestCamera extends Partial<CameraChoice> {
  readonly skymap: Skymap;
  readonly layer?: number;
}

export function geometryOf({ skymap, altitudeKm = 110, minElevationDeg = 5, mask = null }: TestCamera): MosaicGeometry {
  return cameraGeometry(skymap, { altitudeKm, minElevationDeg, mask }, () => sightGridOf(skymap));
}

export function covered(
  geometry: MosaicGeometry,
  view: MosaicView,
  projection: MosaicProjection,
  {
    id = 'made',
    layer = 0,
    altitudeKm = 110,
    site = null,
  }: { id?: string; layer?: number; altitudeKm?: number | null; site?: CoveredSource['site'] } = {},
): CoveredSource {
  const points = projection.toPlane(geometry.latDeg, geometry.lonDeg);
  const { height, width, elevationDeg } = geometry;
  const coverage = coverageOf(geometry, points, view, projection.periodM);
  return { id, height, width, layer, elevationDeg, altitudeKm, site, coverage };
}

/** The whole way from cameras to a table. */
export function tableOf(
  cameras: readonly TestCamera[],
  view: MosaicView,
  projection: MosaicProjection,
  rule: OverlapRule = 'highest',
): MosaicTable {
  const sources = cameras.map((camera, index) =>
    covered(geometryOf(camera), view, projection, {
      id: `${index}`,
      layer: camera.layer ?? 0,
      altitudeKm: camera.altitudeKm ?? 110,
      site: camera.skymap.site,
    }),
  );
  return merged(sources, view, rule);
}

export function merged(
  sources: readonly CoveredSource[],
  view: { readonly width: number; readonly height: number },
  rule: OverlapRule = 'highest',
): MosaicTable {
  const outcome = mergeCoverages(view, rule, sources);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

/** Pixels whose quadrilateral holds a point of the plane, found by asking all of them. */
export function askingAll(geometry: MosaicGeometry, projection: MosaicProjection): (x: number, y: number) => number[] {
  const points = projection.toPlane(geometry.latDeg, geometry.lonDeg);
  const at = new Map(Array.from(geometry.corners, (corner, index) => [corner, index] as const));
  const pixels = [...geometry.drawn.keys()].filter((pixel) => geometry.drawn[pixel] === 1);
  const outlines = pixels.map((pixel) => {
    const above = pixel + Math.floor(pixel / geometry.width);
    const below = above + geometry.width + 1;
    return [above, above + 1, below + 1, below].map((corner) => at.get(corner)!);
  });
  const bounds = (values: Float64Array, pick: (...numbers: number[]) => number) =>
    Float64Array.from(outlines, (outline) => pick(...outline.map((index) => values[index]!)));
  const [left, right] = [bounds(points.x, Math.min), bounds(points.x, Math.max)];
  const [low, high] = [bounds(points.y, Math.min), bounds(points.y, Math.max)];
  return (x, y) =>
    pixels.filter((_, place) => {
      if (!(left[place]! <= x && x <= right[place]! && low[place]! <= y && y <= high[place]!)) return false;
      const around = outlines[place]!.map((index) => [points.x[index]! - x, points.y[index]! - y] as const);
      return Math.abs(turnsAround(around)) > 0.5;
    });
}

/** How often an outline goes around the origin. */
function turnsAround(outline: readonly (readonly [number, number])[]): number {
  let turned = 0;
  outline.forEach(([x, y], index) => {
    const [nextX, nextY] = outline[(index + 1) % outline.length]!;
    turned += Math.atan2(x * nextY - y * nextX, x * nextX + y * nextY);
  });
  return turned / (2 * Math.PI);
}
