import type { Connection } from './connection';
import { everyStore, noTotals, type Sum, type Transaction } from './database';
import type { Part } from './room';
import { infoOf, type Info, type Key, keyOf, readTotals, remove, storesOf, writeTotals } from './shelf';

const parts: readonly Part[] = ['files', 'products'];

/** Products of other versions that leave in one transaction, and the time between two: the page has other things to do. */
const batch = 100;
const pauseMs = 50;

/**
 * Remove entries of which only one half is there, and count anew. They are not written by this app, but a browser that
 * loses power may lose what it said was safe.
 */
export async function mend(connection: Connection): Promise<void> {
  const whole = await connection.run(everyStore, 'readonly', async (tx) => {
    const totals = await readTotals(tx);
    const agreeing = parts.map(async (part) => {
      const values = await tx.objectStore(part).count();
      const infos = await tx.objectStore(infoOf[part]).count();
      return values === infos && infos === totals[part].count;
    });
    return (await Promise.all(agreeing)).every((agree) => agree);
  });
  if (!whole) await connection.run(everyStore, 'readwrite', mendIn);
}

async function mendIn(tx: Transaction<'readwrite'>): Promise<void> {
  const files = await mendPart(tx, 'files');
  const products = await mendPart(tx, 'products');
  const pinned = (await tx.objectStore('fileInfo').getAll()).filter((file) => file.pinned === 1);
  const pinnedBytes = pinned.reduce((sum, { bytes }) => sum + bytes, 0);
  await writeTotals(tx, { files, products, pinned: { count: pinned.length, bytes: pinnedBytes } });
}

async function mendPart(tx: Transaction<'readwrite'>, part: Part): Promise<Sum> {
  const values = tx.objectStore(part);
  const infos = tx.objectStore(infoOf[part]);
  const known = (await infos.getAll()) as Info[];
  const infoByKey = new Map(known.map((info) => [String(keyOf(info)), info]));
  let sum = noTotals[part];
  for (const key of (await values.getAllKeys()) as Key[]) {
    const info = infoByKey.get(String(key));
    infoByKey.delete(String(key));
    if (info) sum = { count: sum.count + 1, bytes: sum.bytes + info.bytes };
    else await values.delete(key);
  }
  for (const info of infoByKey.values()) await infos.delete(keyOf(info));
  return sum;
}

/** Remove what other versions of the code made, little by little. */
export async function dropOtherVersions(connection: Connection, version: string): Promise<void> {
  // Keys are [version, kind, url]; an array is greater than any text, so the second range begins after all kinds.
  const others = [IDBKeyRange.upperBound([version], true), IDBKeyRange.lowerBound([version, []])];
  for (const range of others)
    for (;;) {
      const dropped = await connection.run(storesOf('products'), 'readwrite', async (tx) => {
        const keys = await tx.objectStore('productInfo').getAllKeys(range, batch);
        if (keys.length > 0) await remove(tx, 'products', keys);
        return keys.length;
      });
      if (dropped < batch) break;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
}
