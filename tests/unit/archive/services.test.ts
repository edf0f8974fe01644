import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startArchive, type RunningArchive } from '../../archive/server';
import { sharedData } from '../shared-data';
import { jsonOf, rawRequest } from './raw-request';
import { minuteFiles, temporaryTree, type TemporaryTree } from './temporary-tree';

const base = '/srs/api/v1/data_distribution';
const tree2023 = 'sort_by_project/THEMIS/asi';

let tree: TemporaryTree;
let archive: RunningArchive;

beforeAll(async () => {
  const hour = Array.from({ length: 60 }, (_, minute) => `20230101_06${String(minute).padStart(2, '0')}`);
  tree = await temporaryTree({
    ...minuteFiles('THEMIS/asi/stream0', 'gill_themis19', '_full.pgm.gz', [...hour, '20230101_0700', '20230102_0000']),
    ...minuteFiles('THEMIS/asi/stream0', 'atha_themis02', '_full.pgm.gz', ['20230101_0600']),
    ...minuteFiles('GO-Canada/REGO/stream0', 'gill_rego-652', '_6300.pgm.gz', ['20230101_0600']),
    ...minuteFiles('GO-Canada/REGO/stream0', 'gill_rego-652', '_6300_dark.pgm.gz', ['20230101_0601']),
    ...minuteFiles('TREx/blueline/stream0', 'gill_blue-814', '_full.pgm.gz', ['20230101_0600']),
    [`${tree2023}/stream0/2023/01/01/gill_themis19/ut06/20230101_06_gill_themis19_row2.pgm.gz`]: 'row2',
    [`${tree2023}/stream2/2023/01/01/gill_themis19/20230101__gill_themis19_full-keogram.pgm.jpg`]: 'day',
    [`${tree2023}/stream2/2023/01/01/gill_themis19/ut06/20230101_06_gill_themis19_full-keogram.pgm.jpg`]: 'hour',
    [`${tree2023}/stream2/2023/01/01/gill_themis19/ut07/20230101_07_gill_themis19_full-keogram.pgm.jpg`]: 'hour',
    [`${tree2023}/skymaps/atha/atha_20081029/themis_skymap_atha_20070301-20090522_vXX.sav`]: 'sky',
    [`${tree2023}/skymaps/gill/gill_20210308/themis_skymap_gill_20210308-+_v02.sav`]: 'sky2',
    'sort_by_project/GO-Canada/REGO/calibration/REGO_flatfield_15649_20140101-20211018_v02.sav': 'f',
    'sort_by_project/GO-Canada/REGO/calibration/REGO_flatfield_15655_20141002-+_v01.sav': 'ff',
    'sort_by_project/GO-Canada/REGO/calibration/REGO_Rayleighs_15655_20141002-+_v01.sav': 'r',
    'sort_by_project/GO-Canada/GO-Rio/txt/2018/05/03/norstar_k0_rio-fsim_20180503_v01.txt': 'k0',
    'sort_by_project/TREx/RGB/grid_files/MOSv001/2023/03/24/ut06/20230324_0600_110km_MOSv001_grid_trex-rgb.h5': 'g',
  });
  archive = await startArchive({ roots: [tree.root] });
});
afterAll(async () => {
  await archive.close();
  await tree.remove();
});

interface FileList {
  readonly urls: readonly string[];
  readonly path_prefix: string;
  readonly count: number;
  readonly total_bytes: number | null;
  readonly dataset: { readonly name: string };
}

async function ask(route: string, query: Record<string, string>): Promise<{ status: number; body: unknown }> {
  const answer = await rawRequest(archive.url, `${base}/${route}?${new URLSearchParams(query)}`);
  expect(answer.headers['content-type']).toBe('application/json');
  return { status: answer.status, body: jsonOf(answer) };
}

async function list(name: string, start: string, end: string, more: Record<string, string> = {}): Promise<FileList> {
  const { status, body } = await ask('urls', { name, start, end, ...more });
  expect(status).toBe(200);
  return body as FileList;
}

const namesOf = ({ urls }: FileList) => urls.map((url) => url.slice(url.lastIndexOf('/') + 1));

