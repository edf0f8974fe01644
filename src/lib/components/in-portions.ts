import { afterFrame } from './after-frame';

/** So long a portion may keep the page. */
const portionMs = 12;

/**
 * Does many small jobs, as many in one go as leave the page free to answer; the first of them at once.
 *
 * @returns drops what has not been done yet
 */
export function inPortions(jobs: readonly (() => void)[]): () => void {
  return gathered(done(jobs), () => {});
}

function* done(jobs: readonly (() => void)[]): Generator<void, void> {
  for (const job of jobs) yield job();
}

/**
 * Takes what comes one by one, each at the price of a small job.
 *
 * @param done is given all of it, in the first go if that is enough
 * @param keptMs so long a portion may keep the page
 * @returns takes no more
 */
export function gathered<T>(
  items: Iterable<T>,
  done: (all: readonly T[]) => void,
  keptMs: number = portionMs,
): () => void {
  const coming = items[Symbol.iterator]();
  const all: T[] = [];
  let stop = () => {};
  const go = () => {
    const began = performance.now();
    do {
      const next = coming.next();
      if (next.done === true) return done(all);
      all.push(next.value);
    } while (performance.now() - began < keptMs);
    stop = afterFrame(go);
  };
  go();
  return () => stop();
}
