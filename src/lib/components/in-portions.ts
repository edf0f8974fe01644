import { afterFrame } from './after-frame';

/** So long a portion may keep the page. */
const portionMs = 12;

/**
 * Does many small jobs, as many in one go as leave the page free to answer.
 *
 * @returns drops what has not been done yet
 */
export function inPortions(jobs: readonly (() => void)[]): () => void {
  let next = 0;
  let stop = () => {};
  const go = () => {
    const began = performance.now();
    while (next < jobs.length && performance.now() - began < portionMs) jobs[next++]!();
    if (next < jobs.length) stop = afterFrame(go);
  };
  go();
  return () => {
    next = jobs.length;
    stop();
  };
}
