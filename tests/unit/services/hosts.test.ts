import { describe, expect, test } from 'vitest';
import {
  addressOf,
  archiveUrl,
  baseOf,
  canonicalOf,
  checkBase,
  directHosts,
  findHosts,
  type Hosts,
} from '$lib/services/hosts';
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

describe('findHosts with what was found before', () => {
  const gone = countingFetch(() => Promise.reject(new TypeError('Failed to fetch')));
  const find = (remembered: unknown, answer: () => Response | Promise<Response>, overrides = {}) =>
    findHosts(appBase, countingFetch(answer).fetch, overrides, remembered);

  test('a server that is gone has offered what it offered the last time', async () => {
    expect(await findHosts(appBase, gone.fetch, {}, relayed)).toEqual(relayed);
    expect(await findHosts(appBase, gone.fetch, {}, JSON.parse(JSON.stringify(relayed)))).toEqual(relayed);
    expect(await findHosts(appBase, gone.fetch, {}, directHosts)).toEqual(directHosts);
    expect(await find(relayed, () => page('Bad Gateway', 502))).toEqual(relayed);
  });

  test.each([
    ['a 404', () => page('Not Found', 404)],
    ['a page', () => page('<title>Nightside</title>')],
    ['null', () => json(null)],
    ['no relay', () => json({ relay: null })],
  ])('%s is an answer: there is no relay any more', async (_, answer) => {
    expect(await find(relayed, answer)).toEqual(directHosts);
  });

  test('a new offer goes before the old one', async () => {
    expect(await find({ ...relayed, label: 'old' }, () => json(offer))).toEqual(relayed);
  });

  test('a server that does not answer is not waited for when there is something to go by', async () => {
    const begun = Date.now();
    expect(await find(relayed, () => new Promise(() => undefined))).toEqual(relayed);
    expect(Date.now() - begun).toBeLessThan(2500);
  });

  test.each([
    ['nothing', null],
    ['a number', 7],
    ['another place', { ...relayed, data: 'https://evil.example/data' }],
    ['no addresses', { via: 'relay', label: null }],
    ['an unknown way', { ...relayed, via: 'pigeon' }],
  ])('%s is not believed', async (_, remembered) => {
    expect(await findHosts(appBase, gone.fetch, {}, remembered)).toEqual(directHosts);
  });
});

describe('findHosts with what a person has set', () => {
  const mirror = 'https://mirror.example/ucalgary';
  const find = (overrides: object, answer: () => Response | Promise<Response>, remembered: unknown = null) =>
    findHosts(appBase, countingFetch(answer).fetch, overrides, remembered);

  test('it goes before relay and direct, and only for the host it was set for', async () => {
    const direct = await find({ data: `${mirror}//`, srs: '', aurorax: undefined }, () => page('', 404));
    expect(direct).toEqual({ ...directHosts, data: mirror, via: 'custom', label: null, found: directHosts });
    const aurorax = await find({ aurorax: 'http://localhost:8080' }, () => json(offer));
    expect(aurorax).toEqual({ ...relayed, aurorax: 'http://localhost:8080', via: 'custom', found: relayed });
    expect((await find({ data: mirror }, () => json(offer))).label).toBeNull();
  });

  test("the archive's own folder may be part of what was typed", async () => {
    expect((await find({ data: `${mirror}/sort_by_project/` }, () => json(null))).data).toBe(mirror);
  });

  test('what is no address is passed over', async () => {
    expect(await find({ data: 'http://mirror.example', srs: 'x' }, () => json(offer))).toEqual(relayed);
  });

  test('setting and unsetting it leaves no trace in what is remembered', async () => {
    const custom = await find({ data: mirror, srs: mirror }, () => json(offer));
    const gone = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await find({}, gone, JSON.parse(JSON.stringify(custom)))).toEqual(relayed);
    expect(await find({ data: mirror }, gone, custom)).toMatchObject({ data: mirror, srs: relayed.srs, via: 'custom' });
  });
});

describe('checkBase', () => {
  test.each([
    ['https://mirror.example', 'https://mirror.example'],
    [' https://mirror.example:8443/a/b// ', 'https://mirror.example:8443/a/b'],
    ['HTTPS://Mirror.Example/A', 'https://mirror.example/A'],
    ['http://localhost:8080/data/', 'http://localhost:8080/data'],
    ['http://127.0.0.1:1234', 'http://127.0.0.1:1234'],
    ['http://[::1]:1234/x', 'http://[::1]:1234/x'],
    ['http://nightside.localhost', 'http://nightside.localhost'],
    ['http://hut.local:3000/relay/data', 'http://hut.local:3000/relay/data'],
  ])('%s is %s', (text, value) => {
    expect(checkBase(text, 'http://hut.local:3000')).toEqual({ ok: true, value });
  });

  test.each([
    '',
    'mirror.example',
    '/relay/data',
    'http://mirror.example',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'ftp://mirror.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://mirror.example/x',
    'https://user@mirror.example',
    'https://user:word@mirror.example',
    'https://mirror.example/?key=1',
    'https://mirror.example/?',
    'https://mirror.example/#top',
    'https://mirror.example/#',
    'https://',
  ])('%s is refused in a sentence', (text) => {
    const checked = checkBase(text, 'http://hut.local:3000');
    expect(checked.ok ? checked.value : checked.message).toMatch(/^[A-Z].*\.$/);
    expect(checked.ok).toBe(false);
  });
});

test('an address lies below one base', () => {
  expect(baseOf(`${relayed.data}/sort_by_project/a`, relayed)).toBe(relayed.data);
  expect(baseOf(`${relayed.srs}x/api`, relayed)).toBe('https://example.org');
  expect(baseOf('https://data.phys.ucalgary.ca/a/b?c')).toBe('https://data.phys.ucalgary.ca');
  const nested = { ...directHosts, data: 'https://m.example', srs: 'https://m.example/srs' };
  expect(baseOf('https://m.example/srs/api', nested)).toBe('https://m.example/srs');
  expect(baseOf('https://m.example/sort_by_project/', nested)).toBe('https://m.example');
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
