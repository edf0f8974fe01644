import type { Failure } from '$lib/model/failure';
import type { Connection } from './connection';
import { everyStore, type Totals, type Transaction } from './database';
import { type Leaving, looseOf, type Part, toLeave, toYield } from './room';
import { type Entry, evict, type Key, place, readTotals, remove, storesOf, writeTotals } from './shelf';
import { isQuota, storageFailure } from './storage-failure';
import type { Touches } from './touches';

interface Parts {
  readonly connection: Connection;
  readonly touches: Touches;
  /** Bytes that may be kept now, besides those that are pinned. */
  readonly limit: () => Promise<number>;
  readonly now: () => number;
}

/** How a write went that did not throw. */
type Written = 'kept' | 'not wanted' | Failure;

/**
 * After things were given up for room that did not come, nothing more is given up for this long, or until something
 * as large is kept again: Firefox gives room free some time after what was in it has left.
 */
const restMs = 10 * 60_000;

/** Keeps things within the budget and the browser's quota, and remembers what went wrong. Never rejects. */
export class Keeper {
  readonly #parts: Parts;
  /** The last trouble with each kind of thing, until it goes well again. */
  readonly #problems = new Map<string, Failure>();
  /** Things being given up for room; who else needs some waits for the same. */
  #yielding: Promise<void> | null = null;
  #rest = { untilMs: -Infinity, bytes: 0 };

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get problem(): Failure | null {
    return this.#problems.values().next().value ?? null;
  }

  /** Keep an entry in place of what was there. What is larger than the limit is not kept and drives nothing out. */
  keep(entry: Entry): Promise<boolean> {
    return this.write(entry.part, entry.bytes, async () => {
      const limit = await this.#parts.limit();
      if (entry.bytes <= limit) return await this.#place(entry, limit);
      await this.#remove(entry.part, [entry.key]);
      // With a budget of nothing, nothing goes wrong.
      return limit > 0
        ? { kind: 'quota', message: `${entry.bytes} bytes are more than all that may be kept` }
        : 'not wanted';
    });
  }

  /** Write something; where the browser has no room for it, make some and write once more. */
  async write(what: string, bytes: number, work: () => Promise<Written>): Promise<boolean> {
    try {
      const written = await work().catch(async (error: unknown) => {
        if (!isQuota(error) || this.#rests) throw error;
        await (this.#yielding ??= this.#yield(bytes).finally(() => (this.#yielding = null)));
        return await work();
      });
      this.#note(what, written);
      if (written === 'kept' && bytes >= this.#rest.bytes / 2) this.#rest = { untilMs: -Infinity, bytes: 0 };
      return written === 'kept';
    } catch (error) {
      // Else each of a thousand files that find no room would take some of what is kept with it.
      if (isQuota(error) && !this.#rests) this.#rest = { untilMs: this.#parts.now() + restMs, bytes };
      this.#note(what, storageFailure(error));
      return false;
    }
  }

  /** Do anything else; where it fails the answer is `otherwise`. */
  async attempt<T>(what: string, otherwise: T, work: () => Promise<T>): Promise<T> {
    // Of its own: that a file can be read does not end the trouble of keeping one.
    const attempt = `attempt: ${what}`;
    try {
      const result = await work();
      this.#problems.delete(attempt);
      return result;
    } catch (error) {
      this.#note(attempt, storageFailure(error));
      return otherwise;
    }
  }

  async remove(part: Part, keys: readonly Key[]): Promise<void> {
    await this.attempt(part, undefined, () => this.#remove(part, keys));
  }

  /** Let go of what is over the limit. */
  async shrink(): Promise<void> {
    await this.attempt('budget', undefined, async () => {
      const limit = Math.max(0, await this.#parts.limit());
      await this.#letGo((totals) => toLeave(looseOf(totals), { part: 'files', bytes: 0 }, limit));
    });
  }

  /** Forget what went wrong. */
  forgive(): void {
    this.#problems.clear();
    this.#rest = { untilMs: -Infinity, bytes: 0 };
  }

  get #rests(): boolean {
    return this.#parts.now() < this.#rest.untilMs;
  }

  async #place(entry: Entry, limit: number): Promise<'kept'> {
    const { connection, touches } = this.#parts;
    const leavingFor = (others: Totals) => toLeave(looseOf(others), entry, limit);
    // Mostly there is room, and then reading products need not wait for the writing of files.
    const placed = await connection.run(storesOf(entry.part), 'readwrite', (tx) => place(tx, entry, leavingFor, false));
    if (!placed)
      await connection.run(everyStore, 'readwrite', async (tx) => {
        await touches.flushIn(tx);
        await place(tx, entry, leavingFor, true);
      });
    return 'kept';
  }

  async #remove(part: Part, keys: readonly Key[]): Promise<void> {
    await this.#parts.connection.run(storesOf(part), 'readwrite', (tx) => remove(tx, part, keys));
  }

  #yield(bytes: number): Promise<void> {
    return this.#letGo((totals) => toYield(looseOf(totals), bytes));
  }

  async #letGo(leavingOf: (totals: Totals) => Leaving): Promise<void> {
    const { connection, touches } = this.#parts;
    await connection.run(everyStore, 'readwrite', async (tx: Transaction<'readwrite'>) => {
      const totals = await readTotals(tx);
      const leaving = leavingOf(totals);
      if (leaving.files + leaving.products === 0) return;
      await touches.flushIn(tx);
      await writeTotals(tx, await evict(tx, leaving, totals));
    });
  }

  #note(what: string, written: Written): void {
    if (typeof written === 'object') this.#problems.set(what, written);
    else this.#problems.delete(what);
  }
}
