import { describe, expect, test } from 'vitest';
import { datasetByName } from '$lib/datasets/catalogue';
import type { TimeRange } from '$lib/model/time';
import { listFilesByDirectory } from '$lib/services/directory-listing';
import { directHosts } from '$lib/services/hosts';
import { listSkymaps } from '$lib/services/skymap-list';
import { countingFetch, countingSleep, json, never, page } from './counting-fetch';

const root = 'https://data.phys.ucalgary.ca/sort_by_project/THEMIS/asi/stream0';
const themis = datasetByName('THEMIS_ASI_RAW')!;
const range = (start: string, end: string): TimeRange => ({
  startUs: Date.parse(`${start}Z`) * 1000,
  endUs: Date.parse(`${end}Z`) * 1000,
});

/** An archive of folders: what is not in the table is answered with the home page, or refused as a browser would. */
function archive(folders: Readonly<Record<string, readonly string[]>>, missing: 'home' | 'refused' | '404' = 'home') {
  return countingFetch((url) => {
    const names = folders[url.slice(root.length + 1).replace(/\/$/, '')];
    if (names) {
      return page(names.map((name) => `<a href="${name}">x</a> 10-Mar-2014 06:05  2.0M\n`).join(''));
    }
    if (missing === 'home') return page('<h1>Data portal</h1> <a href="about/">About</a> <a href="2014/">2014</a>');
    if (missing === '404') return page('Not Found', 404);
    throw new TypeError('Failed to fetch');
  });
}

async function walk(
  folders: Readonly<Record<string, readonly string[]>>,
  options: { range?: TimeRange; device?: string; missing?: 'home' | 'refused' | '404' } = {},
) {
  const net = archive(folders, options.missing);
  const { sleep } = countingSleep();
  const outcome = await listFilesByDirectory(
    {
      dataset: themis,
      range: options.range ?? range('2014-03-10T23:50', '2014-03-11T00:10'),
      siteUid: 'gill',
      deviceUid: options.device ?? null,
    },
    { hosts: directHosts, fetch: net.fetch, signal: never(), sleep },
  );
  const asked = net.asked.map((url) => url.slice(root.length + 1));
  return { outcome, asked, most: net.most(), names: outcome.ok ? outcome.value.map(({ name }) => name) : null };
}

const minute = (day: string, hhmm: string, camera = 'gill_themis19') => `${day}_${hhmm}_${camera}_full.pgm.gz`;
const twoDays = {
  '2014/03/10': ['fsmi_themis10/', 'gill_themis19/', 'gillx_themis01/'],
  '2014/03/10/gill_themis19': ['ut22/', 'ut23/'],
  '2014/03/10/gill_themis19/ut23': [
    minute('20140310', '2351'),
    minute('20140310', '2349'),
    minute('20140310', '2350'),
    '20140310_23_gill_themis19_row2.pgm.gz',
    minute('20140310', '2352', 'fsmi_themis10'),
  ],
  '2014/03/11': ['gill_themis19/'],
  '2014/03/11/gill_themis19': ['ut00/', 'ut01/'],
  '2014/03/11/gill_themis19/ut00': [minute('20140311', '0009'), minute('20140311', '0010')],
};

describe('listFilesByDirectory', () => {
  test('walks only the camera and the hours of the range, across midnight', async () => {
    const { names, asked, outcome, most } = await walk(twoDays);
    expect(names).toEqual([minute('20140310', '2350'), minute('20140310', '2351'), minute('20140311', '0009')]);
    expect([...asked].sort()).toEqual(Object.keys(twoDays).map((path) => `${path}/`));
    expect(most).toBeLessThanOrEqual(4);
    expect(outcome.ok && outcome.value[0]).toEqual({
      url: `${root}/2014/03/10/gill_themis19/ut23/20140310_2350_gill_themis19_full.pgm.gz`,
      name: minute('20140310', '2350'),
      dataset: 'THEMIS_ASI_RAW',
      siteUid: 'gill',
      deviceUid: 'themis19',
      startUs: Date.UTC(2014, 2, 10, 23, 50) * 1000,
      bytes: 2 * 2 ** 20,
    });
  });

  test('all devices of the site, or the one asked for', async () => {
    const folders = {
      '2014/03/10': ['gill_themis19/', 'gill_themis04/'],
      '2014/03/10/gill_themis19': ['ut06/'],
      '2014/03/10/gill_themis04': ['ut06/'],
      '2014/03/10/gill_themis19/ut06': [minute('20140310', '0600')],
      '2014/03/10/gill_themis04/ut06': [minute('20140310', '0600', 'gill_themis04')],
    };
    const span = range('2014-03-10T06:00', '2014-03-10T06:10');
    expect((await walk(folders, { range: span })).names).toEqual([
      minute('20140310', '0600', 'gill_themis04'),
      minute('20140310', '0600'),
    ]);
    const one = await walk(folders, { range: span, device: 'themis19' });
    expect(one.names).toEqual([minute('20140310', '0600')]);
    expect(one.asked).not.toContain('2014/03/10/gill_themis04/');
  });

  test.each(['home', '404'] as const)('a folder that is not there (%s) holds nothing', async (missing) => {
    expect((await walk({}, { missing })).names).toEqual([]);
  });

  test('a missing day that looks like a broken connection is told from one by the folder above', async () => {
    const folders = { '2014/03': ['08/', '09/'] };
    expect((await walk(folders, { missing: 'refused' })).names).toEqual([]);
    expect((await walk({ '2014': ['01/'] }, { missing: 'refused' })).names).toEqual([]);
    expect((await walk({ '2014/03': ['10/'] }, { missing: 'refused' })).outcome).toMatchObject({
      ok: false,
      failure: { kind: 'refused', host: 'data.phys.ucalgary.ca' },
    });
    expect((await walk({}, { missing: 'refused' })).outcome).toMatchObject({ failure: { kind: 'refused' } });
  });

  test('an hour that fails fails the list: half a night is not passed off as a whole', async () => {
    const net = countingFetch((url) => {
      if (url.endsWith('/ut00/')) return new Response(null, { status: 500 });
      const names = (twoDays as Record<string, string[]>)[url.slice(root.length + 1, -1)] ?? [];
      return page(names.map((name) => `<a href="${name}">x</a>`).join(''));
    });
    const outcome = await listFilesByDirectory(
      { dataset: themis, range: range('2014-03-10T23:50', '2014-03-11T00:10'), siteUid: 'gill', deviceUid: null },
      { hosts: directHosts, fetch: net.fetch, signal: never() },
    );
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'server', status: 500 } });
  });

  test('what is no page is no folder', async () => {
    const outcome = await listFilesByDirectory(
      { dataset: themis, range: range('2014-03-10T06:00', '2014-03-10T06:10'), siteUid: 'gill', deviceUid: null },
      { hosts: directHosts, fetch: countingFetch(() => json({})).fetch, signal: never() },
    );
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unsupported', format: 'directory listing' } });
  });
});

