import { describe, expect, test } from 'vitest';
import { addressOf, canonicalOf, type Hosts } from '$lib/services/hosts';
import { findSample } from '$lib/services/sample';
import { countingFetch, json, page } from './counting-fetch';

const appBase = new URL('https://example.org/nightside/');
const offer = {
  sample: 'nightside',
  version: 1,
  paths: { data: 'data/', srs: 'srs/', aurorax: '/nightside/sample/aurorax' },
  range: { start: '2030-02-08T08:00Z', end: '2030-02-08T08:20:00Z' },
  onset: '2030-02-08T08:07:30Z',
  title: ' A substorm over Canada ',
  edition: 'a1b2-93',
  tracks: [
    { dataset: 'THEMIS_ASI_RAW', site: 'gill', device: 'themis96' },
    { dataset: 'REGO_RAW', site: 'fsmi', device: 'rego-991' },
  ],
};
const hosts: Hosts = {
  data: 'https://example.org/nightside/sample/data',
  srs: 'https://example.org/nightside/sample/srs',
  aurorax: 'https://example.org/nightside/sample/aurorax',
  via: 'sample',
  label: null,
};
const at = (utc: string) => Date.parse(utc) * 1000;
const found = {
  range: { startUs: at('2030-02-08T08:00Z'), endUs: at('2030-02-08T08:20Z') },
  onsetUs: at('2030-02-08T08:07:30Z'),
  title: 'A substorm over Canada',
  computed: null,
  tracks: [
    { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: 'themis96' },
    { dataset: 'REGO_RAW', siteUid: 'fsmi', deviceUid: 'rego-991' },
  ],
  hosts,
  edition: 'a1b2-93',
  description: offer,
};

const find = (answer: () => Response | Promise<Response>, remembered: unknown = null) =>
  findSample(appBase, countingFetch(answer).fetch, remembered);
const without = (key: keyof typeof offer) => Object.fromEntries(Object.entries(offer).filter(([name]) => name !== key));
const oneTrack = offer.tracks[0]!;

test("takes what the app's own server has, asking once", async () => {
  const { fetch, asked } = countingFetch(() => json(offer));
  expect(await findSample(appBase, fetch)).toEqual(found);
  expect(asked).toEqual(['https://example.org/nightside/sample/']);
});

test('its files have the addresses of the archive, and are fetched beside the app', async () => {
  const sample = (await find(() => json(offer)))!;
  const minute = 'https://data.phys.ucalgary.ca/sort_by_project/THEMIS/asi/stream0/2030/02/08/a.pgm.gz';
  const fetched = 'https://example.org/nightside/sample/data/sort_by_project/THEMIS/asi/stream0/2030/02/08/a.pgm.gz';
  expect(addressOf(minute, sample.hosts)).toBe(fetched);
  expect(canonicalOf(fetched, sample.hosts)).toBe(minute);
});

