import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { stageNight } from '../bench/night-page';
import { writeNight } from '../bench/retimed-minutes';
import { expect, test } from '@playwright/test';
import { seededRandom } from '../archive/faults';
import { keptFiles, type KeptFileSeen } from '../e2e/kept-files';
import { sharedData } from '../e2e/real-minutes';

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

const startUs = Date.UTC(2014, 2, 10, 4, 0) * 1000;
const minutes = 150;
const link = 'event/?v=1&range=2014-03-10T04:00Z/PT150M&track=THEMIS_ASI_RAW:gill';
const deaths = 20;

test('killed at twenty random moments, the tab loses nothing that was kept', async () => {
  test.setTimeout(20 * 60_000);
  const random = seededRandom(20140310);
  let files: readonly string[] = [];
  const stage = await stageNight(async (scratch) => {
    files = await writeNight(path.join(scratch, 'sort_by_project'), { startUs, minutes });
  });
  try {
    // Slow enough that the night is not over before the last death.
    stage.servers.archive.faults.set({ kind: 'delay', ms: 400, pattern: '_full\\.pgm\\.gz' });
    const profile = await stage.newProfile();
    let kept: readonly KeptFileSeen[] = [];
    for (let death = 1; death <= deaths; death++) {
      const visitor = await stage.visit(profile);
      const { page } = visitor;
      await page.goto(link);
      const now = await keptFiles(page);
      // Whatever was there before the last death is there now, whole.
      const urls = new Map(now.map((file) => [file.url, file]));
      for (const { url } of kept) expect(urls.get(url)?.whole, `${url} after death ${death - 1}`).toBe(true);
      expect(now.filter(({ whole }) => !whole)).toEqual([]);

      const agree = page.getByRole('button', { name: /^Fetch \d/ });
      await agree.click({ timeout: 3000 }).catch(() => undefined); // not asked once little is missing
      await page.waitForTimeout(200 + 3000 * random()); // death comes at a random moment
      // What the browser says is kept at this moment must outlive the next.
      kept = await keptFiles(page);
      if (death % 2 === 0) {
        for (const id of await visitor.processes()) kill(id);
      } else {
        const client = await visitor.context.newCDPSession(page);
        // The tab's process ends here: no answer comes.
        void client.send('Page.crash').catch(() => undefined);
        await page.waitForEvent('crash');
      }
      await visitor.close().catch(() => undefined); // there may be nobody left to close
    }

    stage.servers.archive.faults.clear();
    const visitor = await stage.visit(profile);
    const last = await (async () => {
      await visitor.page.goto(link);
      return keptFiles(visitor.page, true);
    })();
    expect(last.length).toBeGreaterThan(20);
    for (const { url, sha256 } of last) {
      const name = files.find((file) => url.endsWith(file))!;
      const real = await readFile(path.join(stage.servers.scratch, 'sort_by_project', name));
      expect(sha256, url).toBe(createHash('sha256').update(real).digest('hex'));
    }
    await visitor.close();
  } finally {
    await stage.close();
  }
});

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    // It ended with its parent.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
