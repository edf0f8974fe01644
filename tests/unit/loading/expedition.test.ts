import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { createExpeditions } from '$lib/loading/expedition';
import type { FileListing } from '$lib/loading/file-listing';
import { createLibrary, type LibraryFile } from '$lib/loading/library';
import { createTabLocks, type TabLocks } from '$lib/loading/tab-locks';
import type { Outcome } from '$lib/model/failure';
import type { Pack, PackProgress } from '$lib/model/pack';
import { deferred, file, never, settle } from '../services/counting-fetch';
import { createBench, minuteBytes, minuteFile, minuteOf, wish as wishFor } from './bench';
import { FakeLocks } from './fake-locks';

const startUs = Date.UTC(2014, 2, 10, 6) * 1000;
const minutes = 12;
const range = { startUs, endUs: startUs + minutes * 60_000_000 };
const wish = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null, range };
const skymap = { url: 'https://data.phys.ucalgary.ca/sort_by_project/s.sav', name: 's.sav', dataset: 'SKYMAPS' };

function listingOf(part: Partial<FileListing> = {}): FileListing {
  return {
    files: Array.from({ length: minutes }, (_, index) => minuteFile(index)),
    ...{ found: 'listing service', known: [range], keptMs: null, totalBytes: 100 * minutes, exactBytes: true },
    ...{ deviceUid: 'themis19', otherDevices: [], serviceFailure: null },
    ...part,
  };
}

type BenchParts = NonNullable<Parameters<typeof createBench>[0]> & {
  listing?: FileListing;
  locks?: TabLocks;
};

/** A real loading room over a network that counts; only what belongs to the night is given. */
function stage({ listing = listingOf(), locks = createTabLocks(), ...parts }: BenchParts = {}) {
  const bench = createBench({ storeBytes: 1e6, ...parts });
  const ok = <T>(value: T): Promise<Outcome<T>> => Promise.resolve({ ok: true, value });
  const loading = {
    keeping: () => bench.loading.keeping(range),
    listFiles: () => ok(listing),
    skymap: () => ok({ ...skymap, skymap: {} as never, rule: 'valid' as const, others: [], startUs }),
    calibration: () => ok(null),
    summaries: () => ok([]),
  };
  return { ...bench, expeditions: createExpeditions({ loading, cache: bench.cache, locks, now: () => 42 }) };
}

async function packOf({ expeditions }: ReturnType<typeof stage>): Promise<Pack> {
  const plan = await expeditions.plan(wish, never());
  if (!plan.ok) throw new Error(plan.failure.message);
  return plan.value.pack;
}

const askedOnce = (asked: readonly string[]) => expect(asked.length).toBe(new Set(asked).size);

test('a plan names every file, and counts what is here against what the archive lists', async () => {
  const bench = stage();
  const had = await bench.loading.keeping(range).keep({ ...minuteFile(3), bytes: null }, wishFor());
  expect(had.ok).toBe(true);
  const plan = await bench.expeditions.plan(wish, never());
  expect(plan).toMatchObject({
    ok: true,
    value: { filesHere: 1, bytesHere: 100, bytesWanted: 1100, roomBytes: null, lasting: false },
  });
  const pack = plan.ok ? plan.value.pack : null;
  expect(pack?.files).toHaveLength(13);
  expect(pack?.files.at(-1)).toEqual({ ...skymap, bytes: null });
  expect(bench.asked).toHaveLength(1); // nothing was fetched to find out
});

test('calibrations of the device that was found go along', async () => {
  const bench = stage();
  const asked: unknown[] = [];
  const name = 'REGO_Rayleighs_15651_20210908-+_v02.sav';
  const file = { url: `https://data.phys.ucalgary.ca/sort_by_project/${name}`, name, dataset: 'CALIBRATIONS' };
  const loading: Parameters<typeof createExpeditions>[0]['loading'] = {
    keeping: (range) => bench.loading.keeping(range),
    listFiles: () => Promise.resolve({ ok: true, value: listingOf({ deviceUid: 'rego-651' }) }),
    skymap: () => Promise.resolve({ ok: true, value: null }),
    calibration: (kind, { deviceUid }) => {
      asked.push([kind, deviceUid]);
      const chosen = { ...file, calibration: {} as never, rule: 'valid', startUs, others: [] } as const;
      return Promise.resolve({ ok: true, value: kind === 'rayleighs' ? chosen : null });
    },
    summaries: () => Promise.resolve({ ok: true, value: [] }),
  };
  const expeditions = createExpeditions({ loading, cache: bench.cache, locks: createTabLocks() });
  const pack = await packOf({ ...bench, expeditions });
  expect(asked).toEqual([
    ['flatfield', 'rego-651'],
    ['rayleighs', 'rego-651'],
  ]);
  expect(pack.files.slice(minutes)).toEqual([{ ...file, bytes: null }]);
});

