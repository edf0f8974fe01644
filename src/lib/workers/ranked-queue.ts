import type { Outcome } from '$lib/model/failure';
import type { Wish } from '$lib/model/work';

interface Waiting {
  readonly wish: Wish;
  readonly start: () => void;
}

/**
 * A queue with a fixed number of places whose order is decided as late as possible: when a place becomes free, every
 * waiting job is asked for its rank and the smallest goes first (equal ranks: first come, first served). Jobs of rank
 * Infinity stay where they are until `reconsider` finds them of another rank.
 * A job whose wish is aborted while it waits never starts and ends as `cancelled`.
 */
export class RankedQueue {
  #places: number;
  #running = 0;
  #waiting: Waiting[] = [];
  #asked = false;

  constructor(places: number) {
    this.#places = checked(places);
  }

  /** Jobs that have not started. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** More places are filled at once; of fewer, nothing that runs is stopped. */
  setPlaces(places: number): void {
    this.#places = checked(places);
    this.reconsider();
  }

  /** Ranks have changed: what was not to start may do so now. */
  reconsider(): void {
    if (this.#asked) return;
    this.#asked = true;
    queueMicrotask(() => {
      this.#asked = false;
      this.#startNext();
    });
  }

  run<T>(wish: Wish, job: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    return new Promise((resolve, reject) => {
      const cancelled = () => resolve({ ok: false, failure: { kind: 'cancelled', message: 'no longer wanted' } });
      if (wish.signal.aborted) return cancelled();
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((entry) => entry !== waiting);
        cancelled();
      };
      const start = async () => {
        wish.signal.removeEventListener('abort', onAbort);
        this.#running += 1;
        try {
          resolve(await job());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        } finally {
          this.#running -= 1;
          this.#startNext();
        }
      };
      const waiting: Waiting = { wish, start: () => void start() };
      wish.signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
      // Everything asked for in one go is ranked together, not in the order of asking.
      this.reconsider();
    });
  }

  #startNext(): void {
    while (this.#running < this.#places && this.#waiting.length > 0) {
      let best = -1;
      let bestRank = Infinity;
      for (const [index, { wish }] of this.#waiting.entries()) {
        const rank = wish.rank();
        if (rank < bestRank) [best, bestRank] = [index, rank];
      }
      if (best < 0) return;
      const [next] = this.#waiting.splice(best, 1);
      next!.start();
    }
  }
}

function checked(places: number): number {
  if (!Number.isInteger(places) || places < 1) throw new RangeError(`a queue of ${places} places cannot work`);
  return places;
}
