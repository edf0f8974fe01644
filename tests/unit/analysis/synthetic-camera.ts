import type { Skymap } from '$lib/model/skymap';
import { readOracle } from '../geometry/oracles';

/*
 * The made-up cameras that other programs were run on, and their pictures. Row 0 is the southern edge there, as
 * PyAuroraX has it after its flips; `flipped` gives the arrays the other way up, as a file would have them.
 */

type Grid = readonly (readonly (number | null)[])[];

interface OracleSkymap {
  readonly site_uid: string;
  readonly site_map_latitude: number;
  readonly site_map_longitude: number;
  readonly site_map_altitude_m: number;
  readonly full_map_altitude_m: readonly number[];
  readonly full_elevation: Grid;
  readonly full_azimuth: Grid;
  readonly full_map_latitude: readonly Grid[];
  readonly full_map_longitude: readonly Grid[];
}

const oracle = readOracle<{ readonly skymaps: readonly OracleSkymap[] }>('synthetic_skymaps.json');

/** Pixels a side, and frames, of every picture. */
export const size = 32;
export const frameCount = 6;

/** The cameras, rows as PyAuroraX has them; none where the reference figures are missing. */
export const syntheticSkymaps: readonly Skymap[] = (oracle?.skymaps ?? []).map((skymap) => ({
  name: `${skymap.site_uid} made up`,
  projectUid: 'made-up',
  siteUid: skymap.site_uid,
  imagerUid: skymap.site_uid,
  site: {
    latDeg: skymap.site_map_latitude,
    lonDeg: skymap.site_map_longitude - 360,
    altitudeM: skymap.site_map_altitude_m,
  },
  height: size,
  width: size,
  elevationDeg: floats([skymap.full_elevation]),
  azimuthDeg: floats([skymap.full_azimuth]),
  altitudesKm: skymap.full_map_altitude_m.map((metres) => metres / 1000),
  cornerLatDeg: floats(skymap.full_map_latitude),
  cornerLonDeg: floats(skymap.full_map_longitude),
  eastSide: 'unknown',
}));

/** One picture of their formula, `[row][column]`. */
export function monoFrame(frame: number): Uint16Array<ArrayBuffer> {
  return Uint16Array.from({ length: size * size }, (_, index) => {
    const [row, column] = [Math.floor(index / size), index % size];
    return 1000 + 37 * row + 53 * column + 11 * frame + 5 * ((7 * row * column + 13 * frame) % 97);
  });
}

/** A picture or a plane of corners with its rows, or rows and columns, in reverse. */
export function flipped<T extends Uint16Array | Float32Array | Float64Array>(
  values: T,
  width: number,
  { rows, columns }: { readonly rows: boolean; readonly columns: boolean },
): T {
  const turned = values.slice() as T;
  if (rows && columns) turned.reverse();
  else if (rows) {
    const height = values.length / width;
    for (let row = 0; row < height; row++)
      turned.set(values.subarray((height - 1 - row) * width).subarray(0, width), row * width);
  }
  return turned;
}

function floats(planes: readonly Grid[]): Float32Array<ArrayBuffer> {
  return Float32Array.from(planes.flat(2), (value) => value ?? NaN);
}
