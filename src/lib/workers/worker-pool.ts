import { releaseProxy, wrap, type Remote } from 'comlink';
import type { Failure, Outcome } from '$lib/model/failure';
import type { Wish } from '$lib/model/work';
import { RankedQueue } from './ranked-queue';

/** The largest files of the archive, an hour of calibrated spectra, take a slow phone less. */
const usualLimitMs = 120_000;

/** A thread and what it offers. */
interface Member<Api> {
  readonly worker: Worker;
  readonly api: Remote<Api>;
  /** Resolves when the thread is lost; never, while all is well. */
  readonly lost: Promise<string>;
}

/**
 * A few long-lived workers, started when first needed, each with one task at a time; waiting tasks are ranked as
 * `RankedQueue` does. A worker that crashes costs its own task only: the next task gets a new one.
 * So does one that does not come to an end: damaged bytes can send a library round in circles.
 * A task whose wish is aborted ends as `cancelled` at once; a worker that is already at it finishes, unheard, and is
 * not given anything else before.
 */
export class WorkerPool<Api> {
  readonly #start: () => Worker;
  readonly #limitMs: number;
  readonly #queue: RankedQueue;
  readonly #members = new Set<Member<Api>>();
  readonly #idle: Member<Api>[] = [];
  readonly #disposed = new AbortController();

  /**
   * @param places how many workers at most
   * @param limitMs after so long a task is given up, and its worker with it
   */
  constructor(start: () => Worker, places: number, limitMs = usualLimitMs) {
    this.#start = start;
    this.#limitMs = limitMs;
    this.#queue = new RankedQueue(places);
  }

  /** @param task rejections become failures; called once a worker is free, or never */
  run<T>(wish: Wish, task: (api: Remote<Api>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const signal = AbortSignal.any([wish.signal, this.#disposed.signal]);
    if (signal.aborted) return Promise.resolve(cancelled());
    return new Promise((resolve, reject) => {
      const onAbort = () => resolve(cancelled());
      signal.addEventListener('abort', onAbort, { once: true });
      this.#queue
        .run({ rank: wish.rank, signal }, () => this.#runNow(task))
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  /** End all workers. What is running or waiting ends as `cancelled`, and so does what is asked for afterwards. */
  dispose(): void {
    this.#disposed.abort();
    for (const member of this.#members) this.#remove(member);
    this.#idle.length = 0;
  }

  async #runNow<T>(task: (api: Remote<Api>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    let member: Member<Api>;
    try {
      member = this.#idle.pop() ?? this.#startMember();
    } catch (error) {
      return broken(`The decoder could not be started (${String(error)}).`);
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = await Promise.race([
      settled(() => task(member.api)),
      member.lost.then((reason) => ({ kind: 'lost', reason }) as const),
      new Promise<{ kind: 'late' }>((resolve) => {
        timer = setTimeout(() => resolve({ kind: 'late' }), this.#limitMs);
      }),
    ]);
    clearTimeout(timer);
    if (end.kind === 'late') {
      this.#remove(member);
      return broken(`The decoder did not come to an end with this file within ${Math.round(this.#limitMs / 1000)} s.`);
    }
    if (end.kind === 'lost') {
      this.#remove(member);
      return broken(`The decoder broke down at this file (${end.reason}).`);
    }
    if (this.#members.has(member)) this.#idle.push(member);
    return end.kind === 'done' ? end.outcome : broken(`The decoder failed at this file (${String(end.error)}).`);
  }

  #startMember(): Member<Api> {
    const worker = this.#start();
    const lost = new Promise<string>((resolve) => {
      worker.addEventListener('error', (event) => resolve(event.message || 'error'), { once: true });
      worker.addEventListener('messageerror', () => resolve('an unreadable answer'), { once: true });
      this.#disposed.signal.addEventListener('abort', () => resolve('closed'), { once: true });
    });
    const member = { worker, api: wrap<Api>(worker), lost };
    this.#members.add(member);
    // A worker may also break down between two tasks.
    void lost.then(() => this.#remove(member));
    return member;
  }

  #remove(member: Member<Api>): void {
    if (!this.#members.delete(member)) return;
    const index = this.#idle.indexOf(member);
    if (index >= 0) this.#idle.splice(index, 1);
    member.api[releaseProxy]();
    member.worker.terminate();
  }
}

type Settled<T> =
  { readonly kind: 'done'; readonly outcome: Outcome<T> } | { readonly kind: 'rejected'; readonly error: unknown };

/** Also catches what `task` throws before it gets to a promise, as Comlink does with a buffer given away before. */
async function settled<T>(task: () => Promise<Outcome<T>>): Promise<Settled<T>> {
  try {
    return { kind: 'done', outcome: await task() };
  } catch (error) {
    return { kind: 'rejected', error };
  }
}

function broken(message: string): Outcome<never> {
  const failure: Failure = { kind: 'browser', part: 'decoder', message };
  return { ok: false, failure };
}

function cancelled(): Outcome<never> {
  return { ok: false, failure: { kind: 'cancelled', message: 'no longer wanted' } };
}
