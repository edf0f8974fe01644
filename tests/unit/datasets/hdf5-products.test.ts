import { describe, expect, test } from 'vitest';
import { isEmptyCell, readGridFile } from '$lib/datasets/grid-file';
import { gridDatasetOf } from '$lib/datasets/grid-name';
import { readProcessedSpectra } from '$lib/datasets/processed-spectra';
import { recogniseFile } from '$lib/datasets/recognise';
import { readHsrDay } from '$lib/datasets/swan-hsr';
import type { Spectrum } from '$lib/model/spectra';
import type { Outcome } from '$lib/model/failure';
import { hdf5Bytes, type Part } from '../formats/hdf5-file';
import { sharedData } from '../shared-data';
import { expectedHdf5, type ExpectedHdf5 } from './expected-hdf5';
import { readSharedFile } from './expected-stacks';

const second = (at: number) => `2030-01-01 06:00:${String(at).padStart(2, '0')} UTC`;
const firstUs = Date.UTC(2030, 0, 1, 6) * 1000;

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

function metadata(path: string, attributes: Part['attributes']): Part {
  return { path, data: new Float32Array(0), shape: [0], attributes };
}

const gridParts = (confidenceShape = [2, 2, 2]): Part[] => [
  { path: '/data/grid', data: Float32Array.of(1, 2, -999, -999, NaN, 6, 7, 8), shape: [2, 2, 2] },
  {
    path: '/data/source_info/confidence',
    data: new Float32Array(confidenceShape.reduce((a, b) => a * b)).map((_, at) => at),
    shape: confidenceShape,
  },
  { path: '/data/timestamp', data: [second(3), second(0)] },
  metadata('/metadata/file', {
    fill_value: '-999.0',
    altitude_km: '110.0',
    units: 'Rayleighs',
    project_name: 'rego',
    methodology_uid: 'MOSv001',
  }),
  metadata('/metadata/frame/frame0', { sites_in_grid: 'gill_rego-652,rank_rego-655', clear_sites: '' }),
  metadata('/metadata/frame/frame1', { cloudy_sites: 'fsmi_rego-654' }),
];

test('a grid: frames in order of time, and whatever belongs to them with them', async () => {
  const grid = valueOf(await readGridFile(await hdf5Bytes(gridParts()), { dataset: null, name: 'x.h5' }));
  expect(grid).toMatchObject({
    dataset: 'REGO_GRID_MOSV001',
    ...{ height: 2, width: 2, channels: 1, fillValue: -999, altitudeKm: 110, units: 'Rayleighs' },
    problem: { kind: 'inconsistent' },
  });
  expect([...grid.values]).toEqual([2, -999, 6, 8, 1, -999, NaN, 7]);
  expect([...grid.confidence!]).toEqual([1, 3, 5, 7, 0, 2, 4, 6]);
  expect([...grid.timesUs]).toEqual([firstUs, firstUs + 3e6]);
  expect(grid.sites).toEqual([
    { inGrid: [], clear: [], cloudy: ['fsmi_rego-654'], removedByHand: [] },
    { inGrid: ['gill_rego-652', 'rank_rego-655'], clear: [], cloudy: [], removedByHand: [] },
  ]);
  expect([...grid.values].map((value) => isEmptyCell(value, grid))).toEqual([
    false,
    true,
    false,
    false,
    false,
    true,
    true,
    false,
  ]);
});

test('a confidence of another size is left out, and the grid stays', async () => {
  const grid = valueOf(await readGridFile(await hdf5Bytes(gridParts([2, 2, 1])), { dataset: null, name: 'x.h5' }));
  expect(grid.confidence).toBeNull();
  expect(grid.values).toHaveLength(8);
});

test.each([
  ['20230324_0600_110km_MOSv001_grid_themis-asi.h5', 'THEMIS_ASI_GRID_MOSV001'],
  ['a/20230324_0600_110km_MOSu001_grid_themis-asi.h5', 'THEMIS_ASI_GRID_MOSU001'],
  ['20230324_0600_110km_MOSv001_grid_trex-rgb5577.h5', 'TREX_RGB5577_GRID_MOSV001'],
  ['20230324_0600_110km_MOSv001_grid_other.h5', null],
])('%s is of %s', (name, dataset) => {
  expect(gridDatasetOf(name, [])).toBe(dataset);
});

