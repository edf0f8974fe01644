import { describe, expect, test } from 'vitest';
import { datasetByName, imagerDatasets } from '$lib/datasets/catalogue';
import { datasetOfDevice, datasetOfPath, parseFileName } from '$lib/datasets/file-name';

describe('names of files', () => {
  test.each([
    ['20140310_0600_gill_themis19_full.pgm.gz', 'gill', 'themis19', '2014-03-10T06:00Z'],
    ['20040825_0526_atha_themis01_full_1000ms.pgm.bz2', 'atha', 'themis01', '2004-08-25T05:26Z'],
    ['20180403_0600_gill_rego-652_6300_dark.pgm.gz', 'gill', 'rego-652', '2018-04-03T06:00Z'],
    ['20240101_005115_825600_atha_blue-633_dark_full.pgm', 'atha', 'blue-633', '2024-01-01T00:51:15Z', 825_600],
    ['20200508_060500_122643_gill_rgb-04_320ms_full.png', 'gill', 'rgb-04', '2020-05-08T06:05Z', 122_643],
    ['20250921_020000_000053_pina_smile-05_raw.h5', 'pina', 'smile-05', '2025-09-21T02:00Z', 53],
    ['20230503_06_rabb_spect-01_cal_v01.h5', 'rabb', 'spect-01', '2023-05-03T06:00Z'],
    ['20130205_0500_rabb_rainbow-08_full.pgm.gz', 'rabb', 'rainbow-08', '2013-02-05T05:00Z'],
  ])('%s', (name, siteUid, deviceUid, start, micros = 0) => {
    expect(parseFileName(name)).toEqual({
      siteUid,
      deviceUid,
      startUs: Date.parse(start) * 1000 + Number(micros),
    });
  });

  test.each([
    '20140310_06_gill_themis19_row2.pgm.gz', // hourly
    '20230324_0600_110km_MOSv001_grid_themis-asi.h5',
    'themis_skymap_gako_20110305-+_vXX.sav',
    'norstar_k0_rio-fsim_20180503_v01.txt',
    '20140230_0600_gill_themis19_full.pgm.gz', // no such day
    '20140310_2460_gill_themis19_full.pgm.gz', // no such minute
    '20140310_0600_themis19_full.pgm.gz', // no site
    '20140310_0600_gill_full.pgm.gz', // no device
    '',
  ])('not one minute of one imager: %s', (name) => {
    expect(parseFileName(name)).toBeNull();
  });
});

describe('the dataset of a file', () => {
  const root = 'https://data.phys.ucalgary.ca/sort_by_project';
  test.each([
    [
      `${root}/THEMIS/asi/stream0/2014/03/10/gill_themis19/ut06/20140310_0600_gill_themis19_full.pgm.gz`,
      'THEMIS_ASI_RAW',
    ],
    [
      'http://localhost:1/relay/data/sort_by_project/TREx/NIR/stream0/a/20220307_0600_gill_nir-216_8446.pgm.gz?x=1',
      'TREX_NIR_RAW',
    ],
    ['GO-Canada/REGO/stream0/2016/10/29/20161029_0400_gill_rego-652_6300.pgm.gz', 'REGO_RAW'],
    ['C:\\night\\20220308_0605_gill_blue-814_full.pgm', 'TREX_BLUE_RAW'],
    ['TREx/spectrograph/stream0/2019/20190503_0600_luck_spect-02_spectra.pgm.gz', 'TREX_SPECT_RAW'], // an older place
    ['TREx/RGB/unstable/stream0/2019/20190101_0600_gill_rgb-04_full.pgm.gz', 'TREX_RGB_RAW_LEGACY'],
    ['20130205_0500_rabb_rainbow-08_full.pgm.gz', 'RAINBOW_RAW'],
    ['20180403_0600_gill_rego-652_6300_dark.pgm.gz', 'REGO_RAW'],
    ['20240101_005115_825600_atha_blue-633_dark_full.pgm', 'TREX_BLUE_RAW'],
    ['20210205_0600_gill_rgb-04_full.h5', 'TREX_RGB_RAW_NOMINAL'],
    [
      'TREx/RGB/unstable/stream0.colour/20200508_060500_122643_gill_rgb-04_320ms_full.png',
      'TREX_RGB_RAW_LEGACY_COLOUR',
    ],
    ['20211030_0605_gill_rgb-04_burst.png.tar', 'TREX_RGB_RAW_BURST'],
    ['20181208_1308_fsmi_rgb-01_mode-b3_raw.png.tar', 'TREX_RGB_RAW_BURST'],
    ['20211030_060500_149606_gill_rgb-04_320ms_burst.png', 'TREX_RGB_RAW_BURST'],
    ['20230503_06_rabb_spect-01_cal_v01.h5', 'TREX_SPECT_PROCESSED_V1'],
    ['20250315_0600_atha_smile-31_rgb-full.h5', 'SMILE_ASI_RAW'],
    ['THEMIS/asi/stream0/2014/03/10/gill_themis19/ut06/20140310_06_gill_themis19_row2.pgm.gz', null],
    ['20250921_020000_000053_pina_smile-05_raw.h5', 'SMILE_ASI_RAW'],
    ['night.pgm', null],
  ])('%s', (path, dataset) => {
    expect(datasetOfPath(path)?.name ?? null).toBe(dataset);
  });

  test('every kind of device that writes PGM has one', () => {
    const devices = ['themis01', 'rego-652', 'nir-216', 'blue-814', 'spect-02', 'rgb-04', 'rainbow-08'];
    expect(new Set(devices.map((device) => datasetOfDevice(device)!.name)).size).toBe(
      imagerDatasets.filter(({ packing }) => packing.container === 'pgm').length,
    );
    expect(datasetOfDevice('smile-05')).toBeNull();
    expect(datasetOfDevice('rego')).toBeNull();
  });
});

