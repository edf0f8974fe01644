import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkHost } from '$lib/services/connection-check';
import { directHosts, type Hosts } from '$lib/services/hosts';
import { startArchive, type RunningArchive } from '../../archive/server';
import { minuteFiles, temporaryTree, type TemporaryTree } from '../archive/temporary-tree';
import { countingFetch, json, never, page } from './counting-fetch';

afterEach(() => vi.unstubAllGlobals());

const fails = () => Promise.reject(new TypeError('Failed to fetch'));
const tools = (fetch: typeof globalThis.fetch) => ({ fetch, signal: never(), allowed: () => true });
const folder = (...names: string[]) => page(names.map((name) => `<a href="${name}">x</a>`).join(''));
/** The archive's folders and one file in them; what else is asked for is the home page. */
const archivePages = (url: string) => {
  const path = url.slice('https://data.phys.ucalgary.ca/sort_by_project/'.length);
  if (path === '') return folder('GO-Canada/', 'THEMIS/');
  if (path === 'THEMIS/asi/skymaps/') return folder('gill/');
  if (path === 'THEMIS/asi/skymaps/gill/') return folder('gill_20210308/');
  if (path === 'THEMIS/asi/skymaps/gill/gill_20210308/') return folder('themis_skymap_gill_20210308-%2B_v02.sav');
  return path.endsWith('.sav') ? new Response(new Uint8Array(10)) : page('<h1>Data portal</h1>');
};

describe('checkHost', () => {
  test('works: a folder and a file of the archive', async () => {
    const net = countingFetch(archivePages);
    let nowMs = 0;
    const now = () => (nowMs += 21);
    expect(await checkHost('data', directHosts, { ...tools(net.fetch), now })).toEqual({
      host: 'data',
      title: 'file archive',
      base: 'https://data.phys.ucalgary.ca',
      verdict: 'works',
      findings: [
        'Folders can be read: there are 2 at the root of the archive.',
        'Files can be read: themis_skymap_gill_20210308-+_v02.sav was opened.',
      ],
      advice: null,
      tookMs: 21,
    });
    expect(net.asked.at(-1)).toMatch(/themis_skymap_gill_20210308-\+_v02\.sav$/);
  });

  test('a host whose folders can be read and whose files cannot forbids reading', async () => {
    const net = countingFetch((url, _signal, { mode }) =>
      mode === 'no-cors' ? new Response(null) : url.endsWith('.sav') ? fails() : archivePages(url),
    );
    const check = await checkHost('data', directHosts, tools(net.fetch));
    expect(check).toMatchObject({ verdict: 'cross-origin' });
    expect(check.findings).toEqual([
      'Folders can be read: there are 2 at the root of the archive.',
      'data.phys.ucalgary.ca answers, but forbids pages of other sites to read it.',
    ]);
    expect(check.advice).toMatch(/npm start.*mirror.*Access-Control-Allow-Origin/);
  });

  test('a connection that breaks once, by chance, is no ban', async () => {
    let first = true;
    const net = countingFetch((url, _signal, { mode }) => {
      if (mode === 'no-cors') return new Response(null);
      if (!first) return archivePages(url);
      first = false;
      return fails();
    });
    expect(await checkHost('data', directHosts, tools(net.fetch))).toMatchObject({ verdict: 'works' });
  });

  test('nobody there', async () => {
    const check = await checkHost('srs', directHosts, tools(countingFetch(fails).fetch));
    expect(check).toMatchObject({ verdict: 'unreachable', title: 'listing service' });
    expect(check.advice).toMatch(/network.*later.*mirror/);
    expect(check.findings).toEqual(['api.phys.ucalgary.ca could not be reached.']);
  });

  test('no network', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    expect(await checkHost('srs', directHosts, tools(countingFetch(fails).fetch))).toMatchObject({
      verdict: 'offline',
    });
  });

  test('a host that this page may not ask is not asked', async () => {
    const net = countingFetch(fails);
    const hosts: Hosts = { ...directHosts, data: 'https://mirror.example/a', via: 'custom' };
    const asked: string[] = [];
    const allowed = (origin: string) => {
      asked.push(origin);
      return false;
    };
    const check = await checkHost('data', hosts, { ...tools(net.fetch), allowed });
    expect(check).toMatchObject({ verdict: 'blocked', base: 'https://mirror.example/a' });
    expect(check.findings).toEqual(["This page's own policy does not let it ask mirror.example."]);
    expect(check.advice).toMatch(/npm start.*build/);
    expect([net.asked, asked]).toEqual([[], ['https://mirror.example']]);
  });

  test.each([
    ['an error', () => json({ detail: 'broken' }, 500), /status 500: broken/],
    ['a page', () => page('<h1>Welcome</h1>'), /something else than its list/],
    ['another list', () => json([{ name: 'x' }]), /something else than its list/],
    ['one that asks for patience', () => new Response(null, { status: 429 }), /come back/],
  ])('%s is a host that fails', async (_, answer, finding) => {
    const check = await checkHost('aurorax', directHosts, tools(countingFetch(answer).fetch));
    expect(check).toMatchObject({ verdict: 'failing', title: 'AuroraX search' });
    expect(check.findings.at(-1)).toMatch(finding);
    expect(check.advice).not.toBeNull();
  });

  test('a home page in place of the archive is a host that fails', async () => {
    const check = await checkHost('data', directHosts, tools(countingFetch(() => page('<h1>Data</h1>')).fetch));
    expect(check).toMatchObject({ verdict: 'failing' });
  });

  test('a page that asks the relay hears of a host that the relay cannot reach', async () => {
    const said = { relay: 'nightside', error: 'unreachable', message: 'data.phys.ucalgary.ca cannot be reached.' };
    const check = await checkHost('data', directHosts, tools(countingFetch(() => json(said, 502)).fetch));
    expect(check.verdict).toBe('unreachable');
    expect(check.findings).toEqual(['data.phys.ucalgary.ca cannot be reached.']);
  });

  test('an abort ends it', async () => {
    const check = await checkHost('data', directHosts, {
      ...tools(countingFetch(archivePages).fetch),
      signal: AbortSignal.abort(),
    });
    expect(check.verdict).not.toBe('works');
  });
});

