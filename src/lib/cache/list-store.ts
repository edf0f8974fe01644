import { openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from 'idb';
import type { EventList } from '$lib/model/event-list';
import type { Outcome } from '$lib/model/failure';
import { finish } from './database';
import { isLostConnection, storageFailure, unusable } from './storage-failure';

interface Schema extends DBSchema {
  lists: { key: string; value: EventList };
}

/**
 * A person's own lists: in a database of their own, because what is kept of the archive can be fetched again and is
 * forgotten for room or on demand, and these are not. Never rejects.
 */
export interface ListStore {
  all(): Promise<Outcome<readonly EventList[]>>;
  /**
   * Read, change and write in one transaction, so that no other tab comes in between.
   *
   * @param work gets all lists and gives all that there shall be; those that it gives as they were are not written
   */
  change(work: (lists: readonly EventList[]) => readonly EventList[]): Promise<Outcome<readonly EventList[]>>;
  /** Told when another tab has changed something. @returns ends it */
  watch(listener: () => void): () => void;
}

interface Options {
  readonly name?: string;
  /** How long the browser may take to open its storage. */
  readonly patienceMs?: number;
}

export function createListStore({ name = 'nightside-lists', patienceMs = 3000 }: Options = {}): ListStore {
  let opening: Promise<IDBPDatabase<Schema>> | null = null;
  const giveUp = () => (opening = null);
  const open = () => {
    opening ??= openDB<Schema>(name, 1, {
      upgrade: (db) => void db.createObjectStore('lists', { keyPath: 'id' }),
      // A newer version in another tab waits for this; the next piece of work opens it anew.
      blocking: (_from, _to, event) => {
        giveUp();
        (event.target as IDBDatabase).close();
      },
      terminated: giveUp,
    }).catch((error: unknown) => {
      giveUp();
      throw error;
    });
    return inTime(opening, patienceMs);
  };

  /** Once more where the browser cut the connection off, as Safari does in the background. */
  const attempt = async <T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<Outcome<T>> => {
    try {
      const db = await open();
      try {
        return { ok: true, value: await work(db) };
      } catch (error) {
        if (!isLostConnection(error)) throw error;
        giveUp();
        return { ok: true, value: await work(await open()) };
      }
    } catch (error) {
      return { ok: false, failure: error instanceof TooLate ? unusable(error.message) : storageFailure(error) };
    }
  };

  return {
    all: () => attempt((db) => db.getAll('lists')),
    change: async (work) => {
      const changed = await attempt((db) => changeAll(db, work));
      if (changed.ok) tell(name);
      return changed;
    },
    watch: (listener) => {
      const channel = new BroadcastChannel(name);
      channel.onmessage = listener;
      return () => channel.close();
    },
  };
}

async function changeAll(
  db: IDBPDatabase<Schema>,
  work: (lists: readonly EventList[]) => readonly EventList[],
): Promise<readonly EventList[]> {
  // Written out to the disk before it is called saved: nobody can fetch these again.
  const tx = db.transaction('lists', 'readwrite', { durability: 'strict' });
  return await finish(tx, putAll(tx.store, work));
}

async function putAll(
  store: IDBPObjectStore<Schema, ['lists'], 'lists', 'readwrite'>,
  work: (lists: readonly EventList[]) => readonly EventList[],
): Promise<readonly EventList[]> {
  const before = await store.getAll();
  const after = work(before);
  const staying = new Set(after.map(({ id }) => id));
  await Promise.all([
    ...after.filter((list) => !before.includes(list)).map((list) => store.put(list)),
    ...before.filter(({ id }) => !staying.has(id)).map(({ id }) => store.delete(id)),
  ]);
  return after;
}

/** A channel does not hear itself: only other tabs look again. */
function tell(name: string): void {
  const channel = new BroadcastChannel(name);
  channel.postMessage('changed');
  channel.close();
}

class TooLate extends Error {}

function inTime<T>(work: Promise<T>, mostMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = 'the browser does not open its storage; another tab may hold an older version of it';
    timer = setTimeout(() => reject(new TooLate(message)), mostMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