describe('the catalogue', () => {
  test.each([
    ['THEMIS_ASI_RAW', '20140310_0600_gill_themis19_full'],
    ['REGO_RAW', '20180403_0600_gill_rego-652_6300'],
    ['TREX_NIR_RAW', '20220307_0600_gill_nir-216_8446'],
    ['TREX_BLUE_RAW', '20220308_0600_gill_blue-814_full'],
    ['TREX_SPECT_RAW', '20230503_0600_luck_spect-02_spectra'],
    ['TREX_RGB_RAW_LEGACY', '20190101_0600_gill_rgb-04_full'],
    ['RAINBOW_RAW', '20130205_0500_rabb_rainbow-08_full'],
  ])('%s names its minutes, and nothing else of the folder', (dataset, stem) => {
    const { fileName } = datasetByName(dataset)!;
    expect(`${stem}.pgm.gz`).toMatch(fileName);
    expect(`${stem}.pgm`).toMatch(fileName);
    for (const other of [`${stem}_dark.pgm.gz`, `${stem}.pgm.gz.part`, `${stem}.h5`, `x${stem}.pgm.gz`]) {
      expect(other).not.toMatch(fileName);
    }
    const matching = imagerDatasets.filter((one) => one.fileName.test(`${stem}.pgm.gz`));
    expect(matching.map(({ name }) => name)).toEqual([dataset]);
  });

  test('hourly files and darks are no minutes', () => {
    for (const name of [
      '20140310_06_gill_themis19_row2.pgm.gz',
      '20240101_005115_825600_atha_blue-633_dark_full.pgm',
      '20240101_0051_atha_blue-633_dark_full.pgm.gz',
    ]) {
      expect(imagerDatasets.filter((dataset) => dataset.fileName.test(name))).toEqual([]);
    }
  });

  test('directories tell the datasets apart, search words are lower case, every picture has its credit', () => {
    const directories = imagerDatasets.map(({ directory }) => directory);
    expect(new Set(directories).size).toBe(directories.length);
    for (const { searchWords, credit, display, timeKeys, directory } of imagerDatasets) {
      expect(directory).not.toMatch(/^\/|\/$/);
      expect([...searchWords, ...timeKeys]).toEqual([...searchWords, ...timeKeys].map((word) => word.toLowerCase()));
      expect(credit.acknowledgement).toContain('University of Calgary');
      expect(display.countsRange[0]).toBeLessThan(display.countsRange[1]);
    }
    expect(datasetByName('NOTHING')).toBeNull();
  });
});