describe('there is none', () => {
  test.each([
    ['a static deployment', () => page('{"sample":null}')],
    ["the app's own page", () => page('<!doctype html><title>Nightside</title>')],
    ['a 404 that says there is one', () => json(offer, 404)],
    ['no connection', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['a server in trouble', () => json(offer, 502)],
    ['null', () => json(null)],
    ['a list', () => json([offer])],
  ])('%s', async (_, answer) => {
    expect(await find(answer)).toBeNull();
  });

  test.each<[string, object]>([
    ['another kind of thing', { sample: 'other' }],
    ['another version', { version: 2 }],
    ['no paths', { paths: null }],
    ['one path missing', { paths: { data: 'data/', srs: 'srs/' } }],
    ['a path to another host', { paths: { ...offer.paths, data: 'https://evil.example/data' } }],
    ['a path to another host without scheme', { paths: { ...offer.paths, srs: '//evil.example/' } }],
    ['no range', { range: null }],
    ['a range in words', { range: 'tonight' }],
    ['a start that is no time', { range: { ...offer.range, start: '2030-02-30T08:00Z' } }],
    ['an end that is a number', { range: { ...offer.range, end: 1896768000000 } }],
    ['a range of no length', { range: { start: offer.range.start, end: offer.range.start } }],
    ['an end before the start', { range: { start: offer.range.end, end: offer.range.start } }],
    ['more than a day', { range: { start: '2030-02-08T08:00Z', end: '2030-02-09T08:01Z' } }],
    ['a night of which the archive has files', { range: { start: '2014-03-10T06:00Z', end: '2014-03-10T06:20Z' } }],
    ['a night beyond that year', { range: { start: '2030-12-31T23:50Z', end: '2031-01-01T00:10Z' } }],
    ['no title', { title: undefined }],
    ['an empty title', { title: '  ' }],
    ['a title that is a page', { title: 'x'.repeat(121) }],
    ['no cameras', { tracks: [] }],
    ['cameras that are no list', { tracks: { 0: oneTrack, length: 1 } }],
    ['more cameras than anybody has', { tracks: Array.from({ length: 33 }, () => oneTrack) }],
  ])('%s', async (_, change) => {
    expect(await find(() => json({ ...offer, ...change }))).toBeNull();
  });

  test.each(['sample', 'version', 'paths', 'range', 'title', 'tracks'] as const)('nothing said of %s', async (key) => {
    expect(await find(() => json(without(key)))).toBeNull();
  });
});

test.each<[string, unknown]>([
  ['a dataset not known here', { ...oneTrack, dataset: 'TREX_RGB_RAW_NOMINAL' }],
  ['a dataset that is no text', { ...oneTrack, dataset: 7 }],
  ['a device of another array', { ...oneTrack, device: 'rego-991' }],
  ['a device that is a path', { ...oneTrack, device: '../themis96' }],
  ['a site that is no code', { ...oneTrack, site: 'Gillam, Manitoba' }],
  ['a site with a separator', { ...oneTrack, site: 'gi:l' }],
  ['no site', { dataset: oneTrack.dataset, device: oneTrack.device }],
  ['null', null],
  ['a text', 'THEMIS_ASI_RAW:gill'],
])('a camera with %s is passed over, the others are not', async (_, odd) => {
  const sample = await find(() => json({ ...offer, tracks: [odd, ...offer.tracks] }));
  expect(sample?.tracks).toEqual(found.tracks);
  expect(await find(() => json({ ...offer, tracks: [odd] }))).toBeNull();
});

test.each<[unknown, readonly number[]]>([
  [
    [0, 3, 6, 7],
    [0, 3, 6, 7],
  ],
  [
    [7, 7, 0],
    [7, 0],
  ],
  [[], []],
  [Array.from({ length: 1440 }, (_, minute) => minute), Array.from({ length: 1440 }, (_, minute) => minute)],
])('the minutes that were computed are taken as told', async (computed, minutes) => {
  expect((await find(() => json({ ...offer, computed })))?.computed).toEqual(minutes);
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['a number', 9],
  ['a list with a text', [0, '3']],
  ['a list with half a minute', [0, 1.5]],
  ['a list with one before the start', [-1, 0]],
  ['a list with one beyond a day', [0, 1440]],
  ['a list that never ends', Array.from({ length: 1441 }, () => 0)],
])('minutes computed that are %s: all of them', async (_, computed) => {
  expect(await find(() => json({ ...offer, computed }))).toEqual({ ...found, description: { ...offer, computed } });
});

test.each([undefined, null, 'soon', 1896768450, '2030-02-08T07:59:59Z', '2030-02-08T08:20Z'])(
  'an onset of %j is none: the event begins at its beginning',
  async (onset) => {
    expect(await find(() => json({ ...offer, onset }))).toMatchObject({ onsetUs: null, title: found.title });
  },
);

describe('with what was found before', () => {
  const gone = () => Promise.reject(new TypeError('Failed to fetch'));
  const remembered = JSON.parse(JSON.stringify(found.description)) as unknown;

  test('a server that is gone, or in trouble, has what it had the last time', async () => {
    expect(await find(gone, remembered)).toEqual(found);
    expect(await find(() => page('Bad Gateway', 502), remembered)).toEqual(found);
  });

  test.each([
    ['there was one', remembered, found],
    ['there was none', { sample: null }, null],
  ])('a server that does not answer is not waited for: %s', async (_, before, expected) => {
    const begun = Date.now();
    expect(await find(() => new Promise(() => undefined), before)).toEqual(expected);
    expect(Date.now() - begun).toBeLessThan(2500);
  });

  test.each([
    ['a 404', () => page('Not Found', 404)],
    ['a page', () => page('<title>Nightside</title>')],
    ['none', () => json({ sample: null })],
  ])('%s is an answer: there is none any more', async (_, answer) => {
    expect(await find(answer, remembered)).toBeNull();
  });

  test('what is said now goes before what was said then', async () => {
    expect(await find(() => json(offer), { ...offer, title: 'old' })).toMatchObject({ title: found.title });
  });

  test.each([
    ['nothing', null],
    ['a number', 7],
    ['another place', { ...offer, paths: { ...offer.paths, data: 'https://evil.example/data' } }],
    ['what the app made of it', found],
  ])('%s is not believed', async (_, odd) => {
    expect(await find(gone, odd)).toBeNull();
  });
});
