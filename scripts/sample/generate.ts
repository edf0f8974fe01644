import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { formatInstant } from '$lib/datasets/utc';
import { archiveFolder, descriptionName } from './paths';
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
  /** Where all of it goes: another sample event that stands there is replaced, nothing else is. */
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
 * @throws when the folder holds something else
 */
export async function generateSample({ folder, seed, full, madeFrom, onProgress }: GenerateOptions): Promise<Done> {
  await requireReplaceable(folder);
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
  // The first camera is the one that is opened at onset.
  await writeFile(path.join(unfinished, 'truth.json'), JSON.stringify(truth));
  await writeFile(
    path.join(unfinished, descriptionName),
    JSON.stringify(
      {
        ...description(seed, full),
        onset: truth.onset[0]?.frameUtc,
        edition: `${madeFrom.slice(0, 16)}-${seed}`,
        madeFrom,
      },
      null,
      2,
    ),
  );
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
  return written;
}

/** A person's own files are not to be lost to a mistyped folder. */
async function requireReplaceable(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown): string[] => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.length > 0 && !names.includes(descriptionName))
    throw new Error(`${folder} holds other things than a sample event: it is left as it is`);
}

async function runJobs(jobs: readonly Job[], data: JobData, onProgress: (share: number) => void): Promise<Done> {
  const waiting = [...jobs];
  const sum = { files: 0, bytes: 0 };
  let done = 0;
  const count = Math.min(jobs.length, Math.max(1, availableParallelism()));
  const workers = Array.from({ length: count }, () => startWorker(data));
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

function startWorker(workerData: JobData): Worker {
  return new Worker(new URL('./start-worker.mjs', import.meta.url), { workerData });
}

function description(seed: number, full: boolean) {
  return {
    ...{ sample: 'nightside', version: 1, title: sampleTitle },
    paths: { data: 'data/', srs: 'srs/', aurorax: 'aurorax/' },
    range: { start: formatInstant(sampleRange.startUs), end: formatInstant(sampleRange.endUs) },
    tracks: cameras.map(({ dataset, siteUid, deviceUid }) => ({ dataset, site: siteUid, device: deviceUid })),
    ...{ seed, minutes: full ? 'all' : 'core' },
  };
}
