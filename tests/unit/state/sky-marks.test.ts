import { expect, test } from 'vitest';
import { rego } from '$lib/datasets/rego';
import { themisAsi } from '$lib/datasets/themis-asi';
import { trexNir } from '$lib/datasets/trex-nir';
import { trexSpectrograph } from '$lib/datasets/trex-spectrograph';
import type { ImagerDataset } from '$lib/model/dataset';
import type { CompassedSkymap } from '$lib/model/skymap';
import { skyMarks } from '$lib/state/sky-marks';

const size = { height: 100, width: 100 };
const sides = ({ orientation }: ImagerDataset) =>
  Object.fromEntries(skyMarks(null, orientation, size).map(({ name, row, column }) => [name, [row, column]]));

test('without a skymap the letters stand at the edges, east on the side that the dataset knows', () => {
  expect(sides(themisAsi).N![0]).toBeLessThan(10);
  expect(sides(themisAsi).S![0]).toBeGreaterThan(90);
  expect([themisAsi, rego, trexNir].map((dataset) => sides(dataset).E![1]! < 50)).toEqual([true, true, false]);
  expect(sides(trexSpectrograph)).toEqual({});
});

test('with a skymap they stand where it has them, inside the picture', () => {
  const empty = new Float32Array(0);
  const skymap: CompassedSkymap = {
    ...{ name: '', projectUid: '', siteUid: '', imagerUid: '', site: { latDeg: 0, lonDeg: 0, altitudeM: 0 } },
    ...{ ...size, elevationDeg: empty, azimuthDeg: null, altitudesKm: [], cornerLatDeg: empty, cornerLonDeg: empty },
    eastSide: 'left',
    compass: {
      north: { row: 10, column: 70 },
      east: { row: 20, column: 0 },
      south: null,
      west: { row: 60, column: 90 },
    },
  };
  expect(skyMarks(skymap, themisAsi.orientation, size)).toEqual([
    { name: 'N', row: 10.5, column: 70.5 },
    { name: 'E', row: 20.5, column: 3 },
    { name: 'W', row: 60.5, column: 90.5 },
  ]);
});
