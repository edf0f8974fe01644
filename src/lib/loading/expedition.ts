import type { Cache } from '$lib/cache/cache';
import { formatInstant } from '$lib/datasets/utc';
import type { Failure, Outcome } from '$lib/model/failure';
import type { Pack, PackFile, PackPlan, PackProgress, PackWish } from '$lib/model/pack';
import type { TimeRange } from '$lib/model/time';
import { cancelled } from './cancelled';
import type { Camera, FileListing } from './file-listing';
import type { Loading } from './loading';
import type { TabLocks } from './tab-locks';

/** How a run of a pack went. `elsewhere`: another tab is at it. */
export type PackRun = 'ended' | 'stopped' | 'elsewhere';

/** Expedition packs: whole nights to have with one where there is no network. */
export interface Expeditions {
  /**
   * Find out which files belong to a night (the camera's, its skymap and calibrations, the archive's summary pictures) and what they
   * take, against what is here and what the browser would give. The few small files beside the camera's own are fetched.
   */
  plan(wish: PackWish, signal: AbortSignal): Promise<Outcome<PackPlan>>;
  /**
   * Fetch and pin what is not here yet; what is, is not fetched again, whoever fetched it and when. A file that cannot
   * be had is named and the others go on; without a network, or without room, it stops.
   *
   * @param onProgress is told after each file and, in between, as bytes come
   */
  run(pack: Pack, signal: AbortSignal, onProgress: (progress: PackProgress) => void): Promise<PackRun>;
  list(): Promise<readonly Pack[]>;
  progressOf(pack: Pack, signal: AbortSignal): Promise<PackProgress>;
  /**
   * Forget the pack and let its files go when room is needed; they stay until then. What another pack holds, or was
   * pinned by hand, stays pinned.
   *
   * @returns false where another tab is at it: nothing is changed then
   */
  release(pack: Pack): Promise<boolean>;
}

interface Parts {
  readonly loading: Pick<Loading, 'listFiles' | 'skymap' | 'calibration' | 'summaries' | 'keeping'>;
  readonly cache: Pick<Cache, 'packs' | 'usage'>;
  readonly locks: TabLocks;
  readonly now?: () => number;
}

/** More than may be downloaded from a host at a time, so that keeping one does not hold up the next. */
const filesAtATime = 8;
/** After so many in a row that the host did not give, it gives none: the rest is left for another time. */
const mostRefusals = 8;
/** What is on screen goes first. */
const rank = 1e9;
/** Firefox stops hard at its quota. */
const usableShare = 0.9;
/** Held while the list of packs changes and pins go by it: no pack begins in between. */
const listLock = 'nightside packs';
const never = new AbortController().signal;

export function createExpeditions({ loading, cache, locks, now = Date.now }: Parts): Expeditions {
  const plan = async (wish: PackWish, signal: AbortSignal): Promise<Outcome<PackPlan>> => {
    const listed = await loading.listFiles(wish, wish.range, signal);
    if (!listed.ok) return listed;
    const camera = { ...wish, deviceUid: listed.value.deviceUid };
    const companions = await companionsOf(loading, camera, wish.range, signal);
    if (signal.aborted) return cancelled;
    const pack = packOf(camera, listed.value, companions, now());
    const here = await loading.keeping(pack.range).here(urlsOf(pack), signal);
    const usage = await cache.usage();
    const { browser, fileBytes, productBytes, pinnedBytes } = usage;
    const looseBytes = fileBytes + productBytes - pinnedBytes;
    return {
      ok: true,
      value: {
        pack,
        filesHere: here.size,
        bytesHere: sumOf(here),
        bytesWanted: bytesWanted(pack, here),
        roomBytes:
          browser && Math.max(0, Math.round(usableShare * browser.quotaBytes - browser.usageBytes + looseBytes)),
        lasting: usage.lasting,
      },
    };
  };

  const letGo = async ({ id, range, files }: Pack): Promise<void> => {
    const others = (await cache.packs.list()).filter((pack) => pack.id !== id);
    const held = new Set(others.flatMap(urlsOf));
    await loading.keeping(range).unpin(urlsOf({ files }).filter((url) => !held.has(url)));
  };

  const fetchAll = async (
    pack: Pack,
    signal: AbortSignal,
    onProgress: (progress: PackProgress) => void,
  ): Promise<PackRun> => {
    const begun: Pack = { ...pack, state: 'under way', failures: {} };
    const isListed = await locks.hold(listLock, never, () => cache.packs.put(begun));
    const keeping = loading.keeping(pack.range);
    const here = new Map(await keeping.pinned(urlsOf(pack), signal));
    const coming = new Map<string, number>();
    const failures: Record<string, Failure> = {};
    const tell = () =>
      onProgress({
        filesHere: here.size,
        bytesHere: sumOf(here),
        bytesComing: sumOf(coming),
        failures: { ...failures },
      });
    tell();

    const stop = new AbortController();
    const giveUp = () => stop.abort();
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
    const wish = { rank: () => rank, signal: stop.signal };
    let refusals = 0;
    const waiting = pack.files.filter(({ url }) => !here.has(url)).values();
    const fetchOnes = async () => {
      for (const file of waiting) {
        if (stop.signal.aborted) return;
        const kept = await keeping.keep(file, wish, (received) => {
          coming.set(file.url, received);
          tell();
        });
        coming.delete(file.url);
        if (kept.ok) {
          here.set(file.url, kept.value.bytes);
          refusals = 0;
        } else if (kept.failure.kind !== 'cancelled') {
          failures[file.url] = kept.failure;
          refusals += isOfHost(kept.failure) ? 1 : 0;
          if (endsAll(kept.failure) || refusals >= mostRefusals) giveUp();
        }
        tell();
      }
    };
    await Promise.all(Array.from({ length: filesAtATime }, fetchOnes));
    signal.removeEventListener('abort', giveUp);
    const ended = !stop.signal.aborted;
    return locks.hold(listLock, never, async (): Promise<PackRun> => {
      const isLetGo = isListed && !(await cache.packs.list()).some(({ id }) => id === pack.id);
      if (isLetGo) {
        // In a browser without locks, or with all that was kept: what came since is held by nobody.
        await letGo(pack);
        return 'stopped';
      }
      await cache.packs.put({ ...begun, state: ended ? 'ended' : 'stopped', failures });
      return ended ? 'ended' : 'stopped';
    });
  };

  return {
    plan,
    run: async (pack, signal, onProgress) => {
      const run = await locks.holdIfFree(lockOf(pack), () => fetchAll(pack, signal, onProgress));
      return run ?? 'elsewhere';
    },
    list: () => cache.packs.list(),
    progressOf: async (pack, signal) => {
      const here = await loading.keeping(pack.range).pinned(urlsOf(pack), signal);
      return { filesHere: here.size, bytesHere: sumOf(here), bytesComing: 0, failures: pack.failures };
    },
    release: async (pack) => {
      const released = await locks.holdIfFree(lockOf(pack), () =>
        locks.hold(listLock, never, async () => {
          await cache.packs.delete(pack.id);
          await letGo(pack);
          return true;
        }),
      );
      return released ?? false;
    },
  };
}

