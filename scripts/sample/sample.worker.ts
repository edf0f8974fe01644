import { parentPort, workerData } from 'node:worker_threads';
import { onceFiles, rawFile } from './camera-files';
import { everyCamera, type ColourCamera } from './colour-cameras';
import { ColourExposure } from './colour-exposure';
import { SampleExposure } from './exposure';
import type { Done, Job, JobData } from './jobs';
import type { SampleCamera } from './plan';
import { writeBelow } from './write-below';

/* Exposes the frames of one camera after another and writes their files. */

const { folder, seed } = workerData as JobData;
let exposure: SampleExposure | ColourExposure | null = null;

parentPort!.on('message', (job: Job) => {
  const camera = everyCamera[job.camera]!;
  // What a camera's pixels see is worked out once; jobs of one camera come together.
  if (exposure?.camera !== camera) exposure = exposureOf(camera);
  const files = job.minute === null ? onceFiles(exposure) : [rawFile(exposure, job.minute)];
  void (async () => {
    let bytes = 0;
    for (const file of files) bytes += await writeBelow(folder, file);
    parentPort!.postMessage({ files: files.length, bytes } satisfies Done);
  })();
});

function exposureOf(camera: SampleCamera | ColourCamera): SampleExposure | ColourExposure {
  return 'line' in camera ? new SampleExposure(camera, seed) : new ColourExposure(camera, seed);
}
