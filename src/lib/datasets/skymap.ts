import type { IdlRecord } from '$lib/formats/idl-save/value';
import type { Outcome } from '$lib/model/failure';
import type { Skymap } from '$lib/model/skymap';
import { eastSideOf } from './east-side';
import {
  corrupt,
  fail,
  findStructureWith,
  gridOf,
  lacking,
  numberOf,
  openSave,
  textOf,
  type NumberGrid,
} from './idl-tags';
import { parseSkymapName } from './skymap-choice';

/** Lowest and highest, degrees. */
type Range = readonly [number, number];

/** What an angle can be, and a little more: 32-bit floats are rounded. */
const roundingDeg = 0.01;
const elevations: Range = [-90 - roundingDeg, 90 + roundingDeg];
const azimuths: Range = [-roundingDeg, 360 + roundingDeg];
const latitudes: Range = elevations;
/** Files differ in where they begin the circle, and corners run on across its seam. */
const longitudes: Range = [-360, 720];

/** The tags without which a skymap says nothing, as grids. */
interface SkymapGrids {
  readonly elevation: NumberGrid;
  readonly altitude: NumberGrid;
  readonly latitude: NumberGrid;
  readonly longitude: NumberGrid;
}

/**
 * Read a skymap file (IDL SAVE, as the archive publishes it for every imager). Rows and columns stay those of the file,
 * which are those of the raw frames.
 *
 * A spectrograph has one row of bins and no azimuth: height 1, and `cornerLatDeg` holds one place per bin,
 * `[altitude][column]`, no corners. Its file runs against its frames; here element `column` belongs to the frames'
 * column, as everywhere.
 *
 * Angles and places that cannot be, which one flipped bit makes of good ones, are NaN.
 *
 * @param name file name, for messages and for what an old file does not say itself
 * @returns `missing` for a web page in place of the file, `corrupt` for a damaged one, `unsupported` for a SAVE file that
 *   holds something else. Of the site, latitude, longitude and altitude are NaN where the file lacks them.
 * @see https://data.phys.ucalgary.ca/sort_by_project/other/documentation/skymap_file_description.pdf
 */
export async function readSkymap(bytes: Uint8Array, name: string): Promise<Outcome<Skymap>> {
  const save = await openSave(bytes, name);
  if (!save.ok) return save;
  const tags = findStructureWith(save.value, 'FULL_ELEVATION');
  if (!tags) return fail(lacking(save.value, `${name} holds no skymap`));
  const elevation = gridOf(tags.get('FULL_ELEVATION'));
  const altitude = altitudeGrid(tags);
  const latitude = gridOf(tags.get('FULL_MAP_LATITUDE'));
  const longitude = gridOf(tags.get('FULL_MAP_LONGITUDE'));
  if (!elevation || !altitude || !latitude || !longitude) {
    return fail(lacking(save.value, `the skymap in ${name} lacks elevations or mapped places`));
  }
  return toSkymap(tags, { elevation, altitude, latitude, longitude }, name);
}

function toSkymap(tags: IdlRecord, grids: SkymapGrids, name: string): Outcome<Skymap> {
  const { elevation, altitude, latitude, longitude } = grids;
  const isSlit = elevation.dims.length === 1;
  const [height, width] = isSlit ? [1, elevation.dims[0]!] : elevation.dims;
  if (height === undefined || width === undefined || elevation.dims.length > 2) {
    return fail(corrupt(`elevations in ${name} have ${elevation.dims.length} dimensions`, null));
  }
  const altitudesKm = Array.from(altitude.values, (metres) => metres / 1000);
  if (!isRising(altitudesKm))
    return fail(corrupt(`altitudes in ${name} do not rise: ${altitudesKm.join(', ')} km`, null));

  const plane = isSlit ? [width] : [height + 1, width + 1];
  for (const grid of [latitude, longitude]) {
    if (!isStackOf(grid, altitudesKm.length, plane)) {
      const found = grid.dims.join(' × ');
      return fail(
        corrupt(
          `mapped places in ${name} have dimensions ${found}, not ${altitudesKm.length} × ${plane.join(' × ')}`,
          null,
        ),
      );
    }
  }
  const azimuth = isSlit ? null : gridOf(tags.get('FULL_AZIMUTH'));
  if (azimuth && azimuth.dims.join() !== elevation.dims.join()) {
    return fail(corrupt(`azimuths in ${name} have other dimensions than elevations`, null));
  }
  const floats = ({ values }: NumberGrid, range: Range) => {
    const possible = within(range, values);
    return isSlit ? reverseRows(possible, width) : possible;
  };
  const elevationDeg = floats(elevation, elevations);
  const azimuthDeg = azimuth && within(azimuths, azimuth.values);
  const fromName = parseSkymapName(name);
  return {
    ok: true,
    value: {
      name,
      projectUid: textOf(tags.get('PROJECT_UID')) ?? '',
      siteUid: textOf(tags.get('SITE_UID')) ?? fromName?.siteUid ?? '',
      imagerUid: textOf(tags.get('IMAGER_UID')) ?? '',
      site: {
        latDeg: numberOf(tags.get('SITE_MAP_LATITUDE')) ?? NaN,
        lonDeg: signedLongitude(numberOf(tags.get('SITE_MAP_LONGITUDE')) ?? NaN),
        altitudeM: numberOf(tags.get('SITE_MAP_ALTITUDE')) ?? NaN,
      },
      height,
      width,
      elevationDeg,
      azimuthDeg,
      altitudesKm,
      cornerLatDeg: floats(latitude, latitudes),
      cornerLonDeg: floats(longitude, longitudes),
      eastSide: azimuthDeg ? eastSideOf(elevationDeg, azimuthDeg, width) : 'unknown',
    },
  };
}

/** One altitude is a scalar in some files. */
function altitudeGrid(tags: IdlRecord): NumberGrid | null {
  const value = tags.get('FULL_MAP_ALTITUDE');
  const single = numberOf(value);
  return single === null ? gridOf(value) : { dims: [1], values: new Float64Array([single]) };
}

function isRising(altitudesKm: readonly number[]): boolean {
  return altitudesKm.every((altitude, index) => altitude > (altitudesKm[index - 1] ?? -Infinity));
}

/** IDL drops the slowest dimension when it is 1. */
function isStackOf(grid: NumberGrid, planes: number, plane: readonly number[]): boolean {
  const found = grid.dims.join();
  return found === [planes, ...plane].join() || (planes === 1 && found === plane.join());
}

/** A copy with NaN in the place of what lies outside the range. */
function within([lowest, highest]: Range, values: NumberGrid['values']): Float32Array<ArrayBuffer> {
  const copy = new Float32Array(values.length);
  for (let index = 0; index < copy.length; index++) {
    const value = values[index]!;
    copy[index] = value >= lowest && value <= highest ? value : NaN;
  }
  return copy;
}

/** The reader of the publishers pairs skymap element 255 − j with data column j. */
function reverseRows(values: Float32Array<ArrayBuffer>, width: number): Float32Array<ArrayBuffer> {
  for (let start = 0; start < values.length; start += width) values.subarray(start, start + width).reverse();
  return values;
}

/** 0…360 → −180…180. */
function signedLongitude(lonDeg: number): number {
  return lonDeg > 180 ? lonDeg - 360 : lonDeg;
}