/** What is good to have beside the camera's own files. That there is none, or that it cannot be had, is no failure. */
async function companionsOf(
  loading: Parts['loading'],
  camera: Camera,
  range: TimeRange,
  signal: AbortSignal,
): Promise<PackFile[]> {
  const [skymap, flatfield, rayleighs, pictures] = await Promise.all([
    loading.skymap(camera, range, signal),
    loading.calibration('flatfield', camera, range, signal),
    loading.calibration('rayleighs', camera, range, signal),
    loading.summaries(camera, range, signal),
  ]);
  const files: PackFile[] = [];
  for (const chosen of [skymap, flatfield, rayleighs]) {
    if (!chosen.ok || !chosen.value) continue;
    const { url, name, dataset } = chosen.value;
    files.push({ url, name, dataset, bytes: null });
  }
  if (pictures.ok) for (const { url, name, dataset } of pictures.value) files.push({ url, name, dataset, bytes: null });
  return files;
}

function packOf(camera: Camera & PackWish, listing: FileListing, companions: readonly PackFile[], nowMs: number): Pack {
  const { dataset, siteUid, deviceUid, range } = camera;
  // Directory listings round, and a size that is only nearly right says nothing about a file.
  const sizeOf = (bytes: number | null) => (listing.exactBytes ? bytes : null);
  const minutes = listing.files.map(({ url, name, dataset, bytes }) => ({ url, name, dataset, bytes: sizeOf(bytes) }));
  return {
    id: [
      dataset,
      siteUid.toLowerCase(),
      deviceUid ?? '',
      formatInstant(range.startUs),
      formatInstant(range.endUs),
    ].join(' '),
    ...{ dataset, siteUid: siteUid.toLowerCase(), range },
    files: [...minutes, ...companions],
    ...{ listedBytes: listing.totalBytes, listedFiles: minutes.length, exactBytes: listing.exactBytes },
    ...{ createdMs: nowMs, state: 'stopped', failures: {} },
  };
}

/** Of the camera's files; a mean is taken where only the sum of all is known. */
function bytesWanted(pack: Pack, here: ReadonlyMap<string, number>): number | null {
  if (pack.listedBytes === null) return null;
  const minutes = pack.files.slice(0, pack.listedFiles);
  const come = minutes.filter(({ url }) => here.has(url));
  if (come.length === minutes.length) return 0;
  return Math.max(0, pack.listedBytes - come.reduce((sum, { url }) => sum + here.get(url)!, 0));
}

function lockOf({ id }: Pack): string {
  return `nightside pack ${id}`;
}

function urlsOf({ files }: Pick<Pack, 'files'>): string[] {
  return files.map(({ url }) => url);
}

function sumOf(bytes: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const each of bytes.values()) sum += each;
  return sum;
}

function isOfHost({ kind }: Failure): boolean {
  return kind === 'refused' || kind === 'rate-limited' || kind === 'server';
}

function endsAll({ kind }: Failure): boolean {
  return kind === 'offline' || kind === 'quota';
}
