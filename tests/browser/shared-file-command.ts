import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BrowserCommand } from 'vitest/node';

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** One of the real files of ../shared/data as base64, or null where that folder is missing. */
    readSharedFile: (path: string) => Promise<string | null>;
  }
}

/** Runs in Node, beside the tests: the browser itself reaches no file outside the project. */
export const readSharedFile: BrowserCommand<[path: string]> = async (_, path) => {
  // Imported only here: it throws where CI lacks the files, and that must fail the test, not the configuration.
  const { sharedData } = await import('../unit/shared-data.ts');
  return sharedData && (await readFile(resolve(sharedData, path), 'base64'));
};
