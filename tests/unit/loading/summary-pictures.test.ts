import { describe, expect, test } from 'vitest';
import type { Cache } from '$lib/cache/cache';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { hourUs, minuteUs } from '$lib/datasets/utc';
import { createLoading } from '$lib/loading/loading';
import { directHosts } from '$lib/services/hosts';
import { countingFetch, json, never } from '../services/counting-fetch';
import { fakeDecoder } from './bench';

const camera = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null };
const startUs = Date.parse('2014-03-10T06:00Z') * 1000;
const root = 'https://data.phys.ucalgary.ca/sort_by_project/THEMIS/asi/stream2/2014/03/10/gill_themis19';
const pictures = {
  HOURLY: `${root}/ut06/20140310_06_gill_themis19_full-keogram.pgm.jpg`,
  DAILY: `${root}/20140310__gill_themis19_full-keogram.pgm.jpg`,
};

/** @param has which of them the archive has */
function bench(has: readonly (keyof typeof pictures)[], cache: Cache = createMemoryCache({ budgetBytes: 1e6 })) {
  const net = countingFetch((url) => {
    if (!url.includes('/api/')) return new Response(url.includes('/ut06/') ? 'hour' : 'day');
    const span = url.includes('HOURLY') ? 'HOURLY' : 'DAILY';
    const urls = has.includes(span) ? [pictures[span]] : [];
    return json({ urls, count: urls.length, total_bytes: null });
  });
  const parts = { decoder: fakeDecoder(), fetch: net.fetch, sleep: () => Promise.resolve() };
  const loading = createLoading({ ...parts, cache, hosts: directHosts });
  const find = async (lengthUs: number) => {
    const found = await loading.summaries(camera, { startUs, endUs: startUs + lengthUs }, never());
    if (!found.ok) throw new Error(found.failure.kind);
    return Promise.all(found.value.map(({ picture }) => picture.text()));
  };
  const asked = () => net.asked.map((url) => /HOURLY|DAILY/.exec(url)?.[0] ?? 'picture');
  return { find, asked, cache };
}

describe('which of the summary pictures stand in for the keogram', () => {
  test.each([
    ['ten minutes: that of the hour', 10 * minuteUs, ['HOURLY', 'DAILY'], ['hour'], ['HOURLY', 'picture']],
    ['ten minutes, and only the day has one: none', 10 * minuteUs, ['DAILY'], [], ['HOURLY']],
    ['an hour: that of the hour', hourUs, ['HOURLY', 'DAILY'], ['hour'], ['HOURLY', 'picture']],
    ['an hour that has none: that of the day', hourUs, ['DAILY'], ['day'], ['HOURLY', 'DAILY', 'picture']],
    ['half a night: that of the day', 6 * hourUs, ['HOURLY', 'DAILY'], ['day'], ['DAILY', 'picture']],
  ] as const)('%s', async (_what, lengthUs, has, expected, questions) => {
    const { find, asked } = bench(has);
    expect(await find(lengthUs)).toEqual(expected);
    expect(asked()).toEqual(questions);
  });

  test('the picture is kept like any file', async () => {
    const { find, cache } = bench(['HOURLY']);
    await find(10 * minuteUs);
    const again = bench(['HOURLY'], cache);
    expect(await again.find(10 * minuteUs)).toEqual(['hour']);
    expect(again.asked()).toEqual(['HOURLY']);
  });
});
