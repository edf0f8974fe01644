import { defineConfig } from 'vitest/config';
import base from './vite.config.ts';

/** The long tests that need no browser: `npm run test:long`. */
export default defineConfig({
  ...base,
  test: {
    expect: { requireAssertions: true },
    environment: 'node',
    include: ['tests/long/**/*.test.ts'],
    testTimeout: 10 * 60_000,
  },
});