describe('file lists', () => {
  test('ten minutes of one-minute data are ten files of a site, in time order, at their public address', async () => {
    const files = await list('THEMIS_ASI_RAW', '2023-01-01T06:00:00', '2023-01-01T06:09:59', { site_uid: 'gill' });
    expect(files.urls).toHaveLength(10);
    expect(files.urls[0]).toBe(
      `https://data.phys.ucalgary.ca/${tree2023}/stream0/2023/01/01/gill_themis19/ut06/20230101_0600_gill_themis19_full.pgm.gz`,
    );
    expect([...files.urls].sort()).toEqual(files.urls);
    expect(files).toMatchObject({
      count: 10,
      total_bytes: null,
      path_prefix: `https://data.phys.ucalgary.ca/${tree2023}/stream0`,
      dataset: { name: 'THEMIS_ASI_RAW', file_time_resolution: '1min', level: 'L0', doi: null },
    });
  });

  test('bytes are added up when asked for', async () => {
    const start = '2023-01-01T06:00:00';
    const asked = await list('THEMIS_ASI_RAW', start, start, { site_uid: 'gill', include_total_bytes: 'true' });
    expect(asked.total_bytes).toBe('20230101_0600_gill_themis19_full.pgm.gz'.length);
    const none = await list('THEMIS_ASI_RAW', '2000-01-01', '2000-01-01T01', { include_total_bytes: 'true' });
    expect(none).toMatchObject({ urls: [], count: 0, total_bytes: 0 });
  });

  test('a window that begins inside a minute has that minute', async () => {
    const files = await list('themis_asi_raw', '2023-01-01T06:59:30', '2023-01-01T07:00:00Z', { site_uid: 'GILL' });
    expect(namesOf(files)).toEqual([
      '20230101_0659_gill_themis19_full.pgm.gz',
      '20230101_0700_gill_themis19_full.pgm.gz',
    ]);
  });

  test('without a site all sites come in one list; a device narrows it', async () => {
    const minute = ['2023-01-01T06', '2023-01-01T06'] as const;
    expect(namesOf(await list('THEMIS_ASI_RAW', ...minute))).toHaveLength(2);
    expect(namesOf(await list('THEMIS_ASI_RAW', ...minute, { device_uid: 'themis02' }))).toEqual([
      '20230101_0600_atha_themis02_full.pgm.gz',
    ]);
  });

  test('a whole day is fine and its last second belongs to it; one second more is not', async () => {
    const day = await list('THEMIS_ASI_RAW', '2023-01-01T00:00:00', '2023-01-01T23:59:59', { site_uid: 'gill' });
    expect(day.count).toBe(61);
    const more = { name: 'THEMIS_ASI_RAW', start: '2023-01-01T00:00:00', end: '2023-01-02T00:00:00' };
    expect(await ask('urls', more)).toEqual({
      status: 400,
      body: { detail: 'Timeframe exceeds valid range; this dataset listing must be limited to one day' },
    });
  });

  test('darks and hourly row2 files are not minutes', async () => {
    const hour = ['2023-01-01T06:00:00', '2023-01-01T06:59:59'] as const;
    expect(namesOf(await list('REGO_RAW', ...hour))).toEqual(['20230101_0600_gill_rego-652_6300.pgm.gz']);
    expect(namesOf(await list('THEMIS_ASI_RAW_ROW2', ...hour))).toEqual(['20230101_06_gill_themis19_row2.pgm.gz']);
    expect(namesOf(await list('TREX_BLUE_RAW', ...hour))).toEqual(['20230101_0600_gill_blue-814_full.pgm.gz']);
  });

  test('hourly files are matched by the hour, daily ones by the day, over any span', async () => {
    const hourly = await list('THEMIS_ASI_HOURLY_KEOGRAM_JPG', '2023-01-01T06:30', '2023-01-01T07:00');
    expect(namesOf(hourly)).toEqual([
      '20230101_06_gill_themis19_full-keogram.pgm.jpg',
      '20230101_07_gill_themis19_full-keogram.pgm.jpg',
    ]);
    const daily = await list('THEMIS_ASI_DAILY_KEOGRAM_JPG', '2010-01-01', '2030-01-01', { site_uid: 'gill' });
    expect(namesOf(daily)).toEqual(['20230101__gill_themis19_full-keogram.pgm.jpg']);
  });

  test('skymaps go by the date of their folder; a device changes nothing', async () => {
    const found = await list('THEMIS_ASI_SKYMAP_IDLSAV', '2008-10-29', '2008-10-29T23', { device_uid: 'themisXX' });
    expect(namesOf(found)).toEqual(['themis_skymap_atha_20070301-20090522_vXX.sav']);
    expect((await list('THEMIS_ASI_SKYMAP_IDLSAV', '2007-03-01', '2007-03-01T23')).count).toBe(0);
    const gill = await list('THEMIS_ASI_SKYMAP_IDLSAV', '2000-01-01', '2030-01-01', { site_uid: 'gill' });
    expect(namesOf(gill)).toEqual(['themis_skymap_gill_20210308-+_v02.sav']);
  });

  test.each(['655', '15655', 'rego-655'])(
    'calibrations go by the detector: %s; a site changes nothing',
    async (device) => {
      const query = { device_uid: device, site_uid: 'gill' };
      const found = await list('REGO_CALIBRATION_FLATFIELD_IDLSAV', '2014-01-01', '2014-12-31', query);
      expect(namesOf(found)).toEqual(['REGO_flatfield_15655_20141002-+_v01.sav']);
    },
  );

  test('calibrations of one kind come in the order of their dates', async () => {
    const found = await list('REGO_CALIBRATION_FLATFIELD_IDLSAV', '2014-01-01', '2020-12-31');
    expect(namesOf(found)).toEqual([
      'REGO_flatfield_15649_20140101-20211018_v02.sav',
      'REGO_flatfield_15655_20141002-+_v01.sav',
    ]);
  });

  test('grids without a site and riometer days are found too', async () => {
    expect((await list('TREX_RGB_GRID_MOSV001', '2023-03-24T06:00', '2023-03-24T06:00')).count).toBe(1);
    expect((await list('NORSTAR_RIOMETER_K0_TXT', '2018-05-03', '2018-05-03', { site_uid: 'fsim' })).count).toBe(1);
    expect((await list('NORSTAR_RIOMETER_K0_TXT', '2018-05-03', '2018-05-03', { site_uid: 'gill' })).count).toBe(0);
  });

  test.each([
    [{ name: 'SOME_DATASET', start: '2023-01-01', end: '2023-01-01' }, 404, 'Dataset name does not exist'],
    [{ name: 'REGO_RAW', start: '2023-01-01T06:09:59', end: '2023-01-01T06' }, 400, 'Start time is after the end time'],
  ])('%j is answered with %i', async (query, status, detail) => {
    expect(await ask('urls', query)).toEqual({ status, body: { detail } });
  });

  test('what is missing or unreadable is named, all at once', async () => {
    const missing = { type: 'missing', loc: ['query', 'start'], msg: 'Field required', input: null };
    expect(await ask('urls', { name: 'THEMIS_ASI_RAW', end: '2023-01-01T06:09:00' })).toEqual({
      status: 422,
      body: { detail: [missing] },
    });
    const { status, body } = await ask('urls', { start: '2023-02-31', end: 'soon', include_total_bytes: 'maybe' });
    expect(status).toBe(422);
    expect((body as { detail: { loc: string[] }[] }).detail.map(({ loc }) => loc[1])).toEqual([
      'name',
      'start',
      'end',
      'include_total_bytes',
    ]);
  });

  test.skipIf(sharedData === null)('the real files are found, and no raw list holds anything else', async () => {
    const real = await startArchive({ roots: [sharedData ?? ''] });
    const query = new URLSearchParams({ name: 'THEMIS_ASI_RAW', start: '2014-03-10T06', end: '2014-03-10T06:59' });
    const answer = await rawRequest(real.url, `${base}/urls?${query}`);
    await real.close();
    expect(namesOf(jsonOf(answer) as FileList)).toEqual([
      '20140310_0600_gill_themis19_full.pgm.gz',
      '20140310_0601_gill_themis19_full.pgm.gz',
      '20140310_0602_gill_themis19_full.pgm.gz',
      '20140310_0605_gill_themis19_full.pgm',
    ]);
  });
});

