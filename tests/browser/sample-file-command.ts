import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BrowserCommand } from 'vitest/node';

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** One of the sample event's files as base64, or null where it has not been written. */
    readSampleFile: (path: string) => Promise<string | null>;
  }
}

const folder = resolve(process.cwd(), '.cache/sample');

/** Runs in Node, beside the tests: the browser itself reaches no file of the sample event. */
export const readSampleFile: BrowserCommand<[path: string]> = (_, path) =>
  readFile(resolve(folder, path), 'base64').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
