import type { Outcome } from '$lib/model/failure';
import type { Wish } from '$lib/model/work';

interface Waiting {
  readonly wish: Wish;
  readonly start: () => void;
}

/**
 * A queue with a fixed number of places whose order is decided as late as possible: when a place becomes free, every
 * waiting job is asked for its rank and the smallest goes first (equal ranks: first come, first served).
 * A job whose wish is aborted while it waits never starts and ends as `cancelled`.
 */
export class RankedQueue {
  readonly #places: number;
  #running = 0;
  #waiting: Waiting[] = [];

  constructor(places: number) {
    if (!Number.isInteger(places) || places < 1) throw new RangeError(`a queue of ${places} places cannot work`);
    this.#places = places;
  }

  /** Jobs that have not started. */
  get waiting(): number {
    return this.#waiting.length;
  }

  run<T>(wish: Wish, job: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    return new Promise((resolve, reject) => {
      const cancelled = () => resolve({ ok: false, failure: { kind: 'cancelled', message: 'no longer wanted' } });
      if (wish.signal.aborted) return cancelled();
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((entry) => entry !== waiting);
        cancelled();
      };
      const waiting: Waiting = {
        wish,
        start: () => {
          wish.signal.removeEventListener('abort', onAbort);
          this.#running += 1;
          job()
            .then(resolve, reject)
            .finally(() => {
              this.#running -= 1;
              this.#startNext();
            });
        },
      };
      wish.signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
      // Everything asked for in one go is ranked together, not in the order of asking.
      queueMicrotask(() => this.#startNext());
    });
  }

  #startNext(): void {
    while (this.#running < this.#places && this.#waiting.length > 0) {
      const ranks = this.#waiting.map((entry) => entry.wish.rank());
      let best = 0;
      for (let index = 1; index < ranks.length; index++) if (ranks[index]! < ranks[best]!) best = index;
      const [next] = this.#waiting.splice(best, 1);
      next!.start();
    }
  }
}
