import { expect, test } from 'vitest';
import type { Cache } from '$lib/cache/cache';
import type { Pack } from '$lib/model/pack';
import { about, blobOf, bytesOf } from './cache-bench';

/*
 * What any cache promises about showing what is kept, and about pins: in memory, in the stand-in for Node, and in a real
 * browser. The budget given is what files may take.
 */

export function testKeptAndPinned(open: (budgetBytes: number) => Cache | Promise<Cache>): void {
  const there = async (cache: Cache, ...urls: string[]) =>
    (await Promise.all(urls.map(async (url) => ((await cache.files.has(url)) ? url : '')))).join('');

  test('what is kept is told in portions, in the order of the addresses', async () => {
    const cache = await open(1e6);
    for (const url of ['c', 'a', 'd', 'b']) await cache.files.put(url, blobOf(url.charCodeAt(0)), about);
    await cache.files.pin('b', 'be');
    const first = await cache.files.list(null, 3);
    expect(first.map(({ url, bytes }) => [url, bytes])).toEqual([
      ['a', 97],
      ['b', 98],
      ['c', 99],
    ]);
    expect(first[0]).toEqual({
      ...{ url: 'a', ...about, bytes: 97, pin: null },
      ...{ keptMs: expect.any(Number) as number, usedMs: expect.any(Number) as number },
    });
    expect(first[1]!.pin).toEqual({ sinceMs: expect.any(Number) as number, sha256: 'be' });
    expect((await cache.files.list('c', 3)).map(({ url }) => url)).toEqual(['d']);
    expect(await cache.files.list('d', 3)).toEqual([]);
    expect(await cache.files.about('b')).toEqual(first[1]);
    expect(await cache.files.about('e')).toBeUndefined();
  });

  test('pinned files stay, whatever the budget, and others take turns beside them', async () => {
    const cache = await open(1000);
    await cache.files.put('a', blobOf(600), about);
    expect(await cache.files.pin('a', 'aa')).toBe(true);
    await cache.files.put('b', blobOf(900), about);
    expect(await there(cache, 'a', 'b')).toBe('ab');
    await cache.files.put('c', blobOf(900), about);
    expect(await there(cache, 'a', 'b', 'c')).toBe('ac');
    expect(await cache.files.pin('c', 'cc')).toBe(true);
    expect(await cache.usage()).toMatchObject({ files: 2, fileBytes: 1500, pinnedFiles: 2, pinnedBytes: 1500 });
    await cache.setBudget(0);
    expect(await there(cache, 'a', 'c')).toBe('ac');
    expect((await cache.files.get('a'))?.size).toBe(600);
  });

  test('unpinned, they count again; pinned twice, they count once; what is not there cannot be pinned', async () => {
    const cache = await open(1000);
    for (const url of ['a', 'b']) {
      await cache.files.put(url, blobOf(700), about);
      await cache.files.pin(url, 'one');
    }
    expect(await cache.files.pin('b', 'two')).toBe(true);
    expect(await cache.files.pin('c', 'three')).toBe(false);
    expect(await cache.usage()).toMatchObject({ pinnedFiles: 2, pinnedBytes: 1400 });
    expect((await cache.files.about('b'))?.pin?.sha256).toBe('two');
    await cache.files.unpin(['a', 'never there']);
    expect(await there(cache, 'a', 'b')).toBe('ab');
    await cache.files.put('d', blobOf(700), about);
    expect(await there(cache, 'a', 'b', 'd')).toBe('bd');
    await cache.files.unpin(['b']);
    // 1400 bytes of 1000: one of them had to leave at once.
    expect(await cache.usage()).toMatchObject({ files: 1, pinnedFiles: 0, pinnedBytes: 0 });
  });

  test('forgotten or replaced, a file is pinned no longer', async () => {
    const cache = await open(1000);
    for (const url of ['a', 'b', 'c', 'd']) {
      await cache.files.put(url, blobOf(100), about);
      await cache.files.pin(url, url);
    }
    await cache.files.delete('a');
    await cache.files.put('b', blobOf(50), about);
    await cache.files.deleteMany(['c', 'never there']);
    expect(await cache.usage()).toMatchObject({ files: 2, fileBytes: 150, pinnedFiles: 1, pinnedBytes: 100 });
    await cache.clear();
    expect(await cache.usage()).toMatchObject({ files: 0, fileBytes: 0, pinnedFiles: 0, pinnedBytes: 0 });
  });

  test('other bytes take the place of pinned ones only where they are pinned, and those stay pinned', async () => {
    const cache = await open(1000);
    for (const url of ['a', 'b']) await cache.files.put(url, blobOf(100, 1), about);
    await cache.files.pin('a', 'old', true);
    expect(await cache.files.renew('a', blobOf(150, 2), { ...about, etag: 'two' }, 'new')).toBe(true);
    expect(await cache.files.renew('b', blobOf(150, 2), about, 'new')).toBe(false);
    expect(await cache.files.renew('c', blobOf(150, 2), about, 'new')).toBe(false);
    expect(await cache.files.about('a')).toMatchObject({
      ...{ bytes: 150, etag: 'two' },
      pin: { sha256: 'new', byHand: true },
    });
    expect((await bytesOf(await cache.files.get('a')))?.[0]).toBe(2);
    expect((await bytesOf(await cache.files.get('b')))?.[0]).toBe(1);
    expect(await cache.usage()).toMatchObject({ files: 2, fileBytes: 250, pinnedFiles: 1, pinnedBytes: 150 });
  });

  test('of several files those leave that are not pinned at that moment; the others are named', async () => {
    const cache = await open(1000);
    for (const url of ['a', 'b', 'c']) await cache.files.put(url, blobOf(100), about);
    await cache.files.pin('b', 'be');
    expect(await cache.files.deleteLoose(['a', 'b', 'never there'])).toEqual(['b']);
    expect(await there(cache, 'a', 'b', 'c')).toBe('bc');
    expect(await cache.usage()).toMatchObject({ files: 2, fileBytes: 200, pinnedFiles: 1, pinnedBytes: 100 });
  });

  test('what was pinned by hand may be spared, whatever pinned it before and after', async () => {
    const cache = await open(1000);
    for (const url of ['a', 'b']) await cache.files.put(url, blobOf(100), about);
    for (const byHand of [false, true, false]) await cache.files.pin('a', 'aa', byHand);
    await cache.files.pin('b', 'be');
    await cache.files.unpin(['a', 'b'], true);
    expect((await cache.files.about('a'))?.pin).toMatchObject({ sha256: 'aa', byHand: true });
    expect((await cache.files.about('b'))?.pin).toBeNull();
    await cache.files.unpin(['a']);
    expect((await cache.files.about('a'))?.pin).toBeNull();
    // Pinned anew, that is forgotten.
    await cache.files.pin('a', 'aa');
    await cache.files.unpin(['a'], true);
    expect((await cache.usage()).pinnedFiles).toBe(0);
  });

  test('looked at, a file is as old as before: it leaves first', async () => {
    const cache = await open(1000);
    for (const url of ['a', 'b']) await cache.files.put(url, blobOf(400), about);
    const usedMs = (await cache.files.about('a'))?.usedMs;
    expect((await cache.files.peek('a'))?.size).toBe(400);
    expect(await cache.files.peek('never there')).toBeUndefined();
    expect((await cache.files.about('a'))?.usedMs).toBe(usedMs);
    await cache.files.put('c', blobOf(400), about);
    expect(await there(cache, 'a', 'b', 'c')).toBe('bc');
  });

  test('packs are kept until they are deleted', async () => {
    const cache = await open(0);
    const pack = { id: 'one', state: 'under way' } as Pack;
    expect(await cache.packs.put(pack)).toBe(true);
    expect(await cache.packs.put({ ...pack, state: 'ended' })).toBe(true);
    expect(await cache.packs.list()).toEqual([{ id: 'one', state: 'ended' }]);
    await cache.packs.delete('one');
    expect(await cache.packs.list()).toEqual([]);
  });
}
