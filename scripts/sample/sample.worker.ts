import { parentPort, workerData } from 'node:worker_threads';
import { onceFiles, rawFile } from './camera-files';
import { SampleExposure } from './exposure';
import type { Done, Job, JobData } from './jobs';
import { cameras } from './plan';
import { writeBelow } from './write-below';

/* Exposes the frames of one camera after another and writes their files. */

const { folder, seed } = workerData as JobData;
let exposure: SampleExposure | null = null;

parentPort!.on('message', (job: Job) => {
  const camera = cameras[job.camera]!;
  // What a camera's pixels see is worked out once; jobs of one camera come together.
  if (exposure?.camera !== camera) exposure = new SampleExposure(camera, seed);
  const files = job.minute === null ? onceFiles(exposure) : [rawFile(exposure, job.minute)];
  void (async () => {
    let bytes = 0;
    for (const file of files) bytes += await writeBelow(folder, file);
    parentPort!.postMessage({ files: files.length, bytes } satisfies Done);
  })();
});
