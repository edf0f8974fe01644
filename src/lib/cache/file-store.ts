import { BoundedMap } from './bounded-map';

/** Where a kept file belongs, for showing what is kept. */
export interface FileAbout {
  readonly dataset: string;
  readonly name: string;
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

/** A store in memory; over its budget the least recently used files leave. */
export function createFileStore(budgetBytes: number): FileStore {
  const files = new BoundedMap<{ readonly blob: Blob; readonly about: FileAbout }>(budgetBytes);
  return {
    get: (url) => Promise.resolve(files.get(url)?.blob),
    has: (url) => Promise.resolve(files.has(url)),
    put: (url, blob, about) => Promise.resolve(files.set(url, { blob, about }, blob.size)),
    delete: (url) => Promise.resolve(files.delete(url)),
  };
}
