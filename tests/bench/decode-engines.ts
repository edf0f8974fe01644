import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Page } from '@playwright/test';
import { wrap, type Endpoint } from 'comlink';
import { closeServer, listen } from '../../scripts/http/listen';
import { createStaticServer } from '../../scripts/static-server';
import type { BenchBrowser } from './browsers';
import type { DecodeBenchApi } from './decode-bench-api';
import type { Workers } from './decode-rounds';

/**
 * Runs something in the bench's page, which must have been written to a folder by `bundleDecodeBench`.
 *
 * @param isReady asked in the page
 * @returns null where the machine has no such browser
 */
export async function inBrowser<T>(
  browser: BenchBrowser,
  folder: string,
  run: (page: Page) => Promise<T>,
  isReady: () => boolean = () => globalThis.decodeBench !== undefined,
): Promise<T | null> {
  const running = await browser.launch();
  if (!running) return null;
  const server = createStaticServer({ folder });
  try {
    const port = await listen(server, 0);
    const page = await running.newPage();
    await page.goto(`http://localhost:${port}/`);
    await page.waitForFunction(isReady);
    return await run(page);
  } finally {
    await running.close();
    await closeServer(server);
  }
}

type ReadFile = (name: string) => Promise<readonly [name: string, bytes: ArrayBuffer]>;

/** Runs something with threads of Node in place of a browser's workers. */
export async function inNode<T>(
  folder: string,
  workers: number,
  run: (workers: Workers, read: ReadFile) => Promise<T>,
): Promise<T> {
  const script = pathToFileURL(path.join(folder, 'node-worker.js'));
  const threads = Array.from({ length: workers }, () => {
    const { port1, port2 } = new MessageChannel();
    const thread = new Worker(script, { workerData: port2, transferList: [port2] });
    // Node's ports are event targets as the browsers' are; its types do not say so.
    return { thread, api: wrap<DecodeBenchApi>(port1 as unknown as Endpoint) };
  });
  try {
    const [first, ...others] = threads.map(({ api }) => api);
    return await run([first!, ...others], async (name) => {
      const { buffer, byteOffset, byteLength } = await readFile(path.join(folder, name));
      return [name, buffer.slice(byteOffset, byteOffset + byteLength)] as const;
    });
  } finally {
    await Promise.all(threads.map(({ thread }) => thread.terminate()));
  }
}
