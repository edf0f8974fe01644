import { startAppServer, type AppServer } from './app-server';
import { test as base } from './profile';
import { openSampleFolder, type SampleFolder } from './sample-folder';

/** The sample event, and the app served beside it. */
export const test = base.extend<object, { sample: SampleFolder & { readonly server: AppServer } }>({
  sample: [
    async ({ buildFolder }, use) => {
      const sample = await openSampleFolder();
      const server = await startAppServer(buildFolder, { sample: sample.folder });
      await use({ ...sample, server });
      await server.kill();
      await sample.remove();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ sample }, use) => use(sample.server.url),
});

/**
 * Skips the journeys of a file that need what only the real sample event has, skymaps among it, where it is not there.
 *
 * @throws Error in CI, where it has to be there
 */
export function needsRealSample(): void {
  const missing = process.env.SAMPLE_FOLDER === undefined;
  if (missing && process.env.CI === 'true') throw new Error('there is no sample event: SAMPLE_FOLDER is not set');
  test.skip(missing, 'SKIPPED: the sample event is made by npm test and npm run test:long');
}
