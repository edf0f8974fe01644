import { rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { archiveFolder } from './paths';
import { cameras, minutesOf, sampleRange, sampleTitle } from './plan';
import { createTruth } from './truth';

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

export interface GenerateOptions extends Omit<JobData, 'folder'> {
  /** Where all of it goes; what stands there is replaced. */
  readonly folder: string;
  /** Every minute of every camera. */
  readonly full: boolean;
  /** Fingerprint of the sources, to be remembered. */
  readonly madeFrom: string;
  readonly onProgress: (share: number) => void;
}

/**
 * Write the sample event: an archive, its truth, and last the description that says that it is whole. The same seed
 * gives the same bytes.
 *
 * @returns number and size of the archive's files
 */
export async function generateSample({ folder, seed, full, madeFrom, onProgress }: GenerateOptions): Promise<Done> {
  const unfinished = `${folder}.part`;
  await rm(unfinished, { recursive: true, force: true });
  const archive = path.join(unfinished, archiveFolder);
  // The largest pictures first, so that no worker is left with them at the end.
  const order = [...cameras.keys()].sort((a, b) => cameras[b]!.size - cameras[a]!.size);
  const jobs = order.flatMap((camera): Job[] => [
    { camera, minute: null },
    ...minutesOf(cameras[camera]!, full).map((minute) => ({ camera, minute })),
  ]);
  const written = await runJobs(jobs, { folder: archive, seed }, onProgress);
  const truth = createTruth(seed);
  await writeFile(path.join(unfinished, 'truth.json'), JSON.stringify(truth));
  await writeFile(
    path.join(unfinished, 'sample.json'),
    JSON.stringify({ ...description(seed, full), onset: truth.onset[0]?.frameUtc, madeFrom }, null, 2),
  );
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
  return written;
}

async function runJobs(jobs: readonly Job[], data: JobData, onProgress: (share: number) => void): Promise<Done> {
  const waiting = [...jobs];
  const sum = { files: 0, bytes: 0 };
  let done = 0;
  const count = Math.min(jobs.length, Math.max(1, availableParallelism()));
  await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<void>((resolve, reject) => {
          const worker = startWorker(data);
          const next = () => {
            const job = waiting.shift();
            if (job) worker.postMessage(job);
            else void worker.terminate().then(() => resolve(), reject);
          };
          worker.on('message', ({ files, bytes }: Done) => {
            sum.files += files;
            sum.bytes += bytes;
            done += 1;
            onProgress(done / jobs.length);
            next();
          });
          worker.on('error', reject);
          next();
        }),
    ),
  );
  return sum;
}

function startWorker(workerData: JobData): Worker {
  return new Worker(new URL('./start-worker.mjs', import.meta.url), { workerData });
}

function description(seed: number, full: boolean) {
  const instant = (us: number) => new Date(us / 1000).toISOString();
  return {
    ...{ sample: 'nightside', version: 1, title: sampleTitle },
    paths: { data: 'data/', srs: 'srs/', aurorax: 'aurorax/' },
    range: { start: instant(sampleRange.startUs), end: instant(sampleRange.endUs) },
    tracks: cameras.map(({ dataset, siteUid, deviceUid }) => ({ dataset, site: siteUid, device: deviceUid })),
    ...{ seed, minutes: full ? 'all' : 'core' },
  };
}
