import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { createLoading } from '$lib/loading/loading';
import { directHosts } from '$lib/services/hosts';
import { countingFetch, file, page } from '../services/counting-fetch';
import { createBench, fakeDecoder, minuteBytes, minuteFile, minuteOf, wish } from './bench';

const failedFetch = () => new TypeError('Failed to fetch');

describe('an hour of files, and the host goes away', () => {
  // The clock of the app; what Node does on its own goes on.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  /** All of it, by the app's own clock. */
  async function loadHour(isAway: (ms: number) => boolean) {
    const begunMs = performance.now();
    const sinceMs = () => performance.now() - begunMs;
    const net = countingFetch(async (url) => {
      await new Promise((resolve) => setTimeout(resolve, 60)); // a download takes its time
      if (isAway(sinceMs())) throw failedFetch();
      return url.endsWith('.gz') ? file(minuteBytes(minuteOf(url))) : page('home');
    });
    const cache = createMemoryCache({ budgetBytes: 1e7 });
    const loading = createLoading({ hosts: directHosts, decoder: fakeDecoder(), cache, fetch: net.fetch });
    let ended = 0;
    const all = Array.from({ length: 60 }, async (_, index) => {
      const outcome = await loading.columns(minuteFile(index), wish(index));
      ended += 1;
      return outcome;
    });
    while (ended < 60 && sinceMs() < 300_000) {
      await vi.advanceTimersByTimeAsync(20);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(ended).toBe(60);
    return { outcomes: await Promise.all(all), tookMs: sinceMs(), asked: net.asked.length };
  }

  test.each([
    ['before it was read', 0, 1200],
    ['before it was read', 0, 8000],
    ['after it was read', 200, 1200],
    ['after it was read', 200, 8000],
    ['after it was read', 200, 15_000],
  ])('%s, at %i ms for %i ms: no file is lost', async (_, goneMs, awayMs) => {
    const { outcomes, asked } = await loadHour((ms) => ms >= goneMs && ms < goneMs + awayMs);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    expect(asked).toBeLessThan(60 + 40);
  });

  test.each([
    ['before it was read', 0],
    ['after it was read', 200],
  ])('%s, for good: all are told soon, and few go to ask', async (_, goneMs) => {
    const { outcomes, tookMs, asked } = await loadHour((ms) => ms >= goneMs);
    const failures = outcomes.filter(({ ok }) => !ok);
    expect(failures.length).toBeGreaterThan(40);
    for (const failure of failures) expect(failure).toMatchObject({ failure: { reason: 'unreachable' } });
    expect(tookMs).toBeLessThan(30_000);
    expect(asked - (60 - failures.length)).toBeLessThan(40);
  });
});

test('missing files, which the archive answers with a page that may not be read, do not keep the others away', async () => {
  const isMissing = (minute: number) => minute >= 5 && minute < 25;
  const { loading } = createBench({
    answer: (url) => {
      if (!url.endsWith('.gz')) return page('home');
      return isMissing(minuteOf(url)) ? Promise.reject(failedFetch()) : file(minuteBytes(minuteOf(url)));
    },
  });
  expect((await loading.columns(minuteFile(0), wish())).ok).toBe(true);
  const minutes = Array.from({ length: 50 }, (_, index) => index + 5);
  const outcomes = await Promise.all(minutes.map((minute) => loading.columns(minuteFile(minute), wish(minute))));
  expect(outcomes.map(({ ok }) => !ok)).toEqual(minutes.map(isMissing));
  expect(outcomes[0]).toMatchObject({ failure: { kind: 'refused', reason: 'unreadable' } });
});

test('kept bytes that the browser no longer gives are downloaded again', async () => {
  const cache = createMemoryCache({ budgetBytes: 1e6 });
  const { url, name, dataset } = minuteFile(1);
  const gone = new Blob([minuteBytes(1)]);
  gone.arrayBuffer = () => Promise.reject(new DOMException('it is not there', 'NotFoundError'));
  await cache.files.put(url, gone, { name, dataset, address: url, etag: null, lastModified: null });
  const { loading, asked } = createBench({ cache });
  const made = await loading.columns(minuteFile(1), wish());
  expect(made.ok && made.value.counts[0]).toBe(1);
  expect(asked).toEqual([url]);
  expect(await (await cache.files.get(url))?.arrayBuffer()).toEqual(minuteBytes(1).buffer);
});

test('a decoder that breaks down says nothing about the file: it stays', async () => {
  const decoder = fakeDecoder();
  const whole = fakeDecoder();
  let works = false;
  decoder.reduce = (...given) =>
    works
      ? whole.reduce(...given)
      : Promise.resolve({ ok: false, failure: { kind: 'browser', part: 'decoder', message: 'out of memory' } });
  const { loading, asked } = createBench({ decoder });
  expect(await loading.columns(minuteFile(1), wish())).toMatchObject({ failure: { part: 'decoder' } });
  works = true;
  expect((await loading.columns(minuteFile(1), wish())).ok).toBe(true);
  expect(asked).toHaveLength(1);
});
