import { expect, test } from 'vitest';
import { archiveDatasets } from '$lib/datasets/archive-datasets';
import { isFileOf, parseCameraFolder, parseHourFolder, placeInArchive } from '$lib/datasets/archive-path';

test.each([
  ['THEMIS/asi/stream0/2014/03/10/gill_themis19/ut06/20140310_0600_gill_themis19_full.pgm.gz', 'gill', 'themis19', 6],
  ['gill_rgb-04/20200101__gill_rgb-04_full-keogram.jpg', 'gill', 'rgb-04', null],
  ['gill_rgb-04/ut00/20200201_00_gill_rgb-04_full-keogram.jpg', 'gill', 'rgb-04', 0],
  ['20080904_07_gill_themis19_full-keogram.pgm.jpg', 'gill', 'themis19', 7],
  ['20300101_060100_000053_pina_smile-05_raw.h5', 'pina', 'smile-05', 6],
  ['rabb_spect-01/20230503_06_rabb_spect-01_cal_v01.h5', 'rabb', 'spect-01', 6],
  ['MOSv001/2023/03/24/ut06/20230324_0600_110km_MOSv001_grid_themis-asi.h5', null, null, 6],
  ['2018/05/03/norstar_k0_rio-fsim_20180503_v01.txt', 'fsim', null, null],
  ['chu_canopus_dcp_rio_20050402_v0.txt', 'chur', null, null],
  ['20240203_mean-hsr_k0_v01.h5', 'mean', null, null],
])('%s', (path, siteUid, deviceUid, hour) => {
  expect(placeInArchive(path)).toEqual({ siteUid, deviceUid, hour });
});

test('folders of cameras and of hours, and no others', () => {
  expect(parseCameraFolder('fsmi_rego-798')).toEqual({ siteUid: 'fsmi', deviceUid: 'rego-798' });
  for (const folder of ['ut06', 'gill', 'gill_20110305', '..', 'gill_themis19_old'])
    expect(parseCameraFolder(folder)).toBeNull();
  expect([parseHourFolder('ut00'), parseHourFolder('ut23'), parseHourFolder('ut24')]).toEqual([0, 23, null]);
});

test.each([
  ['THEMIS_ASI_RAW', '20140310_0600_gill_themis19_full.pgm.gz', ['THEMIS_ASI_RAW_ROW2', 'THEMIS_ASI_RAW_WIDE']],
  ['THEMIS_ASI_RAW_ROW2', '20140310_06_gill_themis19_row2.pgm.gz', ['THEMIS_ASI_RAW', 'THEMIS_ASI_RAW_WIDE']],
  ['NORSTAR_RIOMETER_K2_TXT', 'rab_rio_19900402_v1a.txt', ['NORSTAR_RIOMETER_K0_TXT']],
  [
    'THEMIS_ASI_DAILY_KEOGRAM_JPG',
    '20211228__gill_themis19_full-keogram.pgm.jpg',
    ['THEMIS_ASI_HOURLY_KEOGRAM_JPG', 'THEMIS_ASI_DAILY_MONTAGE_JPG', 'THEMIS_ASI_DAILY_KEOGRAM_PGM'],
  ],
  ['TREX_RGB_HOURLY_MONTAGE', '20200201_00_gill_rgb-04_full-montage.jpg', ['TREX_RGB_DAILY_MONTAGE']],
  ['TREX_SPECT_PROCESSED_V1', '20230503_06_rabb_spect-01_cal_v01.h5', ['TREX_SPECT_RAW']],
])('%s shares its folder and knows its files: %s', (own, name, others) => {
  const owner = (dataset: string) =>
    isFileOf(
      archiveDatasets.find((known) => known.name === dataset)!,
      name,
    );
  expect(owner(own)).toBe(true);
  for (const other of others) expect(owner(other), other).toBe(false);
});

test('a dark is no file of any dataset', () => {
  const name = '20220307_0600_gill_nir-216_8446_dark.pgm.gz';
  expect(archiveDatasets.filter((dataset) => isFileOf(dataset, name))).toEqual([]);
});
