import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datasetByName } from '$lib/datasets/catalogue';
import type { TimeRange } from '$lib/model/time';
import { listFiles, parseUrlList } from '$lib/services/file-list';
import { directHosts } from '$lib/services/hosts';
import { sharedReference } from '../shared-data';
import { countingFetch, countingSleep, json, never } from './counting-fetch';

const themis = datasetByName('THEMIS_ASI_RAW')!;
const day = 'https://data.phys.ucalgary.ca/sort_by_project/THEMIS/asi/stream0/2014/03/10';
const minute = (hhmm: string, camera = 'gill_themis19', end = 'full.pgm.gz') =>
  `${day}/${camera}/ut${hhmm.slice(0, 2)}/20140310_${hhmm}_${camera}_${end}`;
const range = (start: string, end: string): TimeRange => ({
  startUs: Date.parse(`${start}Z`) * 1000,
  endUs: Date.parse(`${end}Z`) * 1000,
});
const tenMinutes = range('2014-03-10T06:00', '2014-03-10T06:10');
const answer = (urls: readonly string[], total: number | null = 1000) =>
  json({ urls, count: urls.length, total_bytes: total });

async function list(urls: readonly string[], wanted: { range?: TimeRange; deviceUid?: string } = {}) {
  const net = countingFetch(() => answer(urls));
  const outcome = await listFiles(
    { dataset: themis, range: wanted.range ?? tenMinutes, siteUid: 'gill', deviceUid: wanted.deviceUid ?? null },
    { hosts: directHosts, fetch: net.fetch, signal: never(), sleep: countingSleep().sleep },
  );
  return { outcome, asked: net.asked.map((url) => new URL(url)) };
}

describe('listFiles', () => {
  test('asks for ten minutes so that both ends inclusive give ten files', async () => {
    const { asked } = await list([]);
    expect(asked.map(({ origin, pathname }) => origin + pathname)).toEqual([
      'https://api.phys.ucalgary.ca/api/v1/data_distribution/urls',
    ]);
    expect(Object.fromEntries(asked[0]!.searchParams)).toEqual({
      name: 'THEMIS_ASI_RAW',
      start: '2014-03-10T06:00:00',
      end: '2014-03-10T06:09:59',
      site_uid: 'gill',
      include_total_bytes: 'true',
    });
  });

  test.each([
    [
      'across midnight',
      range('2014-03-10T23:50', '2014-03-11T00:10'),
      ['10T23:50:00–10T23:59:59', '11T00:00:00–11T00:09:59'],
    ],
    ['a whole day', range('2014-03-10T00:00', '2014-03-11T00:00'), ['10T00:00:00–10T23:59:59']],
    ['within a minute', range('2014-03-10T06:00:30', '2014-03-10T06:00:40.5'), ['10T06:00:00–10T06:00:40']],
    ['nothing', range('2014-03-10T06:00', '2014-03-10T06:00'), []],
  ])('splits at UTC days: %s', async (_, wanted, spans) => {
    const { asked, outcome } = await list([], { range: wanted });
    expect(outcome.ok).toBe(true);
    const days = asked.map(({ searchParams: p }) => `${p.get('start')!.slice(8)}–${p.get('end')!.slice(8)}`);
    expect(days.sort()).toEqual(spans);
  });

  test('too many days are no hundreds of requests', async () => {
    const { asked, outcome } = await list([], { range: range('2000-01-01', '2020-01-01') });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unsupported' } });
    expect(asked).toEqual([]);
  });

  test('gives minute files of the site inside the range, in time order', async () => {
    const { outcome } = await list([
      minute('0602'),
      minute('0601'),
      minute('0601', 'fsmi_themis10'),
      minute('0610'),
      minute('0559'),
      minute('06', 'gill_themis19', 'row2.pgm.gz'),
    ]);
    expect(outcome).toMatchObject({ ok: true, value: { totalBytes: null } });
    expect(outcome.ok && outcome.value.files).toEqual(
      ['0601', '0602'].map((hhmm, index) => ({
        url: minute(hhmm),
        name: `20140310_${hhmm}_gill_themis19_full.pgm.gz`,
        dataset: 'THEMIS_ASI_RAW',
        siteUid: 'gill',
        deviceUid: 'themis19',
        startUs: Date.UTC(2014, 2, 10, 6, 1 + index) * 1000,
        bytes: null,
      })),
    );
  });

  test('the sum of sizes is given when it is that of the files', async () => {
    const { outcome } = await list([minute('0600'), minute('0601')]);
    expect(outcome).toMatchObject({ ok: true, value: { totalBytes: 1000 } });
  });

  test('a device may be asked for', async () => {
    const { outcome, asked } = await list([minute('0600'), minute('0600', 'gill_themis04')], { deviceUid: 'themis04' });
    expect(asked[0]!.searchParams.get('device_uid')).toBe('themis04');
    expect(outcome.ok && outcome.value.files.map(({ url }) => url)).toEqual([minute('0600', 'gill_themis04')]);
  });

  test('a failing service is asked three times, and its words are passed on', async () => {
    const net = countingFetch(() => json({ detail: 'data retrieval error' }, 502));
    const { sleep, waits } = countingSleep();
    const outcome = await listFiles(
      { dataset: themis, range: tenMinutes, siteUid: 'gill', deviceUid: null },
      { hosts: directHosts, fetch: net.fetch, signal: never(), sleep },
    );
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'server', status: 502 } });
    expect(outcome.ok ? '' : outcome.failure.message).toContain('data retrieval error');
    expect([net.asked.length, waits.length]).toEqual([3, 2]);
  });
});

