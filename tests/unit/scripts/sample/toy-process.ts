import { toyJobs, toyMakers } from './toy-jobs';
import { generateSample } from '../../../../scripts/sample/generate';

/*
 * A process of its own that writes a toy of a sample event: `toy-process.ts FOLDER SEED`. It says "at work" once its
 * files are written, and goes on when it is told anything.
 */

const [folder = '', seed = ''] = process.argv.slice(2);

const makers = toyMakers(async (...args) => {
  const done = await toyJobs(...args);
  process.stdout.write('at work\n');
  await new Promise((resolve) => process.stdin.once('data', resolve));
  process.stdin.destroy();
  return done;
});
await generateSample({ folder, seed: Number(seed), full: false, madeFrom: 'here', onProgress: () => {}, makers });
