import type { Page } from '@playwright/test';

/** A file as the browser's own storage holds it, read without the app's code. */
export interface KeptFileSeen {
  readonly url: string;
  /** Bytes by the record. */
  readonly bytes: number;
  /** Whether the bytes are there and as many as the record says. */
  readonly whole: boolean;
  /** SHA-256 of the bytes, hex; null where they cannot be read. */
  readonly sha256: string | null;
}

/** Everything that is kept, as it lies in IndexedDB; pages of the app's origin only. */
export async function keptFiles(page: Page, digests = false): Promise<KeptFileSeen[]> {
  return page.evaluate(async (withDigests) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
      });
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes('nightside')) return [];
    const db = await done(indexedDB.open('nightside'));
    try {
      const stores = db.transaction(['files', 'fileInfo']);
      const infos = (await done(stores.objectStore('fileInfo').getAll())) as { url: string; bytes: number }[];
      const blobs = new Map<string, Blob>();
      const keys = await done(stores.objectStore('files').getAllKeys());
      const values = (await done(stores.objectStore('files').getAll())) as Blob[];
      keys.forEach((key, index) => blobs.set(key as string, values[index]!));
      const orphans = [...blobs.keys()].filter((key) => !infos.some(({ url }) => url === key));
      if (orphans.length > 0) throw new Error(`bytes without a record: ${orphans.join(', ')}`);
      return await Promise.all(
        infos.map(async ({ url, bytes }) => {
          const blob = blobs.get(url);
          const body = withDigests && blob ? await blob.arrayBuffer().catch(() => null) : null;
          const digest = body && new Uint8Array(await crypto.subtle.digest('SHA-256', body));
          const sha256 = digest && [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
          return { url, bytes, whole: blob?.size === bytes, sha256 };
        }),
      );
    } finally {
      db.close();
    }
  }, digests);
}