test('all is fetched once and pinned with its checksum; run again, nothing is', async () => {
  const bench = stage();
  const pack = await packOf(bench);
  const seen: PackProgress[] = [];
  expect(await bench.expeditions.run(pack, never(), (progress) => seen.push(progress))).toBe('ended');
  expect(seen.at(-1)).toMatchObject({ filesHere: 13, bytesComing: 0, failures: {} });
  const kept = await bench.cache.files.about(minuteFile(5).url);
  expect(kept?.pin?.sha256).toBe(createHash('sha256').update(minuteBytes(5)).digest('hex'));
  expect(await bench.expeditions.list()).toMatchObject([{ id: pack.id, state: 'ended', createdMs: 42 }]);
  expect(bench.asked).toHaveLength(13);
  expect(await bench.expeditions.run(pack, never(), () => undefined)).toBe('ended');
  expect(bench.asked).toHaveLength(13);
});

test('stopped in the middle, it goes on with what is missing, also in another visit', async () => {
  const cache = createMemoryCache({ budgetBytes: 1e6 });
  const first = stage({ cache });
  const pack = await packOf(first);
  const control = new AbortController();
  const run = first.expeditions.run(pack, control.signal, ({ filesHere }) => {
    if (filesHere === 5) control.abort();
  });
  expect(await run).toBe('stopped');
  const [left] = await first.expeditions.list();
  expect(left?.state).toBe('stopped');
  const finished = (await first.expeditions.progressOf(pack, never())).filesHere;
  expect(finished).toBeGreaterThanOrEqual(5);
  expect(finished).toBeLessThan(13);
  const second = stage({ cache });
  expect(await second.expeditions.run(left!, never(), () => undefined)).toBe('ended');
  expect(second.asked.length).toBeLessThanOrEqual(13 - finished);
  askedOnce(second.asked);
  expect((await second.expeditions.progressOf(pack, never())).filesHere).toBe(13);
});

test('a tab that ends leaves the pack under way', async () => {
  const bench = stage({ answer: () => new Promise<Response>(() => undefined) });
  const pack = await packOf(bench);
  void bench.expeditions.run(pack, never(), () => undefined);
  await settle();
  expect(await bench.expeditions.list()).toMatchObject([{ state: 'under way' }]);
});

test('a file that cannot be had is named with its reason; the others come, and it can be tried again', async () => {
  let isThere = false;
  const answer = (url: string) =>
    minuteOf(url) === 4 && !isThere ? new Response(null, { status: 404 }) : file(minuteBytes(minuteOf(url)));
  const bench = stage({ answer });
  const pack = await packOf(bench);
  expect(await bench.expeditions.run(pack, never(), () => undefined)).toBe('ended');
  const [ended] = await bench.expeditions.list();
  expect(ended?.failures).toMatchObject({ [minuteFile(4).url]: { kind: 'missing' } });
  expect((await bench.expeditions.progressOf(ended!, never())).filesHere).toBe(12);
  isThere = true;
  const before = bench.asked.length;
  await bench.expeditions.run(ended!, never(), () => undefined);
  expect(bench.asked).toHaveLength(before + 1);
  expect(await bench.expeditions.list()).toMatchObject([{ state: 'ended', failures: {} }]);
});

test('a file of another size than the list says is not taken', async () => {
  const files = [0, 1].map((index) => ({ ...minuteFile(index), bytes: index === 0 ? 99 : 100 }));
  const bench = stage({ listing: listingOf({ files, totalBytes: 199 }) });
  await bench.expeditions.run(await packOf(bench), never(), () => undefined);
  const [ended] = await bench.expeditions.list();
  expect(ended?.failures).toEqual({
    [minuteFile(0).url]: {
      ...{ kind: 'corrupt', format: 'download', offset: null },
      message: 'the archive’s list says 99 bytes, and 100 came',
    },
  });
  expect((await bench.cache.files.about(minuteFile(0).url))?.pin).toBeNull();
  const before = bench.asked.length;
  await bench.expeditions.run(ended!, never(), () => undefined);
  expect(bench.asked.slice(before)).toEqual([minuteFile(0).url]);
  // Rounded sizes say nothing.
  const rounded = stage({ listing: listingOf({ files, exactBytes: false }) });
  await rounded.expeditions.run(await packOf(rounded), never(), () => undefined);
  expect((await rounded.expeditions.list())[0]?.failures).toEqual({});
});

