import type { HeightSeries } from './aacgm-coefficients';
import { fillGeodeticCircle, latitudeOf, longitudeOf } from './aacgm';
import { cosDeg, sinDeg } from './angles';
import { circleLength, sumCircle } from './surface-harmonics';

/** Degrees in two equally long arrays, as a corner grid has them. */
export interface LatLonArrays {
  readonly latDeg: Float64Array | Float32Array;
  readonly lonDeg: Float64Array | Float32Array;
}

/** AACGM degrees, longitude −180…180, element by element; NaN where undefined. */
export interface MagneticArrays {
  readonly magLatDeg: Float64Array<ArrayBuffer>;
  readonly magLonDeg: Float64Array<ArrayBuffer>;
}

/** Nodes lie half a degree apart in latitude and one in longitude: cubics between them are the fit to 2e-6°. */
const rowsPerDegree = 2;
/** Two more rows than needed beyond each pole, where the fit goes on smoothly. */
const southernmost = -90 * rowsPerDegree - 2;
const rowCount = 1 - 2 * southernmost;
/** From 1° west of longitude 0 once round to 2° east of it. */
const nodesPerRow = 364;
/** Three components. */
const rowLength = 3 * nodesPerRow;

/**
 * Many places at one height above the ellipsoid, geodetic → AACGM. The fit is smooth: it is summed at the nodes around
 * the places, and interpolated between them.
 *
 * @returns a function for as many grids as there are at that height; it keeps its nodes, 3 MB for the whole Earth
 */
export function createAacgmGrid(series: HeightSeries, altitudeKm: number): (places: LatLonArrays) => MagneticArrays {
  const nodes = new Float64Array(rowCount * rowLength);
  const isKnown = new Uint8Array(rowCount * nodesPerRow);
  const circle = new Float64Array(circleLength);
  const sums = new Float64Array(3);

  /** Every node of these columns in a row. */
  function fillRow(row: number, columns: readonly number[]): void {
    const missing = columns.filter((column) => isKnown[row * nodesPerRow + column] === 0);
    if (missing.length === 0) return;
    fillGeodeticCircle(series, (row + southernmost) / rowsPerDegree, altitudeKm, circle);
    for (const column of missing) {
      sumCircle(circle, cosDeg(column - 1), sinDeg(column - 1), sums);
      nodes.set(sums, row * rowLength + 3 * column);
      isKnown[row * nodesPerRow + column] = 1;
    }
  }

  return (places) => {
    const { rows, columns } = nodesAround(places);
    for (const row of rows) fillRow(row, columns);
    const magLatDeg = new Float64Array(places.latDeg.length).fill(NaN);
    const magLonDeg = new Float64Array(places.latDeg.length).fill(NaN);
    for (let index = 0; index < magLatDeg.length; index++) {
      const northing = northingOf(places.latDeg[index]!);
      const easting = eastingOf(places.lonDeg[index]!);
      if (!(northing >= 0 && easting >= 0)) continue;
      const row = Math.floor(northing);
      const column = Math.floor(easting);
      interpolate(nodes, (row - 1) * rowLength + 3 * column, northing - row, easting - column, sums);
      magLatDeg[index] = latitudeOf(sums);
      magLonDeg[index] = longitudeOf(sums);
    }
    return { magLatDeg, magLonDeg };
  };
}

/** In rows from the southernmost; NaN for what is no latitude. */
function northingOf(latDeg: number): number {
  return Math.abs(latDeg) <= 90 ? latDeg * rowsPerDegree - southernmost : NaN;
}

/** In columns, the westernmost left out: 0…360. */
function eastingOf(lonDeg: number): number {
  return lonDeg - 360 * Math.floor(lonDeg / 360);
}

/** Rows and columns of the nodes that the cubics at these places go through. */
function nodesAround({ latDeg, lonDeg }: LatLonArrays): { readonly rows: number[]; readonly columns: number[] } {
  const rows = new Uint8Array(rowCount);
  const columns = new Uint8Array(nodesPerRow);
  for (let index = 0; index < latDeg.length; index++) {
    const northing = northingOf(latDeg[index]!);
    const easting = eastingOf(lonDeg[index]!);
    if (!(northing >= 0 && easting >= 0)) continue;
    rows[Math.floor(northing)] = 1;
    columns[Math.floor(easting)] = 1;
  }
  return { rows: widened(rows, -1), columns: widened(columns, 0) };
}

/** The marked indices, each with its three neighbours. */
function widened(marks: Uint8Array, first: number): number[] {
  return Array.from(marks.keys()).filter((index) =>
    [0, 1, 2, 3].some((neighbour) => marks[index - first - neighbour] === 1),
  );
}

/**
 * By the cubics through four nodes in each direction.
 *
 * @param first the south-western one of the sixteen
 * @param north, east 0…1 on the way from the second to the third
 */
function interpolate(nodes: Float64Array, first: number, north: number, east: number, sums: Float64Array): void {
  weigh(north, rowWeights);
  weigh(east, columnWeights);
  let x = 0;
  let y = 0;
  let z = 0;
  for (let row = 0; row < 4; row++) {
    const weight = rowWeights[row]!;
    let at = first + row * rowLength;
    for (let column = 0; column < 4; column++, at += 3) {
      const share = weight * columnWeights[column]!;
      x += share * nodes[at]!;
      y += share * nodes[at + 1]!;
      z += share * nodes[at + 2]!;
    }
  }
  sums[0] = x;
  sums[1] = y;
  sums[2] = z;
}

const rowWeights = new Float64Array(4);
const columnWeights = new Float64Array(4);

/** Lagrange's weights for nodes at −1, 0, 1, 2. */
function weigh(t: number, weights: Float64Array): void {
  weights[0] = (-t * (t - 1) * (t - 2)) / 6;
  weights[1] = ((t + 1) * (t - 1) * (t - 2)) / 2;
  weights[2] = (-(t + 1) * t * (t - 2)) / 2;
  weights[3] = ((t + 1) * t * (t - 1)) / 6;
}
