import { describe, expect, test } from 'vitest';
import { addressOf, archiveUrl, canonicalOf, directHosts, findHosts, type Hosts } from '$lib/services/hosts';
import { countingFetch, json, page } from './counting-fetch';

const appBase = new URL('https://example.org/nightside/');
const offer = {
  relay: 'nightside',
  version: 1,
  paths: { data: 'data', srs: 'srs/', aurorax: '/nightside/relay/aurorax' },
  archive: 'folder',
  label: 'a folder on this machine',
};
const relayed: Hosts = {
  data: 'https://example.org/nightside/relay/data',
  srs: 'https://example.org/nightside/relay/srs',
  aurorax: 'https://example.org/nightside/relay/aurorax',
  via: 'relay',
  label: 'a folder on this machine',
};

describe('findHosts', () => {
  test("takes the relay that the app's own server offers, asking once", async () => {
    const { fetch, asked } = countingFetch(() => json(offer));
    expect(await findHosts(appBase, fetch)).toEqual(relayed);
    expect(asked).toEqual(['https://example.org/nightside/relay/']);
  });

  test.each([
    ['a static deployment', () => page('{"relay":null}')],
    ["the app's own page", () => page('<!doctype html><title>Nightside</title>')],
    ['a 404 that says it is a relay', () => json(offer, 404)],
    ['another version', () => json({ ...offer, version: 2 })],
    ['another relay', () => json({ ...offer, relay: 'other' })],
    ['no paths', () => json({ ...offer, paths: null })],
    ['one path missing', () => json({ ...offer, paths: { data: 'data', srs: 'srs' } })],
    ['a path to another host', () => json({ ...offer, paths: { ...offer.paths, data: 'https://evil.example/data' } })],
    [
      'a path to another host without scheme',
      () => json({ ...offer, paths: { ...offer.paths, srs: '//evil.example/' } }),
    ],
    ['null', () => json(null)],
    ['no connection', () => Promise.reject(new TypeError('Failed to fetch'))],
  ])('%s: the live hosts, silently', async (_, answer) => {
    expect(await findHosts(appBase, countingFetch(answer).fetch)).toEqual(directHosts);
  });

  test('a relay without a label has none', async () => {
    const { fetch } = countingFetch(() => json({ ...offer, label: undefined }));
    expect(await findHosts(appBase, fetch)).toEqual({ ...relayed, label: null });
  });
});

describe('addresses', () => {
  const skymap =
    'https://data.phys.ucalgary.ca/sort_by_project/THEMIS/asi/skymaps/gako/gako_20110305/a_20110305-+_v.sav';

  test('the same path below the base in use, + as it is', () => {
    expect(addressOf(skymap, directHosts)).toBe(skymap);
    expect(addressOf(skymap, relayed)).toBe(
      'https://example.org/nightside/relay/data/sort_by_project/THEMIS/asi/skymaps/gako/gako_20110305/a_20110305-+_v.sav',
    );
    expect(addressOf('https://data.phys.ucalgary.ca.evil.example/x', relayed)).toBe(
      'https://data.phys.ucalgary.ca.evil.example/x',
    );
  });

  test('one key, however the address was written', () => {
    expect(canonicalOf(skymap, relayed)).toBe(skymap);
    expect(canonicalOf(addressOf(skymap, relayed), relayed)).toBe(skymap);
    expect(canonicalOf(skymap.replace('+', '%2B'), directHosts)).toBe(skymap);
    const path = ['THEMIS/asi/skymaps', 'gako', 'gako_20110305', 'a_20110305-+_v.sav'];
    expect(archiveUrl(...path)).toBe(skymap);
    expect(archiveUrl('THEMIS/asi', '2014', '')).toBe('https://data.phys.ucalgary.ca/sort_by_project/THEMIS/asi/2014/');
    expect(archiveUrl('a', 'b?c#d')).toBe('https://data.phys.ucalgary.ca/sort_by_project/a/b%3Fc%23d');
  });

  test.each([
    'https://evil.example/sort_by_project/a.gz',
    'https://data.phys.ucalgary.ca/private/a.gz',
    'https://data.phys.ucalgary.ca/sort_by_project/../private/a.gz',
    'https://data.phys.ucalgary.ca/sort_by_project/%2e%2e/private/a.gz',
    'https://user:word@data.phys.ucalgary.ca/sort_by_project/a.gz',
    'http://data.phys.ucalgary.ca/sort_by_project/a.gz',
    'javascript:alert(1)',
    '/sort_by_project/a.gz',
    '',
  ])('%s is not on the archive', (address) => {
    expect(canonicalOf(address, directHosts)).toBeNull();
  });
});
