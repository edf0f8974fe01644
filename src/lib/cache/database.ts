import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { KeptFile } from '$lib/model/kept';
import type { Pack } from '$lib/model/pack';

/** Made by one version of the code, by kind, from one file. */
export type ProductKey = [version: string, kind: string, url: string];

export interface ProductInfo {
  readonly key: ProductKey;
  readonly url: string;
  readonly bytes: number;
  readonly usedMs: number;
}

export interface Sum {
  readonly count: number;
  readonly bytes: number;
}

/** Changed in the transaction that changes what they count, so that they hold however many tabs write. */
export interface Totals {
  readonly files: Sum;
  readonly products: Sum;
  /** Those of the files that are pinned. */
  readonly pinned: Sum;
}

const none: Sum = { count: 0, bytes: 0 };
export const noTotals: Totals = { files: none, products: none, pinned: none };

/** What is known of a file, with its pin as a number beside it: an index passes over what is null. */
export interface StoredFile extends KeptFile {
  readonly pinned: 0 | 1;
}

/**
 * Values and what is known about them lie in stores of their own: finding out what could leave reads no bytes.
 * Every entry has both or neither.
 */
export interface Schema extends DBSchema {
  files: { key: string; value: Blob };
  fileInfo: {
    key: string;
    value: StoredFile;
    indexes: { usedMs: number; dataset: string; pinnedUsedMs: [StoredFile['pinned'], number] };
  };
  documents: {
    key: string;
    value: { readonly key: string; readonly value: unknown; readonly keptMs: number };
    indexes: { keptMs: number };
  };
  products: { key: ProductKey; value: unknown };
  productInfo: { key: ProductKey; value: ProductInfo; indexes: { usedMs: number; url: string } };
  meta: { key: 'totals'; value: Totals };
  packs: { key: string; value: Pack };
}

type StoreName = 'files' | 'fileInfo' | 'documents' | 'products' | 'productInfo' | 'meta' | 'packs';
export type Database = IDBPDatabase<Schema>;
export type Transaction<Mode extends IDBTransactionMode = 'readonly' | 'readwrite'> = IDBPTransaction<
  Schema,
  StoreName[],
  Mode
>;
type Upgrade = (db: Database, tx: Transaction<'versionchange'>) => void | Promise<void>;

export const everyStore: StoreName[] = ['files', 'fileInfo', 'documents', 'products', 'productInfo', 'meta', 'packs'];

/** What leads from each version of the layout to the next. A step that was ever released stays as it is. */
const upgrades: readonly Upgrade[] = [addFilesAndDocuments, addProducts, addPins];

/** The version of the layout; not that of the code that makes products. */
export const layoutVersion = upgrades.length;

/**
 * @param onClosed the connection is, or has to be, given up: another tab wants a newer layout or no database at all,
 *   or the browser took it away
 * @throws DOMException `VersionError` where a newer version of the app has written the database, and whatever else a
 *   browser says that allows no storage
 */
export async function openDatabase(name: string, onClosed: () => void): Promise<Database> {
  return await openDB<Schema>(name, layoutVersion, {
    upgrade: (db, oldVersion, _newVersion, tx) => void upgrade(db, oldVersion, tx),
    blocking: onClosed,
    terminated: onClosed,
  });
}

async function upgrade(db: Database, oldVersion: number, tx: Transaction<'versionchange'>): Promise<void> {
  try {
    for (const step of upgrades.slice(oldVersion)) await step(db, tx);
    await tx.done;
  } catch {
    // Opening fails with the error of the transaction; the old layout stays as it was.
    abort(tx);
  }
}

function addFilesAndDocuments(db: Database): void {
  db.createObjectStore('files');
  const fileInfo = db.createObjectStore('fileInfo', { keyPath: 'url' });
  fileInfo.createIndex('usedMs', 'usedMs');
  fileInfo.createIndex('dataset', 'dataset');
  db.createObjectStore('documents', { keyPath: 'key' }).createIndex('keptMs', 'keptMs');
}

async function addProducts(db: Database, tx: Transaction<'versionchange'>): Promise<void> {
  db.createObjectStore('products');
  const productInfo = db.createObjectStore('productInfo', { keyPath: 'key' });
  productInfo.createIndex('usedMs', 'usedMs');
  productInfo.createIndex('url', 'url');
  const files = await tx.objectStore('fileInfo').getAll();
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  await db.createObjectStore('meta').put({ ...noTotals, files: { count: files.length, bytes } }, 'totals');
}

async function addPins(db: Database, tx: Transaction<'versionchange'>): Promise<void> {
  db.createObjectStore('packs', { keyPath: 'id' });
  const fileInfo = tx.objectStore('fileInfo');
  fileInfo.createIndex('pinnedUsedMs', ['pinned', 'usedMs']);
  for (const file of await fileInfo.getAll()) await fileInfo.put({ ...file, pin: null, pinned: 0 });
  const meta = tx.objectStore('meta');
  await meta.put({ ...noTotals, ...(await meta.get('totals')) }, 'totals');
}

/**
 * One transaction: all of the work or nothing. Anything thrown undoes it.
 *
 * @throws what the browser gives as its reason; where it ends a transaction without a reason, `AbortError`
 */
export async function transact<Mode extends 'readonly' | 'readwrite', T>(
  db: Database,
  stores: readonly StoreName[],
  mode: Mode,
  work: (tx: Transaction<Mode>) => Promise<T>,
): Promise<T> {
  const tx: Transaction<Mode> = db.transaction([...stores], mode, { durability: 'relaxed' });
  return await finish(tx, work(tx));
}

/** Waits for the work in a transaction and for the transaction itself; throws as `transact`. */
export async function finish<T>(
  tx: Pick<IDBTransaction, 'abort' | 'error'> & { readonly done: Promise<void> },
  work: Promise<T>,
): Promise<T> {
  const working = work.catch((error: unknown) => {
    abort(tx);
    throw error;
  });
  const [worked, done] = await Promise.allSettled([working, tx.done]);
  if (worked.status === 'fulfilled' && done.status === 'fulfilled') return worked.value;
  // The transaction knows best; a request of one that fails says no more than that it was aborted.
  if (tx.error) throw tx.error;
  throw worked.status === 'rejected' ? worked.reason : (done as PromiseRejectedResult).reason;
}

function abort(tx: Pick<IDBTransaction, 'abort'>): void {
  try {
    tx.abort();
  } catch (error) {
    // Over already, by the browser's own doing.
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
  }
}