describe('listSkymaps', () => {
  const skymaps = 'https://data.phys.ucalgary.ca/sort_by_project/THEMIS/asi/skymaps';
  const wanted = { dataset: 'THEMIS_ASI_SKYMAP_IDLSAV', directory: 'THEMIS/asi/skymaps', siteUid: 'gako' };
  const nowUs = Date.UTC(2026, 10, 20, 23) * 1000;
  const network = (answer: (url: string) => Response) => {
    const net = countingFetch(answer);
    return { net, network: { hosts: directHosts, fetch: net.fetch, signal: never(), sleep: countingSleep().sleep } };
  };

  test('asks the service for all times, and takes skymaps of the site only', async () => {
    const url = `${skymaps}/gako/gako_20110305/themis_skymap_gako_20110305-+_vXX.sav`;
    const urls = [
      url,
      `${skymaps}/gill/gill_20110305/themis_skymap_gill_20110305-+_vXX.sav`,
      `${skymaps}/gako/readme.txt`,
    ];
    const { net, network: via } = network(() => json({ urls, count: 3, total_bytes: 1 }));
    const outcome = await listSkymaps(wanted, via, nowUs);
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        found: 'listing service',
        serviceFailure: null,
        value: [{ url, name: 'themis_skymap_gako_20110305-+_vXX.sav', stop: '+', version: 'vXX' }],
      },
    });
    expect(outcome.ok && outcome.value.value).toHaveLength(1);
    const { searchParams } = new URL(net.asked[0]!);
    expect([searchParams.get('start'), searchParams.get('end')]).toEqual([
      '2000-01-01T00:00:00',
      '2026-11-25T23:00:00',
    ]);
  });

  test.each([
    ['2014-03-10T06:00:00', '2026-11-25T23:00:00'],
    ['2026-11-24T06:00:00', '2026-11-25T23:00:00'],
    ['2030-02-08T08:00:00', '2030-02-08T08:00:00'],
  ])('for %s it asks up to %s', async (wantedAt, end) => {
    const { net, network: via } = network(() => json({ urls: [], count: 0, total_bytes: null }));
    await listSkymaps({ ...wanted, timeUs: Date.parse(`${wantedAt}Z`) * 1000 }, via, nowUs);
    expect(new URL(net.asked[0]!).searchParams.get('end')).toBe(end);
  });

  test('looks through the folders when the service fails, %2B and all', async () => {
    const { network: via } = network((url) => {
      if (url.endsWith('/skymaps/gako/')) return page('<a href="gako_20110305/">x</a><a href="old/">x</a>');
      if (url.endsWith('/gako_20110305/')) return page('<a href="themis_skymap_gako_20110305-%2B_vXX.sav">x</a>');
      return new Response(null, { status: 500 });
    });
    expect(await listSkymaps(wanted, via, nowUs)).toMatchObject({
      ok: true,
      value: {
        found: 'directory listing',
        serviceFailure: { kind: 'server', status: 500 },
        value: [{ url: `${skymaps}/gako/gako_20110305/themis_skymap_gako_20110305-+_vXX.sav` }],
      },
    });
  });

  test('when both fail, the sentence names both', async () => {
    const { network: via } = network((url) => new Response(null, { status: url.includes('/api/') ? 400 : 418 }));
    const outcome = await listSkymaps(wanted, via, nowUs);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'server', status: 418 } });
    expect(outcome.ok ? '' : outcome.failure.message).toMatch(/data\.phys.*418.*api\.phys.*400/);
  });
});
