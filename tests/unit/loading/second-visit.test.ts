import { describe, expect, test } from 'vitest';
import type { KeogramColumns } from '$lib/model/frames';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { settle } from '../services/counting-fetch';
import { createBench, fakeDecoder, minuteFile, wish } from './bench';

const cacheOf = () => createMemoryCache({ budgetBytes: 1e6 });

async function kept(bench: ReturnType<typeof createBench>, minutes: readonly number[]) {
  const found = new Map<string, KeogramColumns>();
  await bench.loading.keptColumns(minutes.map(minuteFile), wish().signal, (portion) => {
    for (const [url, columns] of portion) found.set(url, columns);
  });
  return found;
}

describe('a second visit', () => {
  test('columns made before are there at once: nothing is downloaded or decoded', async () => {
    const cache = cacheOf();
    const first = createBench({ cache });
    for (const minute of [1, 2]) await first.loading.columns(minuteFile(minute), wish());
    const second = createBench({ cache });
    const found = await kept(second, [1, 2, 3]);
    expect([...found.keys()]).toEqual([minuteFile(1).url, minuteFile(2).url]);
    expect(found.get(minuteFile(2).url)!.counts[0]).toBe(2);
    expect((await second.loading.columns(minuteFile(1), wish())).ok).toBe(true);
    expect([second.asked, second.decoder.calls]).toEqual([[], []]);
  });

  test('frames come from the kept file, without the network', async () => {
    const cache = cacheOf();
    await createBench({ cache }).loading.columns(minuteFile(1), wish());
    const second = createBench({ cache, answer: () => Promise.reject(new TypeError('Failed to fetch')) });
    const frames = await second.loading.frames(minuteFile(1), wish());
    expect(frames.ok && frames.value.counts[0]).toBe(1);
    expect(second.asked).toEqual([]);
  });

  test('what was forgotten is downloaded anew', async () => {
    const cache = cacheOf();
    await createBench({ cache }).loading.columns(minuteFile(1), wish());
    const second = createBench({ cache });
    await second.loading.forget(minuteFile(1));
    expect(await kept(second, [1])).toEqual(new Map());
    await second.loading.columns(minuteFile(1), wish());
    expect(second.asked).toEqual([minuteFile(1).url]);
  });

  test('columns that do not say whether they were observed are not used', async () => {
    const cache = cacheOf();
    const made = await createBench({ cache }).loading.columns(minuteFile(1), wish());
    if (!made.ok) throw new Error(made.failure.message);
    const { synthetic, ...silent } = made.value;
    expect(synthetic).toBe(false);
    await cache.products.put('columns', minuteFile(1).url, silent, 100);
    expect(await kept(createBench({ cache }), [1])).toEqual(new Map());
    await cache.products.put('columns', minuteFile(1).url, { ...silent, synthetic: true }, 100);
    expect((await kept(createBench({ cache }), [1])).get(minuteFile(1).url)?.synthetic).toBe(true);
  });

  test('columns of a damaged file are not kept: it may come whole the next time', async () => {
    const cache = cacheOf();
    const decoder = fakeDecoder();
    const whole = fakeDecoder();
    decoder.reduce = async (...given) => {
      const made = await whole.reduce(...given);
      const problem = { kind: 'truncated', format: 'gzip', offset: 7, message: 'cut off' } as const;
      return made.ok ? { ok: true, value: { ...made.value, problem } } : made;
    };
    await createBench({ cache, decoder }).loading.columns(minuteFile(1), wish());
    expect(await kept(createBench({ cache }), [1])).toEqual(new Map());
  });
});

describe('a listing that was kept', () => {
  const camera = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null };
  const { startUs } = minuteFile(0);
  const range = { startUs, endUs: startUs + 10 * 60_000_000 };
  const urls = Array.from({ length: 10 }, (_, minute) => minuteFile(minute).url);
  const answer = () => Response.json({ urls, count: urls.length, total_bytes: 5000 });

  test('knows how much it is, although the archive gives one sum for all; of a part, about', async () => {
    const cache = cacheOf();
    await createBench({ cache, answer }).loading.listFiles(camera, range, wish().signal);
    const { loading } = createBench({ cache });
    expect(await loading.keptListing(camera, range, false)).toMatchObject({ totalBytes: 5000, exactBytes: false });
    const part = { startUs, endUs: startUs + 4 * 60_000_000 };
    expect(await loading.keptListing(camera, part, false)).toMatchObject({ totalBytes: 2000, files: { length: 4 } });
  });

  test('of several devices nobody knows which takes how much', async () => {
    const other = urls[0]!.replaceAll('themis19', 'themis04');
    const both = () => Response.json({ urls: [...urls, other], count: 11, total_bytes: 5500 });
    const cache = cacheOf();
    await createBench({ cache, answer: both }).loading.listFiles(camera, range, wish().signal);
    expect(await createBench({ cache }).loading.keptListing(camera, range, false)).toMatchObject({ totalBytes: null });
  });
});

describe('files that are kept', () => {
  test('are named without being read or downloaded, however many', async () => {
    const cache = cacheOf();
    const first = createBench({ cache });
    for (const minute of [1, 40]) await first.loading.columns(minuteFile(minute), wish());
    const second = createBench({ cache });
    const files = Array.from({ length: 60 }, (_, minute) => minuteFile(minute));
    const held = await second.loading.keptFiles(files, wish().signal);
    expect([...held]).toEqual([minuteFile(1).url, minuteFile(40).url]);
    expect([second.asked, second.decoder.calls]).toEqual([[], []]);
  });

  test('dropped, the look ends', async () => {
    const cache = cacheOf();
    let looks = 0;
    const files = { ...cache.files, has: (url: string) => ((looks += 1), cache.files.has(url)) };
    const control = new AbortController();
    const all = Array.from({ length: 60 }, (_, minute) => minuteFile(minute));
    const looking = createBench({ cache: { ...cache, files } }).loading.keptFiles(all, control.signal);
    control.abort();
    expect((await looking).size).toBe(0);
    expect(looks).toBeLessThan(60);
  });
});

describe('held back', () => {
  test('what is not to be fetched now waits; what is kept is shown all the same', async () => {
    const cache = cacheOf();
    await createBench({ cache }).loading.columns(minuteFile(1), wish());
    const second = createBench({ cache });
    let paused = true;
    const held = { rank: () => (paused ? Infinity : 0), signal: wish().signal };
    expect((await second.loading.frames(minuteFile(1), held)).ok).toBe(true);
    const later = second.loading.columns(minuteFile(2), held);
    await settle();
    expect(second.asked).toEqual([]);
    paused = false;
    second.loading.reconsider();
    expect((await later).ok).toBe(true);
  });

  test('fewer downloads at a time when so wished, never more than five', async () => {
    const bench = createBench({ answer: () => new Promise<Response>(() => undefined) });
    bench.loading.setDownloads(2);
    for (let minute = 0; minute < 8; minute++) void bench.loading.columns(minuteFile(minute), wish(minute));
    await settle();
    expect(bench.asked).toHaveLength(2);
    bench.loading.setDownloads(50);
    await settle();
    expect(bench.asked).toHaveLength(5);
  });
});
