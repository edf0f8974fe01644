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

/** Cosine and sine of each column's longitude, one after the other. */
const directions = Float64Array.from({ length: 2 * nodesPerRow }, (_, at) =>
  at % 2 === 0 ? cosDeg(at / 2 - 1) : sinDeg((at - 1) / 2 - 1),
);

/**
 * Many places at one height above the ellipsoid, geodetic → AACGM. The fit is smooth: it is summed at the nodes around
 * the places, and interpolated between them. A line around the Earth takes no more nodes than lie along it.
 *
 * @returns a function for as many grids as there are at that height; it keeps its nodes, 3 MB for the whole Earth
 */
export function createAacgmGrid(series: HeightSeries, altitudeKm: number): (places: LatLonArrays) => MagneticArrays {
  const nodes = new Float64Array(rowCount * rowLength);
  const isKnown = new Uint8Array(rowCount * nodesPerRow);
  /** Of the cell north-east of a node, whether all sixteen nodes around it are known. */
  const isReady = new Uint8Array(rowCount * nodesPerRow);
  const circles: Float64Array[] = [];
  const sums = new Float64Array(3);

  function circleOf(row: number): Float64Array {
    let circle = circles[row];
    if (!circle) {
      circle = circles[row] = new Float64Array(circleLength);
      fillGeodeticCircle(series, (row + southernmost) / rowsPerDegree, altitudeKm, circle);
    }
    return circle;
  }

  function fillAround(row: number, column: number): void {
    for (let nodeRow = row - 1; nodeRow <= row + 2; nodeRow++) {
      const circle = circleOf(nodeRow);
      for (let nodeColumn = column; nodeColumn <= column + 3; nodeColumn++) {
        const node = nodeRow * nodesPerRow + nodeColumn;
        if (isKnown[node] === 1) continue;
        sumCircle(circle, directions[2 * nodeColumn]!, directions[2 * nodeColumn + 1]!, sums);
        for (let axis = 0; axis < 3; axis++) nodes[3 * node + axis] = sums[axis]!;
        isKnown[node] = 1;
      }
    }
    isReady[row * nodesPerRow + column] = 1;
  }

  return (places) => {
    const magLatDeg = new Float64Array(places.latDeg.length).fill(NaN);
    const magLonDeg = new Float64Array(places.latDeg.length).fill(NaN);
    for (let index = 0; index < magLatDeg.length; index++) {
      const northing = northingOf(places.latDeg[index]!);
      const easting = eastingOf(places.lonDeg[index]!);
      if (!(northing >= 0 && easting >= 0)) continue;
      const row = Math.floor(northing);
      const column = Math.floor(easting);
      if (isReady[row * nodesPerRow + column] === 0) fillAround(row, column);
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
