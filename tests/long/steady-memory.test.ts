import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { expect, test } from 'vitest';
import { closeServer, listen } from '../../scripts/http/listen';
import { createStaticServer } from '../../scripts/static-server';
import { bundleDecodeBench } from '../bench/decode-bundle';
import type {} from '../bench/decode-page';
import { rgbMinutes } from '../bench/hour-files';
import { memoryOf, processesWith } from '../bench/process-tree';
import { chromiumLaunch } from '../chromium-launch';
import { sharedData } from '../unit/shared-data';

const minutes = 60;
/** So many different files, again and again: the page holds them all the time. */
const inTurn = 6;
/** What collections of garbage, which come when they like, make of the most that ten files take. */
const mostGrowth = 1.1;

test.skipIf(sharedData === null)('an hour of RGB becomes a colour keogram in constant memory', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'nightside-memory-'));
  const profile = path.join(folder, 'profile');
  const site = path.join(folder, 'site');
  const server = createStaticServer({ folder: site });
  await mkdir(site);
  await bundleDecodeBench(path.resolve(import.meta.dirname, '../..'), site);
  const files = await rgbMinutes(inTurn);
  for (const { name, bytes } of files) await writeFile(path.join(site, name), bytes);
  const context = await chromium.launchPersistentContext(profile, chromiumLaunch);
  try {
    const page = await context.newPage();
    await page.goto(`http://localhost:${await listen(server, 0)}/`);
    await page.waitForFunction(() => globalThis.decodeBench !== undefined);
    let columns = 0;
    const taken: number[] = [];
    for (let minute = 0; minute < minutes; minute++) {
      const { name } = files[minute % inTurn]!;
      columns += await page.evaluate((file) => globalThis.decodeBench!.columns(file), name);
      taken.push(await memoryOf(await processesWith(profile)));
    }
    expect(columns).toBe(20 * minutes);
    const [first, last] = [Math.max(...taken.slice(inTurn, inTurn + 10)), Math.max(...taken.slice(-10))];
    const inMb = (bytes: number) => Math.round(bytes / 2 ** 20);
    console.log(`all of the browser: ${inMb(first)} MB after six minutes, ${inMb(last)} MB after sixty`);
    expect(last / first).toBeLessThan(mostGrowth);
  } finally {
    await context.close();
    await closeServer(server);
    await rm(folder, { recursive: true, force: true });
  }
});
