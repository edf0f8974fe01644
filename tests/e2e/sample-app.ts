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
