import type { MapChoices, MapKind, MapOverlay, MapPlace } from '$lib/model/map';
import type { OverlapRule } from '$lib/model/mosaic';
import { misunderstood } from './link-words';
import { parseNumber, type Report } from './track-link';

export const mapKinds = [
  'stereographic',
  'equal-area',
  'orthographic',
  'plate-carree',
  'magnetic',
] as const satisfies readonly MapKind[];
export const overlapRules = [
  'highest',
  'nearest',
  'mean',
  'maximum',
  'order',
] as const satisfies readonly OverlapRule[];
export const mapOverlays = [
  'graticule',
  'magnetic',
  'sites',
  'fields',
  'elevations',
  'sun',
  'moon',
] as const satisfies readonly MapOverlay[];

/** How a map is where nothing else is said. */
export const plainMap: MapChoices = {
  kind: 'stereographic',
  centre: null,
  spanKm: null,
  overlap: 'highest',
  elevationDeg: 10,
  overlays: ['graticule', 'sites'],
  mark: null,
  ruler: null,
};

/** A map shows no less and no more of its plane. */
export const leastSpanKm = 100;
export const mostSpanKm = 40_000;
export const highestElevationDeg = 60;

/** A map as it stands in a link; what is at its default is left out, all of it gives an empty text. */
export function formatMap({ kind, centre, spanKm, overlap, elevationDeg, overlays, mark, ruler }: MapChoices): string {
  return [
    ...(kind === plainMap.kind ? [] : [kind]),
    ...(centre ? [`centre:${formatPlaces(centre)}`] : []),
    ...(spanKm === null ? [] : [`span:${spanKm}`]),
    ...(overlap === plainMap.overlap ? [] : [`overlap:${overlap}`]),
    ...(elevationDeg === plainMap.elevationDeg ? [] : [`elevation:${elevationDeg}`]),
    ...(overlays.join() === plainMap.overlays.join() ? [] : [`overlays:${overlays.join('/') || 'none'}`]),
    ...(mark ? [`mark:${formatPlaces(mark)}`] : []),
    ...(ruler ? [`ruler:${formatPlaces(...ruler)}`] : []),
  ].join(',');
}

/** A place as links have it: to a thousandth of a degree, a hundred metres. */
export function roundedPlace({ latDeg, lonDeg }: MapPlace): MapPlace {
  return { latDeg: rounded(latDeg), lonDeg: rounded(lonDeg) };
}

/** Reads the map of a link; what it does not understand is named and stays at its default. */
export function parseMap(text: string | null, problem: Report): MapChoices {
  let map = plainMap;
  for (const option of text === null ? [] : text.split(',')) {
    const change = parseOption(option);
    if (change) map = { ...map, ...change };
    else problem('map', misunderstood(option, expected, otherwise));
  }
  return map;
}

const place = 'a latitude and a longitude in degrees (north and east), such as';
/** What may stand in a link in place of what is not understood. */
const expected: Readonly<Record<string, string>> = {
  centre: `${place} centre:62.5/-110`,
  span: `a width between ${leastSpanKm} and ${mostSpanKm} km`,
  overlap: `an overlap rule (${overlapRules.join(', ')})`,
  elevation: `an elevation between 0 and ${highestElevationDeg}°`,
  overlays: `a list of overlays (none, or some of ${mapOverlays.join('/')}, each once)`,
  mark: `${place} mark:60.5/-112`,
  ruler: 'two latitudes and longitudes in degrees (north and east), such as ruler:56.4/-94.6/60/-111.9',
};

const otherwise = `a projection (${mapKinds.join(', ')}) or part of a map (${Object.keys(expected).join(', ')})`;

function parseOption(option: string): Partial<MapChoices> | null {
  const kind = mapKinds.find((name) => name === option);
  if (kind) return { kind };
  const at = option.indexOf(':');
  const value = option.slice(at + 1);
  switch (option.slice(0, Math.max(0, at))) {
    case 'centre': {
      const [centre] = parsePlaces(value, 1) ?? [];
      return centre ? { centre } : null;
    }
    case 'mark': {
      const [mark] = parsePlaces(value, 1) ?? [];
      return mark ? { mark } : null;
    }
    case 'ruler': {
      const [from, to] = parsePlaces(value, 2) ?? [];
      return from && to ? { ruler: [from, to] } : null;
    }
    case 'span': {
      const spanKm = parseNumber(value, leastSpanKm, mostSpanKm);
      return spanKm === null ? null : { spanKm };
    }
    case 'overlap': {
      const overlap = overlapRules.find((name) => name === value);
      return overlap ? { overlap } : null;
    }
    case 'elevation': {
      const elevationDeg = parseNumber(value, 0, highestElevationDeg);
      return elevationDeg === null ? null : { elevationDeg };
    }
    case 'overlays':
      return parseOverlays(value);
    default:
      return null;
  }
}

function formatPlaces(...places: readonly MapPlace[]): string {
  return places.map(({ latDeg, lonDeg }) => `${latDeg}/${lonDeg}`).join('/');
}

/** So many places, no more and no fewer; else null. */
function parsePlaces(value: string, count: number): MapPlace[] | null {
  const numbers = value.split('/').map((text, at) => parseSigned(text, at % 2 === 0 ? 90 : 180));
  const places = Array.from({ length: count }, (_, at) => {
    const [latDeg, lonDeg] = [numbers[2 * at] ?? null, numbers[2 * at + 1] ?? null];
    return latDeg === null || lonDeg === null ? [] : [{ latDeg, lonDeg }];
  }).flat();
  return places.length === count && numbers.length === 2 * count ? places : null;
}

function parseOverlays(value: string): Pick<MapChoices, 'overlays'> | null {
  const names = value === 'none' ? [] : value.split('/');
  const overlays = mapOverlays.filter((name) => names.includes(name));
  return overlays.length === names.length ? { overlays } : null;
}

function parseSigned(text: string, most: number): number | null {
  const value = parseNumber(text.replace(/^-/, ''), 0, most);
  return value === null ? null : rounded(text.startsWith('-') ? -value : value);
}

/** No negative zero. */
function rounded(degrees: number): number {
  return Math.round(1000 * degrees) / 1000 + 0;
}
