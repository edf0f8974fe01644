import { expect, vi } from 'vitest';
import type { FileAbout } from '$lib/cache/file-store';
import { openCache, type CacheOptions, type OpenCache } from '$lib/cache/indexed-cache';
import { deleteRaw, sumsOf } from './raw-database';

export const about: FileAbout = {
  dataset: 'THEMIS_ASI_RAW',
  name: 'a.pgm.gz',
  address: 'http://localhost:8080/relay/data/a.pgm.gz',
  etag: '"abc-1"',
  lastModified: 'Mon, 10 Mar 2014 07:00:00 GMT',
};

/** The problem of a cache without room. */
export const quota = { kind: 'quota' };

export function blobOf(size: number, fill = 7): Blob {
  return new Blob([new Uint8Array(size).fill(fill)]);
}

export async function bytesOf(blob: Blob | undefined): Promise<number[] | undefined> {
  return blob && [...new Uint8Array(await blob.arrayBuffer())];
}

let names = 0;

/** A database of its own for each test, and a clock that goes a second further each time it is read. */
export function fresh(options: Partial<CacheOptions> = {}) {
  const name = `cache-test-${Date.now()}-${names++}`;
  let ms = 1_700_000_000_000;
  const opened: OpenCache[] = [];
  const open = async (others: Partial<CacheOptions> = {}): Promise<OpenCache> => {
    const cache = await openCache({
      version: 'v1',
      budgetBytes: 1000,
      now: () => (ms += 1000),
      estimate: () => Promise.resolve(null),
      name,
      ...options,
      ...others,
    });
    opened.push(cache);
    return cache;
  };
  fixtures.push(async () => {
    for (const cache of opened) await cache.close();
    await deleteRaw(name);
  });
  return { name, open, sleep: (moreMs: number) => (ms += moreMs) };
}

const fixtures: (() => Promise<void>)[] = [];

/** After each test: what `fresh` has opened is closed and deleted. */
export async function tidyUp(): Promise<void> {
  vi.restoreAllMocks();
  for (const undo of fixtures.splice(0)) await undo();
}

/** Those of the addresses of which the cache has the file, in one word. */
export async function present(cache: OpenCache, ...urls: string[]): Promise<string> {
  return (await Promise.all(urls.map(async (url) => ((await cache.files.has(url)) ? url : '')))).join('');
}

/** Counts what is in the database, which must be what it says of itself. */
export async function agree(name: string) {
  const { counted, said } = await sumsOf(name);
  expect(said).toEqual(counted);
  return counted;
}
