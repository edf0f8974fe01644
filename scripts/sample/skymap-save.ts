import { positiveDegrees } from '$lib/geometry/angles';
import { sightFrom } from '$lib/geometry/geodesy';
import { idlDate, writeIdlSave } from './idl-save-writer';
import { array, scalar, structure, type SaveStructure } from './save-value';

/** Where the archive keeps the skymaps of a project. */
const directories = {
  themis: 'THEMIS/asi/skymaps',
  rego: 'GO-Canada/REGO/skymap',
  nir: 'TREx/NIR/skymaps',
  rgb: 'TREx/RGB/skymaps',
} as const;

/** A camera as its skymap needs it. Rows and columns are those of its files. */
export interface SkymapCamera {
  readonly projectUid: keyof typeof directories;
  readonly siteUid: string;
  readonly imagerUid: string;
  readonly width: number;
  readonly height: number;
  readonly latDeg: number;
  /** −180…180 or 0…360 */
  readonly lonDeg: number;
  readonly altM: number;
  /** Of the planes on which corners are mapped, rising. */
  readonly altitudesM: readonly number[];
  /**
   * Where a point of the picture looks: azimuth clockwise from north. Continuous: pixel (r, c) covers r…r + 1 and
   * c…c + 1, its middle is (r + 0.5, c + 0.5). Null outside the lens circle.
   */
  readonly direction: (
    row: number,
    column: number,
  ) => { readonly azimuthDeg: number; readonly elevationDeg: number } | null;
}

/** What a skymap says about itself beside the camera. */
export interface SkymapAbout {
  /** When it says it was made, UTC. */
  readonly generatedUs: number;
  /** First day on which it holds, `20300101`. */
  readonly validFrom: string;
  /** Counts of the camera without light. */
  readonly backgroundCounts: number;
}

/** Stands for "in no bin" among the numbers of bins. */
const noBin = 1024;
export const sampleAuthor = 'Nightside sample event (synthetic)';

/**
 * The skymap of a camera as the archive publishes it: an IDL SAVE file, compressed, with the one variable `SKYMAP`. Its
 * tags are those of published ones, in their order, except BIN_…: they describe the 1024 bins of another product, which
 * the sample has not, and their row and column numbers could not even say so. FULL_BIN accordingly puts every pixel in
 * no bin.
 *
 * Elevation and azimuth are those of pixel middles, wherever the lens looks. Corners are mapped along the exact line of
 * sight to a constant height above WGS84; NaN outside the lens circle and where the line does not rise.
 *
 * @see https://data.phys.ucalgary.ca/sort_by_project/other/documentation/skymap_file_description.pdf
 */
export function skymapSave(camera: SkymapCamera, about: SkymapAbout): Uint8Array<ArrayBuffer> {
  const { height, width, altitudesM } = camera;
  const picture = [height, width];
  const pixels = height * width;
  const planes = [altitudesM.length, height + 1, width + 1];
  const { elevationDeg, azimuthDeg } = middles(camera);
  const { latDeg, lonDeg } = corners(camera);
  const skymap = structure({
    GENERATION_INFO: generationInfo(camera, about),
    SITE_UID: scalar('STRING', camera.siteUid),
    IMAGER_UID: scalar('STRING', camera.imagerUid),
    PROJECT_UID: scalar('STRING', camera.projectUid),
    IMAGER_UNIX_TIME: scalar('LONG', 0),
    SITE_MAP_LATITUDE: scalar('FLOAT', camera.latDeg),
    SITE_MAP_LONGITUDE: scalar('FLOAT', circle(camera.lonDeg)),
    SITE_MAP_ALTITUDE: scalar('FLOAT', camera.altM),
    FULL_ROW: array(
      picture,
      Uint16Array.from({ length: pixels }, (_, index) => Math.floor(index / width)),
    ),
    FULL_COLUMN: array(
      picture,
      Uint16Array.from({ length: pixels }, (_, index) => index % width),
    ),
    FULL_IGNORE: array(picture, new Uint8Array(pixels)),
    FULL_SUBTRACT: array(picture, new Uint16Array(pixels).fill(about.backgroundCounts)),
    FULL_MULTIPLY: array(picture, new Float32Array(pixels).fill(1)),
    FULL_ELEVATION: array(picture, elevationDeg),
    FULL_AZIMUTH: array(picture, azimuthDeg),
    FULL_MAP_ALTITUDE: array([altitudesM.length], Float32Array.from(altitudesM)),
    FULL_MAP_LATITUDE: array(planes, latDeg),
    FULL_MAP_LONGITUDE: array(planes, lonDeg),
    FULL_BIN: array(picture, new Uint16Array(pixels).fill(noBin)),
  });
  const timestamp = { timeUs: about.generatedUs, user: 'nightside', host: 'sample' };
  const notice = 'Made up for the sample event of Nightside: this camera does not exist.';
  return writeIdlSave({ variables: [['SKYMAP', skymap]], timestamp, notice }, 'compressed');
}

