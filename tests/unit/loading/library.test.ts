import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { prefixedCache, sampleShelf } from '$lib/cache/prefixed-cache';
import { createLibrary, type LibraryFile } from '$lib/loading/library';
import { pathInZip, zipOf } from '$lib/loading/zip-export';
import { never } from '../services/counting-fetch';
import { minuteBytes, minuteFile } from './bench';

const skymapUrl =
  'https://data.phys.ucalgary.ca/sort_by_project/THEMIS/asi/skymaps/gako/gako_20110305/themis_skymap_gako_20110305-+_vXX.sav';

/** Minutes 0 and 1, a skymap, and minute 1 of the sample event. */
async function stage() {
  const cache = createMemoryCache({ budgetBytes: 1e6, now: () => Date.UTC(2026, 0, 1) });
  const library = createLibrary(cache);
  const put = (files: typeof cache.files, url: string, name: string, bytes: Uint8Array<ArrayBuffer>) => {
    const lastModified = 'Mon, 10 Mar 2014 07:00:00 GMT';
    const about = { dataset: 'THEMIS_ASI_RAW', name, address: url, etag: null, lastModified };
    return files.put(url, new Blob([bytes]), about);
  };
  for (const index of [0, 1]) await put(cache.files, minuteFile(index).url, minuteFile(index).name, minuteBytes(index));
  await put(cache.files, skymapUrl, 'skymap', minuteBytes(77));
  const sample = prefixedCache(cache, sampleShelf('one')).files;
  await put(sample, minuteFile(1).url, minuteFile(1).name, minuteBytes(9));
  const list = async () => {
    const files: LibraryFile[] = [];
    await library.list(never(), (portion) => files.push(...portion));
    const placeOf = ({ isSample, name }: LibraryFile) => (isSample ? 2 : name === 'skymap' ? 1 : 0);
    return files.sort((a, b) => placeOf(a) - placeOf(b));
  };
  return { cache, library, list };
}

const folder = 'THEMIS/asi/stream0/2014/03/10/gill_themis19/ut06';

test('what is kept is told with what belongs to the sample event', async () => {
  const { list } = await stage();
  expect((await list()).map(({ name, isSample, url }) => [name, isSample, url])).toEqual([
    [minuteFile(0).name, false, minuteFile(0).url],
    [minuteFile(1).name, false, minuteFile(1).url],
    ['skymap', false, skymapUrl],
    [minuteFile(1).name, true, minuteFile(1).url],
  ]);
});

test('more than a portion is told completely', async () => {
  const cache = createMemoryCache({ budgetBytes: 1e6 });
  const about = { dataset: 'D', name: 'n', address: 'a', etag: null, lastModified: null };
  for (let index = 0; index < 1203; index++) await cache.files.put(`https://x/${index}`, new Blob(['x']), about);
  const seen = new Set<string>();
  const portions: number[] = [];
  await createLibrary(cache).list(never(), (files) => {
    portions.push(files.length);
    for (const { key } of files) seen.add(key);
  });
  expect([portions, seen.size]).toEqual([[500, 500, 203], 1203]);
  const control = new AbortController();
  const few: number[] = [];
  await createLibrary(cache).list(control.signal, (files) => {
    few.push(files.length);
    control.abort();
  });
  expect(few).toEqual([500]);
});

test('pinned with the checksum of its bytes, a file that changed since is found, and one that is gone', async () => {
  const { cache, library, list } = await stage();
  const files = await list();
  expect(await library.pin(files, never(), () => undefined)).toBe(4);
  const [first, second, third, sample] = await list();
  expect(sample!.pin?.sha256).toBe(createHash('sha256').update(minuteBytes(9)).digest('hex'));
  expect(await library.verify([first!, second!, third!, sample!], never(), () => undefined)).toEqual([]);
  await cache.files.pin(first!.key, 'another checksum');
  await cache.files.delete(second!.key);
  const changed = await list();
  expect(await library.verify([...changed, second!, { ...third!, bytes: 99 }], never(), () => undefined)).toMatchObject(
    [
      { file: { name: first!.name }, reason: 'checksum' },
      { file: { name: second!.name }, reason: 'gone' },
      { file: { name: 'skymap' }, reason: 'size' },
    ],
  );
  await library.unpin(changed);
  expect((await library.usage()).pinnedFiles).toBe(0);
});