describe('parseUrlList', () => {
  test.each([
    ['a page', '<!doctype html>'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no urls', '{"count": 0}'],
    ['urls that are no list', '{"urls": "https://data.phys.ucalgary.ca/sort_by_project/a"}'],
    ['a number among the urls', '{"urls": [1]}'],
    ['another host', '{"urls": ["https://evil.example/sort_by_project/a"]}'],
    ['outside the root', '{"urls": ["https://data.phys.ucalgary.ca/sort_by_project/../a"]}'],
    ['a wrong count', '{"urls": [], "count": 3}'],
    ['a sum that is text', '{"urls": [], "total_bytes": "1"}'],
    ['a negative sum', '{"urls": [], "total_bytes": -1}'],
  ])('%s is refused in words', (_, text) => {
    const outcome = parseUrlList(text, directHosts);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unsupported', format: 'file list' } });
    expect(outcome.ok ? '' : outcome.failure.message).toContain('api.phys.ucalgary.ca');
  });

  test('any JSON is either a list of archive addresses or a failure', () => {
    fc.assert(
      fc.property(fc.json(), fc.jsonValue(), (text, urls) => {
        for (const given of [text, JSON.stringify({ urls }), JSON.stringify({ urls: [urls] })]) {
          const outcome = parseUrlList(given, directHosts);
          const all = outcome.ok ? outcome.value.urls : [];
          expect(all.every((url) => url.startsWith('https://data.phys.ucalgary.ca/sort_by_project/'))).toBe(true);
        }
      }),
    );
  });

  describe.skipIf(sharedReference === null)('recorded answers', () => {
    test.each([
      ['THEMIS_ASI_RAW', 10, 21_668_977],
      ['THEMIS_ASI_SKYMAP_IDLSAV', 2, 7_080_464],
      ['REGO_CALIBRATION_FLATFIELD_IDLSAV', 1, 2_098_588],
      ['TREX_RGB_RAW_NOMINAL', 60, null],
      ['TREX_RGB_HOURLY_KEOGRAM', 2, null],
      ['empty', 0, 0],
    ])('%s', (name, count, totalBytes) => {
      const text = readFileSync(`${sharedReference}/examples/urls-${name}.json`, 'utf8');
      const outcome = parseUrlList(text, directHosts);
      const recorded = JSON.parse(text) as { urls: string[] };
      expect(outcome).toEqual({ ok: true, value: { urls: recorded.urls, totalBytes } });
      expect(recorded.urls).toHaveLength(count);
    });

    test('the ten minutes of Gillam become ten files with their sum', async () => {
      const text = readFileSync(`${sharedReference}/examples/urls-THEMIS_ASI_RAW.json`, 'utf8');
      const outcome = await listFiles(
        {
          dataset: themis,
          range: range('2023-01-01T06:00', '2023-01-01T06:10'),
          siteUid: 'GILL',
          deviceUid: 'themis19',
        },
        { hosts: directHosts, fetch: countingFetch(() => json(JSON.parse(text))).fetch, signal: never() },
      );
      expect(outcome.ok && outcome.value.files.map(({ startUs }) => new Date(startUs / 1000).getUTCMinutes())).toEqual([
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
      ]);
      expect(outcome).toMatchObject({ value: { totalBytes: 21_668_977 } });
    });
  });
});
