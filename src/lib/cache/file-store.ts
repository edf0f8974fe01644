import type { KeptFile, Pin } from '$lib/model/kept';
import { BoundedMap } from './bounded-map';

/** Where a kept file belongs and came from, for showing what is kept. */
export interface FileAbout {
  readonly dataset: string;
  readonly name: string;
  /** The address it was downloaded from: the archive itself, a mirror, the relay. */
  readonly address: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/**
 * Files as downloaded, by their address on the public archive. A store never rejects: what it cannot give it does not
 * have, and what it cannot keep it says.
 */
export interface FileStore {
  /** Counts as use. */
  get(url: string): Promise<Blob | undefined>;
  /** As `get`, but does not count as use: for looking after what is kept. */
  peek(url: string): Promise<Blob | undefined>;
  has(url: string): Promise<boolean>;
  /** @returns whether the file is kept */
  put(url: string, blob: Blob, about: FileAbout): Promise<boolean>;
  /**
   * Other bytes in place of those of a pinned file, which stays pinned; where there is no room for them, all is as it was.
   *
   * @param sha256 of the new bytes, hex
   * @returns whether they are kept: not where no file of this address is pinned
   */
  renew(url: string, blob: Blob, about: FileAbout, sha256: string): Promise<boolean>;
  /** Forget a file, so that the next attempt is a download; no harm when it is not there. */
  delete(url: string): Promise<void>;
  deleteMany(urls: readonly string[]): Promise<void>;
  /** Forget those of the files that are not pinned at that moment. @returns the others: those that stay */
  deleteLoose(urls: readonly string[]): Promise<readonly string[]>;
  /** What is known of a kept file. Asking does not count as use. */
  about(url: string): Promise<KeptFile | undefined>;
  /**
   * What is kept, in the order of the addresses, portion by portion: no bytes are read, and nothing counts as use.
   *
   * @param after the last address of the portion before; null for the first one
   */
  list(after: string | null, most: number): Promise<readonly KeptFile[]>;
  /**
   * From now on the file does not leave to make room, neither in the budget nor in the browser's quota, and counts only
   * towards the latter. Only `delete`, or keeping another file in its place, takes it away.
   *
   * @param sha256 of its bytes, hex
   * @param byHand a person wants this file; it is noted until the file is unpinned, whatever else pins it
   * @returns whether it is there and pinned
   */
  pin(url: string, sha256: string, byHand?: boolean): Promise<boolean>;
  /**
   * They count towards the budget again, and may leave at once.
   *
   * @param spareByHand those that were pinned by hand stay pinned; none unless told
   */
  unpin(urls: readonly string[], spareByHand?: boolean): Promise<void>;
}

/** A pin in place of another: what was pinned by hand remains so. */
export function pinOf(sinceMs: number, sha256: string, byHand: boolean, before: Pin | null): Pin {
  return { sinceMs, sha256, ...(byHand || before?.byHand ? { byHand: true } : {}) };
}

export interface HeldFile {
  readonly blob: Blob;
  readonly known: KeptFile;
}

/** Where files in memory are held. */
export interface FilesInMemory {
  readonly loose: BoundedMap<HeldFile>;
  readonly pinned: BoundedMap<HeldFile>;
  readonly now: () => number;
}

/** A store in memory; over its budget the least recently used files leave. */
export function createFileStore(
  budgetBytes: number,
  { loose, pinned, now }: FilesInMemory = {
    loose: new BoundedMap<HeldFile>(budgetBytes),
    pinned: new BoundedMap<HeldFile>(budgetBytes),
    now: Date.now,
  },
): FileStore {
  const peek = (url: string) => pinned.peek(url) ?? loose.peek(url);
  const remove = (url: string) => {
    loose.delete(url);
    pinned.delete(url);
  };
  return {
    get: (url) => {
      const shelf = pinned.has(url) ? pinned : loose;
      const held = shelf.get(url);
      if (held) shelf.set(url, { ...held, known: { ...held.known, usedMs: now() } }, held.blob.size);
      return Promise.resolve(held?.blob);
    },
    peek: (url) => Promise.resolve(peek(url)?.blob),
    has: (url) => Promise.resolve(peek(url) !== undefined),
    put: (url, blob, about) => {
      pinned.delete(url);
      return Promise.resolve(loose.set(url, { blob, known: knownOf(url, blob, about, now(), null) }, blob.size));
    },
    renew: (url, blob, about, sha256) => {
      const old = pinned.peek(url);
      const more = blob.size - (old?.blob.size ?? 0);
      if (!old || pinned.usedBytes + more > pinned.budgetBytes) return Promise.resolve(false);
      const pin = pinOf(now(), sha256, false, old.known.pin);
      return Promise.resolve(pinned.set(url, { blob, known: knownOf(url, blob, about, now(), pin) }, blob.size));
    },
    delete: (url) => Promise.resolve(remove(url)),
    deleteMany: (urls) => Promise.resolve(urls.forEach(remove)),
    deleteLoose: (urls) => {
      for (const url of urls) loose.delete(url);
      return Promise.resolve(urls.filter((url) => pinned.has(url)));
    },
    about: (url) => Promise.resolve(peek(url)?.known),
    list: (after, most) => {
      const urls = [...loose.keys(), ...pinned.keys()].filter((url) => after === null || url > after).sort();
      return Promise.resolve(urls.slice(0, most).flatMap((url) => peek(url)?.known ?? []));
    },
    pin: (url, sha256, byHand = false) => {
      const held = peek(url);
      if (!held) return Promise.resolve(false);
      const isPinned = pinned.has(url);
      if (!isPinned && pinned.usedBytes + held.blob.size > pinned.budgetBytes) return Promise.resolve(false);
      loose.delete(url);
      const known = { ...held.known, pin: pinOf(now(), sha256, byHand, held.known.pin) };
      return Promise.resolve(pinned.set(url, { blob: held.blob, known }, held.blob.size));
    },
    unpin: (urls, spareByHand = false) => {
      for (const url of urls) {
        const held = pinned.peek(url);
        if (!held || (spareByHand && held.known.pin?.byHand)) continue;
        pinned.delete(url);
        loose.set(url, { blob: held.blob, known: { ...held.known, pin: null } }, held.blob.size);
      }
      return Promise.resolve();
    },
  };
}

function knownOf(
  url: string,
  { size }: Blob,
  { dataset, name, address, etag, lastModified }: FileAbout,
  keptMs: number,
  pin: Pin | null,
): KeptFile {
  const origin = { address, etag, lastModified };
  return { url, name, dataset, bytes: size, ...origin, keptMs, usedMs: keptMs, pin };
}
