import type { DocumentStore } from '$lib/cache/document-store';
import { formatDate } from '$lib/datasets/utc';
import type { Outcome } from '$lib/model/failure';
import type { Wish } from '$lib/model/work';
import { SharedWork } from './shared-work';

/** What every entry of a list says. */
export interface Listed {
  readonly url: string;
  readonly name: string;
  readonly startUs: number;
}

/** Such files are added a few times a year: a list that was asked for within a day is as good as a new one. */
const listIsFreshMs = 24 * 3600 * 1000;

/**
 * Lists of files that hold for months (skymaps, calibrations), each asked for once and kept for the next visit. Without
 * the archive, an old list is better than none.
 *
 * @param what begins the keys under which they are kept
 */
export function createKeptLists<T extends Listed>(what: string, documents: DocumentStore) {
  const lists = new Map<string, readonly T[]>();
  const listing = new SharedWork<readonly T[]>();
  return async (
    whose: string,
    timeUs: number,
    wish: Wish,
    ask: (signal: AbortSignal) => Promise<Outcome<readonly T[]>>,
  ): Promise<Outcome<readonly T[]>> => {
    // A list goes a few days beyond today; for a time that lies further ahead it is another one.
    const ahead = timeUs > Date.now() * 1000 ? ` ${formatDate(timeUs)}` : '';
    const key = `${what} ${whose}${ahead}`;
    const known = lists.get(key);
    if (known) return { ok: true, value: known };
    return listing.ask(key, wish, async ({ signal }) => {
      const kept = await documents.get(key);
      const before = kept && isList<T>(kept.value) ? kept.value : null;
      if (before && Date.now() - kept!.keptMs < listIsFreshMs) return { ok: true, value: before };
      const list = await ask(signal);
      if (!list.ok) return before && list.failure.kind !== 'cancelled' ? { ok: true, value: before } : list;
      lists.set(key, list.value);
      if (list.value.length > 0) await documents.put(key, list.value);
      return list;
    });
  };
}

/** As this app has kept it: the entries are looked at only so far as to tell another version's from its own. */
function isList<T extends Listed>(value: unknown): value is readonly T[] {
  return (
    Array.isArray(value) &&
    value.every(
      (entry: Partial<Listed> | null) =>
        typeof entry?.url === 'string' && typeof entry.name === 'string' && typeof entry.startUs === 'number',
    )
  );
}
