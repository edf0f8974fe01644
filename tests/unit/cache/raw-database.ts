/*
 * IndexedDB by its own calls, to look at what the cache has written and to write what it would never write.
 */

export function openRaw(name: string, version?: number, upgrade?: (db: IDBDatabase) => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => upgrade?.(request.result);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}

/** One transaction over every store; resolves when it is complete. */
export async function inRaw(name: string, work: (tx: IDBTransaction) => void): Promise<void> {
  const db = await openRaw(name);
  await new Promise<void>((resolve, reject) => {
    const tx = db.transaction([...db.objectStoreNames], 'readwrite');
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error!);
    work(tx);
  });
  db.close();
}

export async function contentOf(name: string, store: string): Promise<{ keys: IDBValidKey[]; values: unknown[] }> {
  let keys: IDBRequest<IDBValidKey[]>;
  let values: IDBRequest<unknown[]>;
  await inRaw(name, (tx) => {
    keys = tx.objectStore(store).getAllKeys();
    values = tx.objectStore(store).getAll();
  });
  return { keys: keys!.result, values: values!.result };
}

export function deleteRaw(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error!);
  });
}

/** The first layout, as it was. */
export function makeFirstLayout(db: IDBDatabase): void {
  db.createObjectStore('files');
  const fileInfo = db.createObjectStore('fileInfo', { keyPath: 'url' });
  fileInfo.createIndex('usedMs', 'usedMs');
  fileInfo.createIndex('dataset', 'dataset');
  db.createObjectStore('documents', { keyPath: 'key' }).createIndex('keptMs', 'keptMs');
}

/** What the second layout added, as it was. */
export function makeSecondLayout(db: IDBDatabase): void {
  makeFirstLayout(db);
  db.createObjectStore('products');
  const productInfo = db.createObjectStore('productInfo', { keyPath: 'key' });
  productInfo.createIndex('usedMs', 'usedMs');
  productInfo.createIndex('url', 'url');
  db.createObjectStore('meta');
}

interface Counted {
  readonly count: number;
  readonly bytes: number;
}

/** What is really there, counted, beside what the database says of it; throws when halves of entries are missing. */
export async function sumsOf(name: string): Promise<{ counted: Record<string, Counted>; said: unknown }> {
  const counted: Record<string, Counted> = {};
  for (const [part, infoStore] of [
    ['files', 'fileInfo'],
    ['products', 'productInfo'],
  ] as const) {
    const values = await contentOf(name, part);
    const infos = await contentOf(name, infoStore);
    if (JSON.stringify(values.keys) !== JSON.stringify(infos.keys)) throw new Error(`${part} and ${infoStore} differ`);
    const sizes = (infos.values as { bytes: number }[]).map(({ bytes }) => bytes);
    counted[part] = { count: sizes.length, bytes: sizes.reduce((sum, bytes) => sum + bytes, 0) };
  }
  const files = (await contentOf(name, 'fileInfo')).values as { bytes: number; pin: object | null; pinned: number }[];
  if (files.some(({ pin, pinned }) => (pin === null ? 0 : 1) !== pinned))
    throw new Error('a pin and its number differ');
  const pinned = files.filter(({ pin }) => pin !== null);
  counted.pinned = { count: pinned.length, bytes: pinned.reduce((sum, { bytes }) => sum + bytes, 0) };
  return { counted, said: (await contentOf(name, 'meta')).values[0] };
}

/**
 * From now on every put into a store ends its transaction, as browsers do that are out of room: with an error of that
 * name, or without saying why.
 *
 * @param times how often; then storage works again
 * @param onBroken called each time, just after
 * @returns ends it, and says how often it happened
 */
export function breakPuts(
  storeName: string,
  errorName: string | null,
  times = Infinity,
  onBroken?: () => void,
): () => number {
  const put = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')!;
  const original = put.value as IDBObjectStore['put'];
  let happened = 0;
  const broken = function (this: IDBObjectStore, ...call: Parameters<IDBObjectStore['put']>) {
    const request = original.apply(this, call);
    const tx = this.transaction;
    if (this.name === storeName && happened < times) {
      happened += 1;
      request.addEventListener('success', () => {
        const error = errorName === null ? null : new DOMException('no room', errorName);
        Object.defineProperty(tx, 'error', { value: error });
        tx.abort();
        onBroken?.();
      });
    }
    return request;
  };
  Object.defineProperty(IDBObjectStore.prototype, 'put', { ...put, value: broken });
  return () => {
    Object.defineProperty(IDBObjectStore.prototype, 'put', put);
    return happened;
  };
}
