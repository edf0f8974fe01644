import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

export interface JobData {
  /** The archive's root. */
  readonly folder: string;
  readonly seed: number;
}

/** A minute of a camera, or with null what there is of it once. */
export interface Job {
  readonly camera: number;
  readonly minute: number | null;
}

export interface Done {
  readonly files: number;
  readonly bytes: number;
}

/** @returns number and size of the files written */
export type RunJobs = (
  jobs: readonly Job[],
  data: JobData,
  /** Told after every job how much is done, 0…1. */
  onProgress: (share: number) => void,
) => Promise<Done>;

/**
 * Do the jobs in their order, on as many threads as there are processors.
 *
 * @param script what a thread runs: it answers every `Job` with what was `Done`
 * @throws what a thread threw, or that it ended with a job unfinished; no thread is left running
 */
export async function runJobs(
  jobs: readonly Job[],
  data: JobData,
  onProgress: (share: number) => void,
  script = new URL('./start-worker.mjs', import.meta.url),
): Promise<Done> {
  const waiting = [...jobs];
  const sum = { files: 0, bytes: 0 };
  let done = 0;
  const count = Math.min(jobs.length, Math.max(1, availableParallelism()));
  const workers = Array.from({ length: count }, () => new Worker(script, { workerData: data }));
  const work = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      const next = () => {
        const job = waiting.shift();
        if (job) worker.postMessage(job);
        else resolve();
      };
      worker.on('message', ({ files, bytes }: Done) => {
        sum.files += files;
        sum.bytes += bytes;
        done += 1;
        onProgress(done / jobs.length);
        next();
      });
      worker.on('error', reject);
      // It may end without an error of its own; where the work is done already this changes nothing.
      worker.on('exit', (code) => reject(new Error(`a thread ended before its work was done (exit code ${code})`)));
      next();
    });
  try {
    await Promise.all(workers.map(work));
  } finally {
    // Where one has failed the others stop too.
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return sum;
}
