import type { Outcome } from '$lib/model/failure';
import type { Wish } from '$lib/model/work';

export type OnBytes = (received: number) => void;

interface Wisher {
  readonly wish: Wish;
  readonly onBytes: OnBytes | undefined;
}

interface Running<T> {
  readonly wishers: Set<Wisher>;
  /** Aborted when the last wisher is gone. */
  readonly control: AbortController;
  receivedBytes: number;
  outcome: Promise<Outcome<T>>;
}

/**
 * Work that several callers may want at once and that is done once: whoever asks while it runs joins it. It stands in
 * the queues with the smallest rank of its wishes and is aborted only when the last of them is gone. Nothing is kept
 * once it has ended, so the next question is a new attempt.
 */
export class SharedWork<T> {
  readonly #running = new Map<string, Running<T>>();

  ask(
    key: string,
    wish: Wish,
    start: (wish: Wish, onBytes: OnBytes) => Promise<Outcome<T>>,
    onBytes?: OnBytes,
  ): Promise<Outcome<T>> {
    if (wish.signal.aborted) return Promise.resolve(notWanted);
    const wisher = { wish, onBytes };
    let running = this.#running.get(key);
    if (running) {
      running.wishers.add(wisher);
      if (running.receivedBytes > 0) onBytes?.(running.receivedBytes);
    } else {
      running = this.#start(key, wisher, start);
    }
    return this.#follow(key, running, wisher);
  }

  #start(key: string, first: Wisher, start: (wish: Wish, onBytes: OnBytes) => Promise<Outcome<T>>): Running<T> {
    const wishers = new Set([first]);
    const control = new AbortController();
    const tellAll: OnBytes = (received) => {
      running.receivedBytes = received;
      for (const { onBytes } of wishers) onBytes?.(received);
    };
    const running: Running<T> = { wishers, control, receivedBytes: 0, outcome: Promise.resolve(notWanted) };
    this.#running.set(key, running);
    const rank = () => Math.min(...Array.from(wishers, ({ wish }) => wish.rank()));
    running.outcome = start({ rank, signal: control.signal }, tellAll).finally(() => this.#forget(key, running));
    return running;
  }

  #follow(key: string, running: Running<T>, wisher: Wisher): Promise<Outcome<T>> {
    return new Promise((resolve, reject) => {
      const { signal } = wisher.wish;
      const leave = () => {
        running.wishers.delete(wisher);
        if (running.wishers.size === 0) {
          this.#forget(key, running);
          running.control.abort();
        }
        resolve(notWanted);
      };
      signal.addEventListener('abort', leave, { once: true });
      running.outcome.finally(() => signal.removeEventListener('abort', leave)).then(resolve, reject);
    });
  }

  #forget(key: string, running: Running<T>): void {
    if (this.#running.get(key) === running) this.#running.delete(key);
  }
}

const notWanted = { ok: false, failure: { kind: 'cancelled', message: 'no longer wanted' } } as const;