test('spectra: each once, with the place that its time gives it', async () => {
  const [rows, bins, count] = [1024, 256, 70]; // more than one stretch
  const data = new Float32Array(rows * bins * count);
  for (let at = 0; at < data.length; at++) data[at] = (at % count) * 1000 + (Math.floor(at / count) % 7);
  const times = Array.from({ length: count }, (_, at) => new Date(firstUs / 1000 + 15_000 * at).toISOString());
  [times[1], times[2]] = [times[2]!, times[1]!];
  const bytes = await hdf5Bytes([
    { path: '/data/spectra', data, shape: [rows, bins, count] },
    { path: '/data/wavelength', data: new Float64Array(rows).map((_, row) => 385 + row), shape: [rows] },
    { path: '/data/timestamp', data: times.map((time) => `${time.slice(0, 19).replace('T', ' ')} UTC`), dtype: 'A23' },
  ]);
  const seen: (Pick<Spectrum, 'index' | 'timeUs'> & { value: number })[] = [];
  const name = '20300101_06_rabb_spect-01_cal_v01.h5';
  const file = valueOf(
    await readProcessedSpectra(bytes, { dataset: null, name }, () => ({ index, timeUs, values }) => {
      expect(values).toHaveLength(rows * bins);
      expect(values[6]! - values[0]!).toBe(6);
      seen.push({ index, timeUs, value: values[0]! / 1000 });
    }),
  );
  expect(file).toMatchObject({ dataset: 'TREX_SPECT_PROCESSED_V1', siteUid: 'rabb', deviceUid: 'spect-01', bins });
  expect(seen.map(({ value }) => value)).toEqual([...Array(count).keys()]);
  expect(seen.slice(0, 4).map(({ index }) => index)).toEqual([0, 2, 1, 3]);
  for (const { index, timeUs } of seen) expect(file.timesUs[index]).toBe(timeUs);
  expect(file.problem).toMatchObject({ kind: 'inconsistent' });
}, 20_000);

test('a day of the hyper-spectral riometer', async () => {
  const bytes = await hdf5Bytes([
    { path: '/data/raw_power', data: Float32Array.of(1, 2, 3, 10, 20, 30), shape: [2, 3] },
    { path: '/data/timestamp', data: [second(0), 'nonsense', second(1)] },
    { path: '/data/band_central_frequency', data: ['30.00 MHz', '20.00 MHz'] },
    { path: '/data/band_passband', data: ['85.45 kHz', '85.45 kHz'] },
    metadata('/metadata/file', { comment: 'SYNTHETIC' }),
  ]);
  const day = valueOf(await readHsrDay(bytes, { dataset: null, name: '20300101_medo-hsr_k0_v01.h5' }));
  expect(day).toMatchObject({
    dataset: 'SWAN_HSR_K0_H5',
    siteUid: 'medo',
    synthetic: true,
    bands: [{ centralFrequency: '30.00 MHz' }, { passband: '85.45 kHz' }],
  });
  expect([...day.rawPower]).toEqual([1, 3, 10, 30]);
  expect([...day.timesUs]).toEqual([firstUs, firstUs + 1e6]);
  expect(day.problem).toMatchObject({ kind: 'inconsistent' });
  const named = valueOf(await recogniseFile(bytes, '20300101_medo-hsr_k0_v01.h5'));
  expect(named.content).toMatchObject({
    ...{
      kind: 'riometer',
      dataset: 'SWAN_HSR_K0_H5',
      siteUid: 'medo',
      measurements: 2,
      startUs: Math.floor(firstUs / 86_400e6) * 86_400e6,
    },
    path: 'SWAN/hsr/l0/multi_freq/h5/2030/01/01/20300101_medo-hsr_k0_v01.h5',
  });
  // Without its name nobody knows the site: it is no track, and says so.
  const unnamed = valueOf(await recogniseFile(bytes, 'day.h5'));
  expect(unnamed).toMatchObject({
    content: { siteUid: null, path: null },
    remark: expect.stringContaining('no track') as string,
  });
});

const byType = (type: ExpectedHdf5['type']) => expectedHdf5.filter(([, file]) => file.type === type);

describe.skipIf(!sharedData)('real files', () => {
  test.each(byType('hdf5 grid'))('%s', async (path, { shape, samples, confidence }) => {
    const grid = valueOf(await readGridFile(readSharedFile(path), { dataset: null, name: path }));
    const at = (place: readonly number[], dims: readonly number[]) =>
      place.reduce((sum, index, axis) => sum * dims[axis]! + index, 0);
    for (const sample of samples) expect(grid.values[at(sample.slice(0, -1) as number[], shape)]).toBe(sample.at(-1));
    expect(confidence).toBeDefined();
    // Filled at the same places: both the same way up.
    const { values, channels } = grid;
    const apart = grid.confidence!.findIndex(
      (one, cell) => isEmptyCell(one, grid) !== isEmptyCell(values[cell * channels]!, grid),
    );
    expect(apart).toBe(-1);
    expect(grid.sites[0]!.inGrid.length).toBeGreaterThan(2);
    expect(grid.altitudeKm).toBe(110);
  });

  test.each(byType('hdf5 spectra'))('%s', async (path, { shape, samples }) => {
    const found: number[] = [];
    const file = valueOf(
      await readProcessedSpectra(readSharedFile(path), { dataset: null, name: path }, () => ({ index, values }) => {
        for (const [frame, row, bin, value] of samples as number[][]) {
          if (frame === index && Number.isFinite(value)) found.push(values[row! * shape[2]! + bin!]! - value!);
        }
      }),
    );
    expect(found).toHaveLength(11); // of 12, one is NaN
    expect(found.every((difference) => difference === 0)).toBe(true);
    expect(file).toMatchObject({ siteUid: 'rabb', deviceUid: 'spect-01', synthetic: true, problem: null });
  });
});