/** `themis_skymap_gill_20300101-+_v01.sav` @param validFrom first day, `20300101`; it holds until another one does */
export function skymapName(
  { projectUid, siteUid }: Pick<SkymapCamera, 'projectUid' | 'siteUid'>,
  validFrom: string,
): string {
  return `${projectUid}_skymap_${siteUid}_${validFrom}-+_v01.sav`;
}

/** The file below the archive's root: `THEMIS/asi/skymaps/gill/gill_20300101/themis_skymap_….sav`. */
export function skymapPath(camera: Pick<SkymapCamera, 'projectUid' | 'siteUid'>, validFrom: string): string {
  const { projectUid, siteUid } = camera;
  return `${directories[projectUid]}/${siteUid}/${siteUid}_${validFrom}/${skymapName(camera, validFrom)}`;
}

/** Numbers about the lens are NaN: they belong to the formula of the archive's own program, which no lens here has. */
function generationInfo({ siteUid, imagerUid }: SkymapCamera, about: SkymapAbout): SaveStructure {
  const unknown = (...dims: readonly number[]) =>
    array(dims, new Float64Array(dims.reduce((product, dim) => product * dim, 1)).fill(NaN));
  return structure({
    DATE_GENERATED: scalar('STRING', idlDate(about.generatedUs)),
    AUTHOR: scalar('STRING', sampleAuthor),
    VALID_INTERVAL_START: scalar('STRING', `${about.validFrom}00`),
    VALID_INTERVAL_STOP: scalar('STRING', '+'),
    DATE_TIME_USED: scalar('STRING', `${about.validFrom}_UT00`),
    DATA_LOC: scalar('STRING', `none: ${imagerUid} at ${siteUid} is made up`),
    CODE_USED: scalar('STRING', 'scripts/sample/skymap-save.ts'),
    OPTICAL_PROJECTION: unknown(2, 9),
    OPTICAL_ORIENTATION: unknown(3),
    CCD_CENTER: unknown(2),
    IMG_FLIP: array([2], new Uint8Array(2)),
    PIXEL_ASPECT_RATIO: scalar('DOUBLE', NaN),
    BYTSCL_VALUES: array([2], Int16Array.of(-1, -1)),
  });
}

/** Directions of pixel middles, `[row][column]`. */
function middles({ height, width, direction }: SkymapCamera) {
  const elevationDeg = new Float32Array(height * width).fill(NaN);
  const azimuthDeg = new Float32Array(height * width).fill(NaN);
  for (let row = 0, index = 0; row < height; row++) {
    for (let column = 0; column < width; column++, index++) {
      const seen = direction(row + 0.5, column + 0.5);
      if (!seen) continue;
      elevationDeg[index] = seen.elevationDeg;
      azimuthDeg[index] = circle(seen.azimuthDeg);
    }
  }
  return { elevationDeg, azimuthDeg };
}

/** Places of pixel corners, `[altitude][row][column]`, a row and a column more than there are pixels. */
function corners({ height, width, altitudesM, direction, ...camera }: SkymapCamera) {
  const placeAt = sightFrom({ latDeg: camera.latDeg, lonDeg: camera.lonDeg, altitudeKm: camera.altM / 1000 });
  const plane = (height + 1) * (width + 1);
  const latDeg = new Float32Array(altitudesM.length * plane).fill(NaN);
  const lonDeg = new Float32Array(altitudesM.length * plane).fill(NaN);
  for (let row = 0, index = 0; row <= height; row++) {
    for (let column = 0; column <= width; column++, index++) {
      const seen = direction(row, column);
      if (!seen) continue;
      for (const [layer, altitudeM] of altitudesM.entries()) {
        const place = placeAt(seen.azimuthDeg, seen.elevationDeg, altitudeM / 1000);
        if (!place) continue;
        latDeg[layer * plane + index] = place.latDeg;
        lonDeg[layer * plane + index] = circle(place.lonDeg);
      }
    }
  }
  return { latDeg, lonDeg };
}

/** 0…360, the end left out, also after the rounding to 32 bits. */
function circle(angleDeg: number): number {
  return Math.fround(positiveDegrees(angleDeg)) % 360;
}
