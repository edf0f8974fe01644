import type { FileAbout, FileStore } from '$lib/cache/file-store';
import type { Failure, Outcome } from '$lib/model/failure';
import type { Wish } from '$lib/model/work';
import type { Downloaded } from '$lib/services/download';
import { addressOf, type Hosts } from '$lib/services/hosts';
import { hostOf } from '$lib/services/http';
import { RankedQueue } from '$lib/workers/ranked-queue';
import { Backlog } from './backlog';
import { cancelled } from './cancelled';
import type { HostPlaces } from './host-places';
import { sha256Of } from './sha256';
import { SharedWork, type OnBytes } from './shared-work';
import type { TabLocks } from './tab-locks';

/** What is needed of a file to have its bytes. */
export interface FileAddress {
  /** On the public archive; the file's key. */
  readonly url: string;
  readonly name: string;
  readonly dataset: string;
}

/** Bytes as they were downloaded. */
export interface FileBytes {
  readonly blob: Blob;
  /** To be called once when the bytes are dealt with; downloads wait for it when many are not. */
  readonly done: () => void;
  /** Whether the store held them already. */
  readonly isKept: boolean;
  /** Of bytes that will not do: why there are no others in their place. */
  readonly refusal?: Failure;
}

export interface BytesSource {
  /** From the store, else downloaded and kept. */
  bytes(file: FileAddress, wish: Wish, onBytes?: OnBytes): Promise<Outcome<FileBytes>>;
  /** The addresses of those that the store holds; not all of them when aborted meanwhile. */
  held(urls: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>>;
  /**
   * The bytes that the store holds of a file will not do: the next attempt downloads others. They stay, pinned or not,
   * until those have come, and are given out again where none come.
   */
  renew(file: FileAddress): Promise<void>;
}

/** Fetches one address; back-off and the host's wishes are its business. */
export type Download = (address: string, signal: AbortSignal, onBytes: OnBytes) => Promise<Outcome<Downloaded>>;

export interface BytesSourceParts {
  readonly hosts: Hosts;
  readonly download: Download;
  readonly store: FileStore;
  readonly places: HostPlaces;
  readonly locks: TabLocks;
}

/** Files on their way or not decoded yet. */
const mostUndecoded = 8;
/** Looks into the store at a time: a night's files are not all looked up at once. */
const mostLookups = 4;
/** Files asked about at a time, whether the store holds them: their bytes are not read. */
const mostQuestions = 32;

export function createBytesSource({ hosts, download, store, places, locks }: BytesSourceParts): BytesSource {
  const inFlight = new SharedWork<FileBytes>();
  const backlog = new Backlog(mostUndecoded);
  const lookups = new RankedQueue(mostLookups);
  /** Files of which other bytes are wanted, with the time when those were kept that will not do. */
  const unfit = new Map<string, number>();

  /** Whether the store holds bytes that are to be replaced; another tab may have done so meanwhile. */
  const isUnfit = async (url: string): Promise<boolean> => {
    const unfitMs = unfit.get(url);
    if (unfitMs === undefined) return false;
    if ((await store.about(url))?.keptMs === unfitMs) return true;
    unfit.delete(url);
    return false;
  };
  const fromStore = async (url: string, refusal?: Failure): Promise<FileBytes | undefined> => {
    const blob = !refusal && (await isUnfit(url)) ? undefined : await store.get(url);
    // What the store holds is counted there: it may wait without filling the memory any further.
    return blob && { blob, done: () => undefined, isKept: true, ...(refusal ? { refusal } : {}) };
  };

  const fetchFile = async (file: FileAddress, wish: Wish, onBytes: OnBytes): Promise<Outcome<FileBytes>> => {
    const address = addressOf(file.url, hosts);
    const lock = `nightside file ${file.url}`;
    // Downloads may be held back; what is kept need not be.
    const lookup: Wish = { rank: () => Math.min(wish.rank(), Number.MAX_VALUE), signal: wish.signal };
    for (;;) {
      const kept = await lookups.run(lookup, async () => ({ ok: true, value: await fromStore(file.url) }));
      if (!kept.ok) return kept;
      if (kept.value) return { ok: true, value: kept.value };
      const came = await places.run<FileBytes | null>(hostOf(address), wish, async () => {
        const outcome = await locks.holdIfFree(lock, () => downloadOnce(file, address, wish, onBytes));
        return outcome ?? { ok: true, value: null };
      });
      if (!came.ok) {
        const isRenewal = came.failure.kind !== 'cancelled' && (await isUnfit(file.url));
        const old = isRenewal ? await fromStore(file.url, came.failure) : undefined;
        return old ? { ok: true, value: old } : came;
      }
      if (came.value) return { ok: true, value: came.value };
      // Another tab is at this very file: wait for it without holding a place, then take what it kept.
      try {
        await locks.hold(lock, wish.signal, () => Promise.resolve());
      } catch (error) {
        if (wish.signal.aborted) return cancelled;
        throw error;
      }
    }
  };

  const downloadOnce = async (
    file: FileAddress,
    address: string,
    { signal }: Wish,
    onBytes: OnBytes,
  ): Promise<Outcome<FileBytes>> => {
    // Another tab may have kept it while this one waited for its turn.
    const kept = await fromStore(file.url);
    if (kept) return { ok: true, value: kept };
    const done = await backlog.enter();
    const came = await download(address, signal, onBytes);
    if (!came.ok) {
      done();
      return came;
    }
    // Dropped at the last moment, nobody is left to say that the bytes are dealt with.
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
    const { blob, etag, lastModified } = came.value;
    const { dataset, name, url } = file;
    // Whether it is kept or not, these bytes are good; kept before anyone hears of them, they are not fetched twice.
    await keep(url, blob, { dataset, name, address, etag, lastModified });
    return { ok: true, value: { blob, done, isKept: false } };
  };

  /** What was pinned before stays pinned, with its new checksum. */
  const keep = async (url: string, blob: Blob, about: FileAbout): Promise<void> => {
    const isPinned = (await isUnfit(url)) && (await store.about(url))?.pin;
    if (!isPinned) {
      await store.put(url, blob, about);
      unfit.delete(url);
      return;
    }
    const sha256 = await sha256Of(blob);
    if (sha256.ok && (await store.renew(url, blob, about, sha256.value))) unfit.delete(url);
  };

  return {
    bytes: (file, wish, onBytes) =>
      inFlight.ask(file.url, wish, (shared, tell) => fetchFile(file, shared, tell), onBytes),
    held: async (urls, signal) => {
      const held = new Set<string>();
      for (let from = 0; from < urls.length && !signal.aborted; from += mostQuestions) {
        const portion = urls.slice(from, from + mostQuestions);
        const answers = await Promise.all(portion.map((url) => store.has(url)));
        for (const [index, url] of portion.entries()) if (answers[index]) held.add(url);
      }
      return held;
    },
    renew: async ({ url }) => {
      const kept = await store.about(url);
      if (kept) unfit.set(url, kept.keptMs);
    },
  };
}
