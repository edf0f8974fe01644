import { cornersAtAltitude, hasCorners, type CornerGrid } from '$lib/geometry/corner-grid';
import { vectorsOnSights, type SightGrid } from '$lib/geometry/sight-grid';
import { slitCorners } from '$lib/geometry/slit-outline';
import { placesOfVectors, type UnitVectors } from '$lib/geometry/unit-vectors';
import type { GridBox } from '$lib/model/grid';
import type { Skymap } from '$lib/model/skymap';

/** Pixels of one source that may be drawn, and where their corners are. */
export interface MosaicGeometry {
  readonly height: number;
  readonly width: number;
  /** Of pixel middles, `[row][column]`; null of grids. */
  readonly elevationDeg: Float32Array<ArrayBuffer> | null;
  /** `[row][column]`, 1 for pixels that may be drawn. */
  readonly drawn: Uint8Array<ArrayBuffer>;
  /** The corners of those pixels: places in a plane of (height + 1) × (width + 1), rising. */
  readonly corners: Uint32Array<ArrayBuffer>;
  /** Of `corners`, geodetic degrees; NaN where not seen. */
  readonly latDeg: Float64Array<ArrayBuffer>;
  readonly lonDeg: Float64Array<ArrayBuffer>;
  /** The same places as directions, where these are at hand sooner; true until another geometry is asked for its own. */
  readonly vectors?: () => UnitVectors;
}

export type DrawnPixels = Pick<MosaicGeometry, 'drawn' | 'corners'>;

export interface CameraChoice {
  readonly altitudeKm: number;
  /**
   * Pixels whose middle is seen at this elevation or below are left out, as PyAuroraX and asilib leave them out: not by
   * their corners, which would take a row of pixels more.
   */
  readonly minElevationDeg: number;
  /** Pixels that are to be left out are not 0, `[row][column]`; null for none. */
  readonly mask: Uint8Array | null;
}

/**
 * The pixels of a camera, or the bins of a spectrograph, at an altitude. A plane that the skymap has is taken as it is;
 * any other altitude is reached along the lines of sight, since extending planes up to 150 km to 230 km would be wrong by
 * 60 km at 5° elevation.
 *
 * @param sightsOf asked only where the skymap has no plane
 * @param pixels what `drawnPixels` says of the same choice, where it is known already
 */
export function cameraGeometry(
  skymap: Skymap,
  choice: CameraChoice,
  sightsOf: () => SightGrid,
  pixels: DrawnPixels = drawnPixels(skymap, choice),
): MosaicGeometry {
  const { elevationDeg, height, width } = skymap;
  const { altitudeKm } = choice;
  const { drawn, corners } = pixels;
  const shape = { height, width, elevationDeg, drawn, corners };
  if (!hasCorners(skymap)) return { ...shape, ...pick(slitCorners(skymap, altitudeKm), corners) };
  const plane = skymap.altitudesKm.indexOf(altitudeKm);
  if (plane < 0) {
    const sights = sightsOf();
    return withVectors(shape, () => vectorsOnSights(sights, corners, altitudeKm));
  }
  const from = plane * (height + 1) * (width + 1);
  const to = from + (height + 1) * (width + 1);
  const { cornerLatDeg, cornerLonDeg } = skymap;
  return {
    ...shape,
    ...pick({ latDeg: cornerLatDeg.subarray(from, to), lonDeg: cornerLonDeg.subarray(from, to) }, corners),
  };
}

/** Degrees are reckoned when they are asked for. */
function withVectors(
  shape: Omit<MosaicGeometry, 'latDeg' | 'lonDeg' | 'vectors'>,
  vectors: () => UnitVectors,
): MosaicGeometry {
  let places: CornerGrid | null = null;
  const known = () => (places ??= placesOfVectors(vectors()));
  return {
    ...shape,
    vectors,
    get latDeg() {
      return known().latDeg;
    },
    get lonDeg() {
      return known().lonDeg;
    },
  };
}

/** Which pixels of a camera may be drawn, and their corners: the same at every altitude. */
export function drawnPixels(
  { elevationDeg, height, width }: Skymap,
  { minElevationDeg, mask }: Pick<CameraChoice, 'minElevationDeg' | 'mask'>,
): DrawnPixels {
  const drawn = new Uint8Array(height * width);
  for (let pixel = 0; pixel < drawn.length; pixel++)
    if (elevationDeg[pixel]! > minElevationDeg && !mask?.[pixel]) drawn[pixel] = 1;
  return { drawn, corners: cornersOf(drawn, width) };
}

/** The same with corners as the archive's own library has them, between and beyond the planes linearly. */
export function compatibleGeometry(skymap: Skymap, choice: CameraChoice): MosaicGeometry {
  const geometry = cameraGeometry(skymap, { ...choice, altitudeKm: skymap.altitudesKm[0]! }, () => {
    throw new Error('a plane needs no lines of sight');
  });
  return { ...geometry, ...pick(cornersAtAltitude(skymap, choice.altitudeKm, 'linear'), geometry.corners) };
}

/**
 * The cells of a grid file: the whole Earth in equal steps, north-west first.
 *
 * @param box the part of them that may be drawn
 */
export function gridGeometry(
  height: number,
  width: number,
  box: GridBox = { row: 0, column: 0, height, width },
): MosaicGeometry {
  const drawn = new Uint8Array(height * width);
  for (let row = box.row; row < box.row + box.height; row++)
    drawn.fill(1, row * width + box.column, row * width + box.column + box.width);
  const corners = cornersOf(drawn, width);
  const latDeg = new Float64Array(corners.length);
  const lonDeg = new Float64Array(corners.length);
  for (let at = 0; at < corners.length; at++) {
    const row = Math.floor(corners[at]! / (width + 1));
    latDeg[at] = 90 - (180 * row) / height;
    lonDeg[at] = -180 + (360 * (corners[at]! - row * (width + 1))) / width;
  }
  return { height, width, elevationDeg: null, drawn, corners, latDeg, lonDeg };
}

function cornersOf(drawn: Uint8Array, width: number): Uint32Array<ArrayBuffer> {
  const height = drawn.length / width;
  const isCorner = new Uint8Array((height + 1) * (width + 1));
  let pixel = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++, pixel++) {
      if (drawn[pixel] === 0) continue;
      const above = pixel + row;
      const below = above + width + 1;
      isCorner[above] = isCorner[above + 1] = isCorner[below] = isCorner[below + 1] = 1;
    }
  }
  let count = 0;
  for (const is of isCorner) count += is;
  const corners = new Uint32Array(count);
  for (let corner = 0, at = 0; corner < isCorner.length; corner++) if (isCorner[corner] === 1) corners[at++] = corner;
  return corners;
}

function pick(
  plane: { readonly latDeg: Float32Array | Float64Array; readonly lonDeg: Float32Array | Float64Array },
  corners: Uint32Array,
) {
  const latDeg = new Float64Array(corners.length);
  const lonDeg = new Float64Array(corners.length);
  for (let at = 0; at < corners.length; at++) {
    latDeg[at] = plane.latDeg[corners[at]!]!;
    lonDeg[at] = plane.lonDeg[corners[at]!]!;
  }
  return { latDeg, lonDeg };
}