describe('datasets', () => {
  test('are found by a part of their name, in any case', async () => {
    const { body } = await ask('datasets', { name: 'themis_asi_raw' });
    expect((body as { name: string }[]).map(({ name }) => name)).toEqual([
      'THEMIS_ASI_RAW',
      'THEMIS_ASI_RAW_ROW2',
      'THEMIS_ASI_RAW_WIDE',
    ]);
  });

  test('have every field of the service', async () => {
    const { body } = await ask('datasets', { name: 'TREX_RGB_RAW_NOMINAL' });
    expect(body).toEqual([
      {
        name: 'TREX_RGB_RAW_NOMINAL',
        short_description: 'TREx RGB All Sky Imagers 3-sec raw data',
        long_description:
          'Transition Region Explorer (TREx) full-color RGB All Sky Imager array. More information can be found at https://data.phys.ucalgary.ca',
        data_tree_url: 'https://data.phys.ucalgary.ca/sort_by_project/TREx/RGB/stream0',
        file_listing_supported: true,
        level: 'L0',
        doi: 'https://doi.org/10.11575/4P8E-1K65',
        doi_details: 'https://commons.datacite.org/doi.org/10.11575/4p8e-1k65',
        citation:
          'Spanswick, E., & Donovan, E. Transition Region Explorer - RGB Dataset [Data set]. University of Calgary. https://doi.org/10.11575/4P8E-1K65',
        supported_libraries: ['idl-aurorax', 'pyaurorax', 'pyucalgarysrs'],
        file_time_resolution: '1min',
      },
    ]);
  });

  test('are 83, each name once; a level picks its own', async () => {
    const all = (await ask('datasets', {})).body as { name: string; level: string }[];
    expect(new Set(all.map(({ name }) => name)).size).toBe(83);
    const l1 = (await ask('datasets', { level: 'L1A' })).body as { name: string }[];
    expect(l1.map(({ name }) => name)).toEqual(['THEMIS_ASI_THUMB32', 'THEMIS_ASI_VEC1024']);
  });

  test('of a level that is none are refused', async () => {
    const { status, body } = await ask('datasets', { level: 'L9' });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      detail: [
        { type: 'enum', loc: ['query', 'level'], msg: "Input should be 'L0', 'L1', 'L1A', 'L2' or 'L3'", input: 'L9' },
      ],
    });
  });
});

