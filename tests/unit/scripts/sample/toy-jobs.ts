import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Makers } from '../../../../scripts/sample/generate';
import type { RunJobs } from '../../../../scripts/sample/jobs';

/** Does none of the jobs and writes one small file instead: 1000 files of 1 MB each, as it claims. */
export const toyJobs: RunJobs = async (jobs, { folder, seed }, onProgress) => {
  await mkdir(path.join(folder, 'THEMIS'), { recursive: true });
  await writeFile(path.join(folder, 'THEMIS', 'minute.pgm.gz'), `seed ${seed}, ${jobs.length} jobs`);
  for (let done = 1; done <= jobs.length; done++) onProgress(done / jobs.length);
  return { files: 1000, bytes: 1e9 };
};

export const failingJobs: RunJobs = async (...args) => {
  await toyJobs(...args);
  throw new Error('the disk is full');
};

/** Takes its time, so that another one overtakes it. */
export const slowJobs: RunJobs = async (...args) => {
  await setTimeout(150);
  return toyJobs(...args);
};

/** Without a truth, which takes seconds. */
export const toyMakers = (runJobs: RunJobs): Makers => ({ runJobs, createTruth: () => ({ onset: [] }) });
