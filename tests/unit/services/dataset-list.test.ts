import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseDataset, listDatasets } from '$lib/services/dataset-list';
import { directHosts } from '$lib/services/hosts';
import { parseObservatory } from '$lib/services/observatory-list';
import { lineOf, parseList } from '$lib/services/service-answer';
import { sharedReference } from '../shared-data';
import { countingFetch, countingSleep, json, never } from './counting-fetch';

const record = {
  name: 'TREX_RGB5577_GRID_MOSV001',
  short_description: 'Green  line\ngrids',
  data_tree_url: 'https://data.phys.ucalgary.ca/sort_by_project/TREx/RGB/grid_files_5577/MOSv001',
  file_listing_supported: true,
  level: 'L3',
  doi: 'https://doi.org/10.26464/epp2023063, https://doi.org/10.11575/4P8E-1K65',
  citation: 'Spanswick, E., & Donovan, E. Transition Region Explorer. https://doi.org/10.11575/4P8E-1K65',
  file_time_resolution: '1min',
};

describe('one dataset of the service', () => {
  test('is read as it stands', () => {
    expect(parseDataset(record, directHosts)).toEqual({
      name: 'TREX_RGB5577_GRID_MOSV001',
      description: 'Green line grids',
      level: 'L3',
      fileSpan: '1min',
      dois: ['10.26464/epp2023063', '10.11575/4P8E-1K65'],
      citation: 'Spanswick, E., & Donovan, E. Transition Region Explorer.',
      directory: 'TREx/RGB/grid_files_5577/MOSv001',
      listedByService: true,
    });
  });

  test.each([
    ['level', 'L9000'],
    ['level', ['L0']],
    ['file_time_resolution', 'constructor'],
    ['citation', 'Coming soon'],
    ['data_tree_url', 'https://elsewhere.example/sort_by_project/THEMIS'],
    ['data_tree_url', 'https://data.phys.ucalgary.ca/sort_by_project/../../etc'],
    ['data_tree_url', 'javascript:alert(1)'],
    ['short_description', 7],
  ])('%s that is %j is left out, and the rest stands', (field, value) => {
    const key = {
      level: 'level',
      file_time_resolution: 'fileSpan',
      citation: 'citation',
      data_tree_url: 'directory',
      short_description: 'description',
    }[field]!;
    expect(parseDataset({ ...record, [field]: value }, directHosts)).toMatchObject({
      name: record.name,
      [key]: null,
    });
  });

  test.each([null, 'THEMIS_ASI_RAW', {}, { name: '' }, { name: '<img src=x>' }, { name: 'A'.repeat(100) }])(
    '%j is no dataset',
    (odd) => expect(parseDataset(odd, directHosts)).toBeNull(),
  );

  test.skipIf(sharedReference === null)('every recorded one can be read', () => {
    const recorded = JSON.parse(readFileSync(`${sharedReference}/examples/datasets.json`, 'utf8')) as unknown[];
    const read = recorded.map((entry) => parseDataset(entry, directHosts)).filter((dataset) => dataset !== null);
    expect(read).toHaveLength(recorded.length);
    expect(read.filter(({ directory, level, fileSpan }) => !directory || !level || !fileSpan)).toEqual([]);
  });
});

test('places: in any way of counting longitudes; without a sensible position they are none', () => {
  const place = { uid: 'GAKO', full_name: 'Gakona', geodetic_latitude: 62.41, geodetic_longitude: 214.84 };
  expect(parseObservatory(place)).toEqual({ siteUid: 'gako', name: 'Gakona', latDeg: 62.41, lonDeg: 214.84 - 360 });
  for (const odd of [
    { uid: 'a b' },
    { geodetic_latitude: 91 },
    { geodetic_longitude: '5' },
    { geodetic_latitude: NaN },
  ])
    expect(parseObservatory({ ...place, ...odd })).toBeNull();
});

describe('a list of the service', () => {
  const number = (value: unknown) => (typeof value === 'number' ? value : null);

  test.each([
    ['<html>', /no JSON/],
    ['{"a":1}', /no list/],
    ['["a","b"]', /without one entry/],
    [JSON.stringify(Array.from({ length: 5001 }, () => 1)), /5001 entries/],
  ])('%.20s: a failure that says so', (text, message) => {
    const outcome = parseList(text, 'number list', 'host.example', number);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unsupported', format: 'number list' } });
    expect(!outcome.ok && outcome.failure.message).toMatch(message);
  });

  test('what can be read is taken, and nothing at all is an answer', () => {
    expect(parseList('[1,"two",3]', 'list', 'host', number)).toEqual({ ok: true, value: [1, 3] });
    expect(parseList('[]', 'list', 'host', number)).toEqual({ ok: true, value: [] });
  });

  test('text for people is one line of bounded length', () => {
    expect(lineOf(' a\n b\u0007 ')).toBe('a b');
    expect(lineOf('x'.repeat(5000))).toHaveLength(1000);
    expect([lineOf(''), lineOf(null), lineOf({})]).toEqual([null, null, null]);
  });

  test('a service that stumbles is asked again', async () => {
    let calls = 0;
    const { fetch, asked } = countingFetch(() => (++calls === 1 ? json({}, 502) : json([record])));
    const { sleep } = countingSleep();
    const listed = await listDatasets({ hosts: directHosts, fetch, sleep, signal: never() });
    expect(listed.ok && listed.value.map(({ name }) => name)).toEqual([record.name]);
    expect(asked).toHaveLength(2);
  });
});
