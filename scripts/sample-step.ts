import { ensureSample } from './sample/ensure';
import type { Step } from './test-steps';

/** The sample event as this generator makes it, made where it is not there; the journeys through it are made in it. */
export function sampleStep(project: string): Step {
  return {
    title: 'sample event',
    run: async () => {
      const say = (line: string) => process.stdout.write(`${line}\n`);
      // What an older generator made proves nothing about this one.
      const sample = await ensureSample(project, say, { acceptOlder: false });
      if (sample === null) return 1;
      process.env.SAMPLE_FOLDER = sample;
      return 0;
    },
  };
}
