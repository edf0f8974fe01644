import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { reductionHash } from './scripts/source-hash.ts';
import { readSampleFile } from './tests/browser/sample-file-command.ts';
import { readSharedFile } from './tests/browser/shared-file-command.ts';
import { chromiumLaunch } from './tests/chromium-launch.ts';

export default defineConfig({
  plugins: [sveltekit()],
  worker: { format: 'es' },
  // What this version of the code made of a file is not taken for what another one would make of it.
  define: { __REDUCTION__: JSON.stringify(await reductionHash(import.meta.dirname)) },
  build: {
    target: 'es2022',
    // The finer coasts are 540 kB, in a file of their own that only the map loads.
    chunkSizeWarningLimit: 800,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  // Found late by the component tests otherwise, and a page that runs tests must not be reloaded.
  optimizeDeps: {
    include: ['h5wasm', ...['sunrise', 'sunset', 'moon'].map((icon) => `@lucide/svelte/icons/${icon}`)],
  },
  server: { fs: { allow: ['workers'] } },
  test: {
    expect: { requireAssertions: true },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['tests/unit/**/*.test.ts'],
          // Threads start in half the time of processes, and there are more than two hundred files; a thread that keeps
          // what the one before has loaded saves another third. So a test leaves no global as it was not before.
          pool: 'threads',
          isolate: false,
          // Nothing here waits for so long; on a busy machine the usual five seconds would say more of it than of the code.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        // What the sample event's files tell, held against its truth: it must have been written before.
        test: { name: 'sample', environment: 'node', include: ['tests/sample/**/*.test.ts'], testTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          maxWorkers: 2,
          // On a busy machine, too, a page draws in the end: the usual second says more of the machine than of the page.
          testTimeout: 60_000,
          expect: { requireAssertions: true, poll: { timeout: 10_000 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunch }),
            instances: [{ browser: 'chromium' }],
            commands: { readSampleFile, readSharedFile },
          },
        },
      },
    ],
  },
});
