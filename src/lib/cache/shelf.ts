import {
  noTotals,
  type ProductInfo,
  type ProductKey,
  type StoredFile,
  type Sum,
  type Totals,
  type Transaction,
} from './database';
import type { Leaving, Part } from './room';

/*
 * What is done to files and products alike inside a transaction. It has to span the stores of the part and `meta`.
 */

export type Key = string | ProductKey;
export type Info = StoredFile | ProductInfo;
type Write = Transaction<'readwrite'>;

export const infoOf = { files: 'fileInfo', products: 'productInfo' } as const;

export function storesOf(part: Part) {
  return [part, infoOf[part], 'meta'] as const;
}

/** Something to be kept. */
export interface Entry {
  readonly part: Part;
  readonly key: Key;
  readonly bytes: number;
  /** Puts the value and what is known about it. */
  readonly write: (tx: Write) => Promise<unknown>;
}

/** Entries removed from a store at a time: enough to keep the disk busy, few enough to stop in time. */
const batch = 64;

export async function readTotals(tx: Transaction): Promise<Totals> {
  return (await tx.objectStore('meta').get('totals')) ?? noTotals;
}

export async function writeTotals(tx: Write, totals: Totals): Promise<void> {
  await tx.objectStore('meta').put(totals, 'totals');
}

/** Remove entries, whole or half. */
export async function remove(tx: Write, part: Part, keys: readonly Key[]): Promise<void> {
  const [totals, infos] = await Promise.all([readTotals(tx), Promise.all(keys.map((key) => readInfo(tx, part, key)))]);
  const left = infos.reduce((sum, info) => without(sum, part, info), totals);
  await Promise.all([...keys.map((key) => removeBoth(tx, part, key)), writeTotals(tx, left)]);
}

/**
 * Put an entry in place of what was there.
 *
 * @param leavingFor says from the totals of all others what has to leave
 * @param mayEvict false where the transaction spans only the stores of the part
 * @returns false when something would have to leave that may not; nothing is changed then
 */
export async function place(
  tx: Write,
  { part, key, bytes, write }: Entry,
  leavingFor: (others: Totals) => Leaving,
  mayEvict: boolean,
): Promise<boolean> {
  const [totals, old] = await Promise.all([readTotals(tx), readInfo(tx, part, key)]);
  let others = without(totals, part, old);
  const leaving = leavingFor(others);
  if (leaving.files + leaving.products > 0) {
    if (!mayEvict) return false;
    if (old) await removeBoth(tx, part, key);
    others = await evict(tx, leaving, others);
  }
  const sum = { count: others[part].count + 1, bytes: others[part].bytes + bytes };
  await Promise.all([write(tx), writeTotals(tx, { ...others, [part]: sum })]);
  return true;
}

/** Remove what is least recently used and not pinned. */
export async function evict(tx: Write, leaving: Leaving, before: Totals): Promise<Totals> {
  let totals = before;
  for (const part of ['files', 'products'] as const) {
    let left = leaving[part];
    while (left > 0) {
      const oldest = await oldestOf(tx, part);
      if (oldest.length === 0) break;
      const going: Promise<void>[] = [];
      for (const info of oldest) {
        if (left <= 0) break;
        left -= info.bytes;
        totals = without(totals, part, info);
        going.push(removeBoth(tx, part, keyOf(info)));
      }
      await Promise.all(going);
    }
  }
  return totals;
}

export function keyOf(info: Info): Key {
  return 'key' in info ? info.key : info.url;
}

function readInfo(tx: Write, part: Part, key: Key): Promise<Info | undefined> {
  return tx.objectStore(infoOf[part]).get(key);
}

function oldestOf(tx: Write, part: Part): Promise<Info[]> {
  if (part === 'products') return tx.objectStore('productInfo').index('usedMs').getAll(undefined, batch);
  // Keys are [pinned, usedMs]; an array is greater than any number.
  const loose = IDBKeyRange.bound([0], [0, []]);
  return tx.objectStore('fileInfo').index('pinnedUsedMs').getAll(loose, batch);
}

function without(totals: Totals, part: Part, info: Info | undefined): Totals {
  if (!info) return totals;
  const isPinned = 'pinned' in info && info.pinned === 1;
  return {
    ...totals,
    [part]: plus(totals[part], -1, info.bytes),
    ...(isPinned ? { pinned: plus(totals.pinned, -1, info.bytes) } : {}),
  };
}

/** A sum with one entry more or less; a sum that was wrong does not fall below nothing. */
export function plus({ count, bytes }: Sum, sign: 1 | -1, entryBytes: number): Sum {
  return { count: Math.max(0, count + sign), bytes: Math.max(0, bytes + sign * entryBytes) };
}

async function removeBoth(tx: Write, part: Part, key: Key): Promise<void> {
  await Promise.all([tx.objectStore(part).delete(key), tx.objectStore(infoOf[part]).delete(key)]);
}