test('without room it stops, and says which file found none', async () => {
  const bench = stage({ storeBytes: 100 });
  expect(await bench.expeditions.run(await packOf(bench), never(), () => undefined)).toBe('stopped');
  const [stopped] = await bench.expeditions.list();
  expect(Object.values(stopped!.failures)[0]).toMatchObject({ kind: 'quota' });
  expect(bench.asked.length).toBeLessThan(13);
});

test('a host that gives nothing is not asked for a thousand files', async () => {
  const files = Array.from({ length: 60 }, (_, index) => minuteFile(index));
  const bench = stage({ listing: listingOf({ files }), answer: () => new Response(null, { status: 500 }) });
  expect(await bench.expeditions.run(await packOf(bench), never(), () => undefined)).toBe('stopped');
  expect(new Set(bench.asked).size).toBeLessThan(30);
});

test('two tabs do not run the same pack', async () => {
  const held: TabLocks = { hold: (_name, _signal, job) => job(), holdIfFree: () => Promise.resolve(null) };
  const bench = stage({ locks: held });
  expect(await bench.expeditions.run(await packOf(bench), never(), () => undefined)).toBe('elsewhere');
  expect(bench.asked).toHaveLength(0);
});

test('released, its files may leave', async () => {
  const bench = stage();
  const pack = await packOf(bench);
  await bench.expeditions.run(pack, never(), () => undefined);
  await bench.expeditions.release(pack);
  expect(await bench.expeditions.list()).toEqual([]);
  expect(await bench.cache.usage()).toMatchObject({ files: 13, pinnedFiles: 0 });
});

/** Packs of parts of the night: minutes `from` to `to`, and the skymap that all have. */
async function packOfMinutes(bench: ReturnType<typeof stage>, from: number, to: number): Promise<Pack> {
  const pack = await packOf(bench);
  const files = pack.files.filter(({ url }) => url === skymap.url || (minuteOf(url) >= from && minuteOf(url) <= to));
  return { ...pack, id: `${from} to ${to}`, files };
}

test('let go, a pack leaves what another one holds, and what was pinned by hand', async () => {
  const bench = stage();
  const [one, other] = [await packOfMinutes(bench, 0, 3), await packOfMinutes(bench, 3, 5)];
  for (const pack of [one, other]) await bench.expeditions.run(pack, never(), () => undefined);
  const library = createLibrary(bench.cache);
  const files: LibraryFile[] = [];
  await library.list(never(), (portion) => files.push(...portion));
  const byHand = files.filter(({ url }) => minuteOf(url) === 1);
  expect(await library.pin(byHand, never(), () => undefined)).toBe(1);
  expect(await bench.expeditions.release(one)).toBe(true);
  const pinned = (await bench.cache.files.list(null, 100)).filter(({ pin }) => pin).map(({ url }) => minuteOf(url));
  expect(pinned).toEqual([1, 3, 4, 5, NaN]);
  expect((await bench.expeditions.progressOf(other, never())).filesHere).toBe(other.files.length);
  await bench.expeditions.release(other);
  expect((await bench.cache.usage()).pinnedFiles).toBe(1);
});

describe('a pack that one tab is at, let go in another whose list is old', () => {
  /** A run that waits with its first files. */
  function waiting(locks: TabLocks) {
    const { promise: open, resolve: goOn } = deferred<void>();
    const bench = stage({ locks, answer: (url) => open.then(() => file(minuteBytes(minuteOf(url)))) });
    return { bench, goOn };
  }

  test('stays, and comes whole', async () => {
    const { bench, goOn } = waiting(createTabLocks(new FakeLocks().manager));
    const pack = await packOf(bench);
    const run = bench.expeditions.run(pack, never(), () => undefined);
    await settle();
    expect(await bench.expeditions.release(pack)).toBe(false);
    goOn();
    expect(await run).toBe('ended');
    expect(await bench.expeditions.list()).toMatchObject([{ state: 'ended' }]);
    expect((await bench.expeditions.progressOf(pack, never())).filesHere).toBe(13);
    expect(await bench.expeditions.release(pack)).toBe(true);
  });

  test('does not come back half where the browser has no locks', async () => {
    const { bench, goOn } = waiting({ hold: (_name, _signal, job) => job(), holdIfFree: (_name, job) => job() });
    const pack = await packOf(bench);
    const run = bench.expeditions.run(pack, never(), () => undefined);
    await settle();
    expect(await bench.expeditions.release(pack)).toBe(true);
    goOn();
    expect(await run).toBe('stopped');
    expect(await bench.expeditions.list()).toEqual([]);
    expect((await bench.cache.usage()).pinnedFiles).toBe(0);
  });
});
