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
  has(url: string): Promise<boolean>;
  /** @returns whether the file is kept */
  put(url: string, blob: Blob, about: FileAbout): Promise<boolean>;
  /** Forget a file, so that the next attempt is a download; no harm when it is not there. */
  delete(url: string): Promise<void>;
}

export interface HeldFile {
  readonly blob: Blob;
  readonly about: FileAbout;
}

/**
 * A store in memory; over its budget the least recently used files leave.
 *
 * @param files where they are held, for who wants to count them
 */
export function createFileStore(budgetBytes: number, files = new BoundedMap<HeldFile>(budgetBytes)): FileStore {
  return {
    get: (url) => Promise.resolve(files.get(url)?.blob),
    has: (url) => Promise.resolve(files.has(url)),
    put: (url, blob, about) => Promise.resolve(files.set(url, { blob, about }, blob.size)),
    delete: (url) => Promise.resolve(files.delete(url)),
  };
}