test('forgotten with what was made from it', async () => {
  const { cache, library, list } = await stage();
  const [first] = await list();
  await cache.products.put('columns', first!.key, 'made', 10);
  await library.forget([first!], never(), () => undefined);
  expect((await list()).map(({ key }) => key)).not.toContain(first!.key);
  expect((await cache.products.getMany('columns', [first!.key])).size).toBe(0);
});

test('what was pinned after it was listed is not forgotten with the loose files', async () => {
  const { cache, library, list } = await stage();
  const [first, second, third] = await list();
  await library.pin([third!], never(), () => undefined);
  const listed = await list();
  await cache.files.pin(second!.key, 'by another tab');
  await cache.products.put('columns', second!.key, 'made', 10);
  // Minute 1 was loose when it was listed; the skymap was pinned, and a person chose it all the same.
  expect(await library.forget(listed.slice(0, 3), never(), () => undefined)).toBe(2);
  const left = (await list()).map(({ key }) => key);
  expect([first, second, third].map((file) => left.includes(file!.key))).toEqual([false, true, false]);
  expect((await cache.products.getMany('columns', [second!.key])).size).toBe(1);
});

test('pinning, reading again and exporting do not count as use', async () => {
  let now = 1000;
  const cache = createMemoryCache({ budgetBytes: 1e6, now: () => now });
  const about = { dataset: 'D', name: 'n', address: 'a', etag: null, lastModified: null };
  await cache.files.put('https://x/a', new Blob(['abc']), about);
  const library = createLibrary(cache);
  const files: LibraryFile[] = [];
  await library.list(never(), (portion) => files.push(...portion));
  now = 40 * 86_400_000;
  await library.pin(files, never(), () => undefined);
  expect(await library.verify(files, never(), () => undefined)).toEqual([]);
  await new Response(zipOf(library, files, [], () => undefined).stream).arrayBuffer();
  expect((await cache.files.about('https://x/a'))?.usedMs).toBe(1000);
});

test('a zip has the archive’s folders and bytes, the sample event’s in a folder of its own', async () => {
  const { library, list, cache } = await stage();
  const files = await list();
  await cache.files.delete(files[0]!.key);
  const done: number[] = [];
  const zip = zipOf(library, files, [{ name: 'CREDIT.txt', text: 'thanks' }], (count) => done.push(count));
  const bytes = new Uint8Array(await new Response(zip.stream).arrayBuffer());
  const entries = unzipSync(bytes);
  expect(Object.keys(entries)).toEqual([
    'CREDIT.txt',
    `${folder}/${minuteFile(1).name}`,
    'THEMIS/asi/skymaps/gako/gako_20110305/themis_skymap_gako_20110305-+_vXX.sav',
    `nightside-sample-event-synthetic/${folder}/${minuteFile(1).name}`,
  ]);
  expect(Object.values(entries).slice(1)).toEqual([minuteBytes(1), minuteBytes(77), minuteBytes(9)]);
  expect(zip.gone).toEqual([files[0]]);
  expect(done).toEqual([1, 2, 3, 4]);
  const whole = zipOf(library, files.slice(1), [], () => undefined);
  expect((await new Response(whole.stream).arrayBuffer()).byteLength).toBe(whole.bytes);
});

test.each([
  ['https://data.phys.ucalgary.ca/sort_by_project/a/%2e%2e/%2E%2E/b.gz', 'a/b.gz'],
  ['https://data.phys.ucalgary.ca/sort_by_project//a/./b%zz.gz', 'a/b%zz.gz'],
  ['file name.pgm', 'name'],
  ['https://data.phys.ucalgary.ca/sort_by_project/..%5C..%5Cevil.pgm', 'evil.pgm'],
  ['https://data.phys.ucalgary.ca/sort_by_project/C%3A%5Cwin%5Cb.pgm', 'C_/win/b.pgm'],
])('%s stands at %s', (url, expected) => {
  expect(pathInZip({ url, name: 'name', isSample: false } as LibraryFile)).toBe(expected);
});