describe('over the stand-in for the hosts', () => {
  let tree: TemporaryTree;
  let archive: RunningArchive;
  let hosts: Hosts;
  beforeAll(async () => {
    tree = await temporaryTree(minuteFiles('REGO', 'gill_rego-652', '_6300.pgm.gz', ['20230101_0600']));
    archive = await startArchive({ roots: [tree.root] });
    const { url } = archive;
    hosts = { ...directHosts, data: `${url}/data`, srs: `${url}/srs`, aurorax: `${url}/aurorax` };
  });
  afterAll(async () => {
    await archive.close();
    await tree.remove();
  });
  beforeEach(() => archive.reset());

  test('all three work, asked as little as can be', async () => {
    for (const key of ['data', 'srs', 'aurorax'] as const) {
      expect(await checkHost(key, hosts, tools(fetch))).toMatchObject({ verdict: 'works', advice: null });
    }
    // No skymaps here: the archive is walked from its root to the first file, which is not fetched to its end.
    expect(archive.log.seen('data').at(-1)!.path).toMatch(/_6300\.pgm\.gz$/);
    expect(archive.log.seen('srs')).toHaveLength(1);
    expect(archive.log.seen('aurorax')).toHaveLength(1);
  });

  test('what fails is told', async () => {
    archive.faults.set({ pattern: 'api\\.phys', kind: 'bad-gateway' }, { pattern: 'aurorax', kind: 'refuse' });
    expect(await checkHost('srs', hosts, tools(fetch))).toMatchObject({ verdict: 'failing' });
    expect(await checkHost('aurorax', hosts, tools(fetch))).toMatchObject({ verdict: 'unreachable' });
  });
});
