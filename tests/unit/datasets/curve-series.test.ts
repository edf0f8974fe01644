import { describe, expect, test } from 'vitest';
import { curveDatasetByName, curveDatasets } from '$lib/datasets/curve-catalogue';
import { parseCurveFileName } from '$lib/datasets/curve-name';
import { readCurveSeries } from '$lib/datasets/curve-series';
import type { CurveSeries } from '$lib/model/curve';
import { hdf5Bytes } from '../formats/hdf5-file';
import { latin1 } from '../formats/pgm-bytes';
import { sharedData } from '../shared-data';
import { expectedFiles, readSharedFile } from './expected-files';

async function read(bytes: Uint8Array, name: string): Promise<CurveSeries> {
  const outcome = await readCurveSeries(bytes, { dataset: null, name });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

const idsOf = ({ curves }: CurveSeries) => curves.map(({ id, unit }) => [id, unit]);

test.each([
  ['norstar_k0_rio-fsim_20180503_v01.txt', 'NORSTAR_RIOMETER_K0_TXT', 'fsim', '2018-05-03'],
  [
    'GO-Canada/GO-Rio/txt/2015/03/12/norstar_k2_rio-gill_20150312_v03.txt',
    'NORSTAR_RIOMETER_K2_TXT',
    'gill',
    '2015-03-12',
  ],
  ['chu_canopus_dcp_rio_20050402_v0.txt', 'NORSTAR_RIOMETER_K0_TXT', 'chur', '2005-04-02'],
  ['chu_rio_19930403_v1a.txt', 'NORSTAR_RIOMETER_K2_TXT', 'chur', '1993-04-03'],
  ['20240203_medo-hsr_k0_v01.h5', 'SWAN_HSR_K0_H5', 'medo', '2024-02-03'],
])('the name %s', (path, dataset, siteUid, day) => {
  const startUs = Date.parse(`${day}T00:00:00Z`) * 1000;
  expect(parseCurveFileName(path)).toEqual({ dataset: curveDatasetByName(dataset), siteUid, startUs });
});

test.each([
  '20140310_0600_gill_themis19_full.pgm.gz',
  'xyz_rio_19930403_v1a.txt',
  'norstar_k0_rio-fsim_20181399_v01.txt',
])('%s is no day of curves', (name) => expect(parseCurveFileName(name)).toBeNull());

test('every dataset has its own names and folder, a credit, and says whether real files were seen', () => {
  expect(curveDatasets.map(({ name, verified }) => [name, verified])).toEqual([
    ['NORSTAR_RIOMETER_K0_TXT', true],
    ['NORSTAR_RIOMETER_K2_TXT', false],
    ['SWAN_HSR_K0_H5', false],
  ]);
  for (const { credit } of curveDatasets) expect(credit.doi).toMatch(/^10\.11575\//);
  expect(curveDatasetByName('THEMIS_ASI_RAW')).toBeNull();
});

describe('files as curves', () => {
  test('absorption and raw signal of k2, each in its unit', async () => {
    const k2 = await read(
      latin1('12/03/15 00:00:02 0.5 2.1\n12/03/15 00:00:07 NaN 2.2\n'),
      'norstar_k2_rio-gill_20150312_v03.txt',
    );
    expect(k2).toMatchObject({ dataset: 'NORSTAR_RIOMETER_K2_TXT', siteUid: 'gill', synthetic: false, problem: null });
    expect(idsOf(k2)).toEqual([
      ['absorption', 'dB'],
      ['raw signal', 'V'],
    ]);
    expect(k2.curves.map(({ values }) => [...values])).toEqual([
      [0.5, NaN],
      [2.1, 2.2],
    ]);
  });

  test('bands of an HSR, each by its frequency, also where one comes twice; what is not finite is no value', async () => {
    const texts = (...data: string[]) => ({ data });
    const bytes = await hdf5Bytes([
      { path: '/data/raw_power', data: Float32Array.of(1, 2, 3, Infinity, 5, 6), shape: [3, 2] },
      { path: '/data/timestamp', ...texts('2030-01-01 06:00:00 UTC', '2030-01-01 06:00:01 UTC') },
      { path: '/data/band_central_frequency', ...texts('30.00 MHz', '20.00 MHz', '30.00 MHz') },
      { path: '/metadata/file', data: new Float32Array(0), shape: [0], attributes: { site_unique_id: 'medo' } },
    ]);
    const day = await read(bytes, '20300101_medo-hsr_k0_v01.h5');
    expect(idsOf(day)).toEqual([
      ['30.00 MHz', null],
      ['20.00 MHz', null],
      ['30.00 MHz (2)', null],
    ]);
    expect(day.curves.map(({ values }) => [...values])).toEqual([
      [1, 2],
      [3, NaN],
      [5, 6],
    ]);
  });

  test.each([
    ['a web page', '<html><body>Welcome</body></html>', { kind: 'missing' }],
    ['nothing', '', { kind: 'corrupt', message: 'The file is empty.' }],
    ['a picture', 'P5\n1 1\n255\n ', { kind: 'unsupported' }],
  ])('%s in place of the file is a failure', async (_, text, failure) => {
    expect(await readCurveSeries(latin1(text), { dataset: 'NORSTAR_RIOMETER_K0_TXT', name: 'x.txt' })).toMatchObject({
      ok: false,
      failure,
    });
  });

  test.skipIf(!sharedData)('the real day has every row of the reference reader', async () => {
    const [path, file] = expectedFiles('riometer text')[0]!;
    const expected = file as unknown as Record<string, number>;
    const day = await read(readSharedFile(path), path);
    expect(day.timesUs).toHaveLength(expected.peer_rows!);
    const { values } = day.curves[0]!;
    expect([...values].reduce((sum, value) => sum + value, 0)).toBeCloseTo(expected.sum!, 6);
    expect(Math.max(...values)).toBe(expected.max);
  });
});