describe('observatories', () => {
  test('of an array come with name and position', async () => {
    const { body } = await ask('observatories', { instrument_array: 'themis_asi' });
    expect(body).toHaveLength(24);
    expect((body as unknown[])[0]).toEqual({
      uid: 'atha',
      full_name: 'Athabasca, AB, Canada',
      geodetic_latitude: 54.6,
      geodetic_longitude: -113.64,
    });
  });

  test.each([
    ['rego', 12],
    ['trex_rgb', 7],
    ['trex_nir', 6],
    ['trex_blue', 6],
    ['trex_spectrograph', 2],
    ['smile_asi', 16],
  ])('%s has %i', async (array, count) => {
    expect((await ask('observatories', { instrument_array: array })).body).toHaveLength(count);
  });

  test('are found by a part of their code', async () => {
    const found = (await ask('observatories', { instrument_array: 'rego', uid: 'FS' })).body as { uid: string }[];
    expect(found.map(({ uid }) => uid)).toEqual(['fsim', 'fsmi']);
    expect((await ask('observatories', { instrument_array: 'rego', uid: 'zz' })).body).toEqual([]);
  });

  test.each(['nope', 'toString'])('of %s are refused, and the list of arrays given', async (array) => {
    const { status, body } = await ask('observatories', { instrument_array: array });
    const expected =
      "'norstar_riometer', 'rego', 'smile_asi', 'swan_hsr', 'themis_asi', 'trex_blue', 'trex_nir', 'trex_rgb' or 'trex_spectrograph'";
    const complaint = {
      type: 'enum',
      loc: ['query', 'instrument_array'],
      msg: `Input should be ${expected}`,
      input: array,
    };
    expect({ status, body }).toEqual({ status: 422, body: { detail: [{ ...complaint, ctx: { expected } }] } });
  });
});

describe('data sources', () => {
  const sources = async (query: string) => {
    const answer = await rawRequest(archive.url, `/aurorax/api/v1/data_sources${query}`);
    expect(answer.status).toBe(200);
    return jsonOf(answer) as { identifier: number; program: string }[];
  };

  test('in their two short forms', async () => {
    expect(await sources('?program=swarm&platform=swarma')).toEqual([
      {
        identifier: 3,
        program: 'swarm',
        platform: 'swarma',
        instrument_type: 'footprint',
        source_type: 'leo',
        display_name: 'Swarm A',
      },
    ]);
    expect(await sources('?program=swarm&format=identifier_only')).toEqual([
      { identifier: 3 },
      { identifier: 29 },
      { identifier: 30 },
    ]);
  });

  test('all of them, of one kind, and none', async () => {
    const all = await sources('');
    expect(new Set(all.map(({ identifier }) => identifier)).size).toBe(all.length);
    expect(all.every(({ identifier, program }) => identifier > 0 && program !== '')).toBe(true);
    expect(await sources('?program=themis-asi&source_type=ground')).toHaveLength(24);
    expect(await sources('?program=nope')).toEqual([]);
  });

  test('a full record says by what it can be filtered', async () => {
    const [gill] = await sources('?program=themis-asi&platform=gillam&format=full_record');
    expect(gill).toMatchObject({
      identifier: 46,
      ephemeris_metadata_schema: expect.arrayContaining([
        expect.objectContaining({ field_name: 'calgary_apa_ml_v1', data_type: 'string' }),
      ]) as unknown,
    });
    const [fsmi] = await sources('?program=trex&platform=fort+smith&instrument_type=RGB+ASI&format=full_record');
    expect(fsmi).toMatchObject({ data_product_metadata_schema: [{ field_name: 'keogram_type' }, {}, {}] });
  });

  test.each(['?format=everything', '?include_stats=true', '?owner=x', '/3'])('%s is not known', async (rest) => {
    expect((await rawRequest(archive.url, `/aurorax/api/v1/data_sources${rest}`)).status).toBe(501);
  });
});

test('what the stand-in does not do it says', async () => {
  const search = await rawRequest(archive.url, '/aurorax/api/v1/conjunctions/search', { method: 'POST', body: '{}' });
  expect(search.status).toBe(501);
  expect(jsonOf(search)).toMatchObject({ error_code: 'NotImplemented' });
  expect((await rawRequest(archive.url, '/srs/api/v1/rt')).status).toBe(501);
});
