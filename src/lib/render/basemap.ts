import {
  geoAzimuthalEqualArea,
  geoEquirectangular,
  geoOrthographic,
  geoRotation,
  geoStereographic,
  geoStream,
  type GeoPermissibleObjects,
  type GeoProjection,
  type GeoStream,
} from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { MapFrame } from '$lib/geometry/map-frame';
import type { LatLonArrays } from '$lib/geometry/aacgm-grid';
import { earthRadiusM, type MapProjection } from '$lib/geometry/map-projection';

/** Coasts and borders on the Earth, Natural Earth at 1:110 million or 1:50 million. */
export interface Basemap {
  /** One by one, so that they can be drawn in portions. */
  readonly land: readonly GeoPermissibleObjects[];
  readonly coasts: readonly GeoPermissibleObjects[];
  readonly borders: readonly GeoPermissibleObjects[];
}

export type BasemapDetail = 'coarse' | 'fine';

/** Points in the plane, metres: rings of a polygon, or lines. */
export type PlaneRings = [x: number, y: number][][];

/** Borders are drawn in portions of so many lines. */
const linesTogether = 40;

export async function loadBasemap(detail: BasemapDetail): Promise<Basemap> {
  const { default: atlas } = await (detail === 'fine'
    ? import('world-atlas/countries-50m.json')
    : import('world-atlas/countries-110m.json'));
  // The file's own type is that of its text; its form is fixed by its package.
  const topology = atlas as unknown as Topology<{ land: GeometryCollection; countries: GeometryCollection }>;
  const land = feature(topology, topology.objects.land);
  const polygons = land.features.flatMap(({ geometry }): GeoPermissibleObjects[] =>
    geometry.type === 'MultiPolygon'
      ? geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }))
      : [geometry],
  );
  const { countries } = topology.objects;
  return {
    land: polygons,
    coasts: portions(mesh(topology, countries, (a, b) => a === b).coordinates),
    borders: portions(mesh(topology, countries, (a, b) => a !== b).coordinates),
  };
}

/**
 * From the Earth to a map's plane, cut where the map ends: the 180° meridian and the poles are no seams. Agrees with the
 * map's projection point by point.
 */
export function shapesInPlane(frame: MapFrame, projection: MapProjection): ShapesInPlane {
  if (frame.kind === 'magnetic') return throughMagnetic(frame.hemisphere, projection);
  const projected = cutProjection(frame);
  return {
    prepare: () => undefined,
    rings: (shape) => collected(shape, projected).map((line) => line.map(([x, y]) => [x, -y])),
  };
}

export interface ShapesInPlane {
  /** Half of the work on a shape, for whoever does it in portions; without it `rings` does it all. */
  readonly prepare: (shape: GeoPermissibleObjects) => void;
  readonly rings: (shape: GeoPermissibleObjects) => PlaneRings;
}

/** The same projections as those of `geometry/map-projection`, with y down; d3 cuts and bends lines besides. */
function cutProjection({ kind, centre }: Exclude<MapFrame, { kind: 'magnetic' }>): GeoProjection {
  const { latDeg, lonDeg } = centre;
  const place = (projection: GeoProjection, scale: number) =>
    // Straight lines are bent where they are wrong by more than two kilometres.
    projection.translate([0, 0]).scale(scale).precision(2000);
  switch (kind) {
    case 'stereographic':
      return place(geoStereographic().rotate([-lonDeg, -latDeg]).clipAngle(110), 2 * earthRadiusM);
    case 'equal-area':
      return place(geoAzimuthalEqualArea().rotate([-lonDeg, -latDeg]).clipAngle(150), earthRadiusM);
    case 'orthographic':
      return place(geoOrthographic().rotate([-lonDeg, -latDeg]).clipAngle(90), earthRadiusM);
    case 'plate-carree':
      return place(geoEquirectangular().rotate([-lonDeg, 0]), earthRadiusM);
  }
}

/** Where the field's axis leaves the Earth, roughly. */
const poles = { north: [-72.7, 80.7], south: [107.3, -80.7] } as const;

/** The Earth around a magnetic pole, laid flat about it. */
function capAround([lon, lat]: readonly [lon: number, lat: number]) {
  const turn: [number, number] = [-lon, -lat];
  const projection = geoEquirectangular()
    .rotate(turn)
    .clipAngle(65)
    .translate([0, 0])
    .scale(180 / Math.PI)
    .precision(0.5);
  /** What was cut of each shape: the same on every map, whatever its altitude and instant. */
  const known = new WeakMap<GeoPermissibleObjects, readonly LatLonArrays[]>();
  return { projection, back: geoRotation(turn), known };
}

const caps = { north: capAround(poles.north), south: capAround(poles.south) };

/** Cut to a cap around the pole, where magnetic coordinates are defined throughout. */
function throughMagnetic(hemisphere: 'north' | 'south', projection: MapProjection): ShapesInPlane {
  return {
    prepare: (shape) => void cutPlaces(shape, hemisphere),
    rings: (shape) =>
      cutPlaces(shape, hemisphere).map((places) => {
        const { x, y } = projection.forwardArrays(places);
        return Array.from(x, (value, at): [number, number] => [value, y[at]!]).filter(([x, y]) =>
          Number.isFinite(x + y),
        );
      }),
  };
}

function cutPlaces(shape: GeoPermissibleObjects, hemisphere: 'north' | 'south'): readonly LatLonArrays[] {
  const { projection, back, known } = caps[hemisphere];
  const kept = known.get(shape);
  if (kept) return kept;
  const lines = collected(shape, projection).map((line) => {
    const places = line.map(([x, y]) => back.invert([x, -y]));
    return {
      latDeg: Float64Array.from(places, ([, latDeg]) => latDeg),
      lonDeg: Float64Array.from(places, ([lonDeg]) => lonDeg),
    };
  });
  known.set(shape, lines);
  return lines;
}

function collected(shape: GeoPermissibleObjects, projection: GeoProjection): PlaneRings {
  const lines: PlaneRings = [];
  let line: [number, number][] = [];
  let isPolygon = false;
  const sink: GeoStream = {
    point: (x, y) => void line.push([x, y]),
    lineStart: () => void (line = []),
    lineEnd: () => {
      if (isPolygon && line[0]) line.push(line[0]);
      if (line.length > 1) lines.push(line);
    },
    polygonStart: () => void (isPolygon = true),
    polygonEnd: () => void (isPolygon = false),
  };
  geoStream(shape, projection.stream(sink));
  return lines;
}

function portions(lines: number[][][]): GeoPermissibleObjects[] {
  const parts: GeoPermissibleObjects[] = [];
  for (let from = 0; from < lines.length; from += linesTogether)
    parts.push({ type: 'MultiLineString', coordinates: lines.slice(from, from + linesTogether) });
  return parts;
}
