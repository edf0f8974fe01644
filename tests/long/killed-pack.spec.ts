import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { stageNight } from '../bench/night-page';
import { writeNight } from '../bench/retimed-minutes';
import { keptFiles } from '../e2e/kept-files';
import { sharedData } from '../e2e/real-minutes';

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

const startUs = Date.UTC(2014, 2, 10, 6, 0) * 1000;
const minutes = 60;
const deaths = 4;

test('a tab killed in the middle of an expedition pack resumes without downloading a finished file twice', async () => {
  test.setTimeout(5 * 60_000);
  let files: readonly string[] = [];
  const stage = await stageNight(async (scratch) => {
    files = await writeNight(path.join(scratch, 'sort_by_project'), { startUs, minutes });
  });
  const { archive } = stage.servers;
  /** How often each file was asked for since the log was emptied. */
  const asked = () =>
    new Map(
      files.map((file) => [
        file,
        archive.log.seen('data', `/sort_by_project/${file}`).filter(({ method }) => method === 'GET').length,
      ]),
    );
  try {
    const profile = await stage.newProfile();
    const first = await stage.visit(profile);
    await first.page.goto('event/?v=1&range=2014-03-10T06:00Z/PT2M&track=THEMIS_ASI_RAW:gill');
    await expect.poll(async () => (await keptFiles(first.page)).length, { timeout: 30_000 }).toBe(2);
    await first.page.goto('library/');
    // Slow enough that the pack is not over before the last death.
    archive.faults.set({ kind: 'delay', ms: 700, pattern: '_full\\.pgm\\.gz' });
    await first.page.getByRole('button', { name: /^Take the whole night with you/ }).click();
    await first.page.getByRole('button', { name: 'Fetch and pin' }).click();

    let visitor = first;
    let finished = new Set<string>();
    for (let death = 1; death <= deaths; death++) {
      const before = finished.size;
      await expect
        .poll(async () => (finished = await pinned(visitor.page)).size, { timeout: 60_000 })
        .toBeGreaterThan(before + 5);
      for (const id of await visitor.processes()) kill(id);
      await visitor.close().catch(() => undefined); // there may be nobody left to close
      archive.log.clear();
      if (death === deaths) archive.faults.clear();

      visitor = await stage.visit(profile);
      // Nothing but the library is opened: the pack goes on by itself.
      await visitor.page.goto('library/');
      await expect(visitor.page.locator('[data-pack="running"], [data-pack="ended"]')).toHaveCount(1, {
        timeout: 30_000,
      });
      const now = await pinned(visitor.page);
      for (const url of finished) expect(now.has(url), `${url} after death ${death}`).toBe(true);
      for (const [file, times] of asked()) {
        const isFinished = [...finished].some((url) => url.endsWith(file));
        if (isFinished) expect(times, `${file} after death ${death}`).toBe(0);
      }
    }
    expect(finished.size).toBeLessThan(minutes);
    await expect(visitor.page.locator('[data-pack="ended"]')).toHaveCount(1, { timeout: 120_000 });
    await expect(visitor.page.getByText(/^All here/)).toBeVisible();
    for (const [file, times] of asked()) {
      const isFinished = [...finished].some((url) => url.endsWith(file));
      expect(times, file).toBeLessThanOrEqual(isFinished ? 0 : 1);
    }
    const last = await keptFiles(visitor.page, true);
    for (const file of files) {
      const kept = last.find(({ url }) => url.endsWith(file));
      const real = await readFile(path.join(stage.servers.scratch, 'sort_by_project', file));
      expect(kept?.sha256, file).toBe(createHash('sha256').update(real).digest('hex'));
    }
    await visitor.close();
  } finally {
    await stage.close();
  }
});

/** The addresses of the files that are pinned, read without the app's code. */
async function pinned(page: Page): Promise<Set<string>> {
  const urls = await page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('nightside');
        opening.onerror = () => reject(opening.error ?? new Error('IndexedDB'));
        opening.onsuccess = () => {
          const db = opening.result;
          const reading = db.transaction('fileInfo').objectStore('fileInfo').getAll();
          reading.onsuccess = () => {
            db.close();
            const infos = reading.result as { url: string; pin: object | null }[];
            resolve(infos.filter(({ pin }) => pin !== null).map(({ url }) => url));
          };
        };
      }),
  );
  return new Set(urls);
}

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    // It ended with its parent.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
