import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { sharedData } from '../unit/shared-data';
import { expect, inFirefox, test } from './fixtures';
import { wordsFor } from './guards';

const realFile =
  'sort_by_project/THEMIS/asi/stream0/2014/03/10/gill_themis19/ut06/20140310_0600_gill_themis19_full.pgm.gz';
const madeFile =
  'sort_by_project/THEMIS/asi/stream0/2031/01/01/made_themis99/ut06/20310101_0600_made_themis99_full.pgm';
/** Chromium's words, Firefox's words. */
const failedFetch = /Failed to fetch|NetworkError when attempting to fetch/;
const madeBytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31) % 251);

for (const serving of ['direct', 'relay'] as const) {
  test.describe(`served ${serving}`, () => {
    test.use({ serving });

    test('the start page opens without a word on the console', async ({ page }) => {
      const response = await page.goto('./');
      expect(response?.status()).toBe(200);
      await expect(page.locator('body')).toContainText('Nightside');
    });

    test('a page that is not there answers 404 with the app', async ({ page, guards }) => {
      guards.expect(/status of 404/, /Not found: \/no\/such\/page/);
      if (inFirefox()) guards.expect(/^console error: Error \(/); // it does not say which one
      const response = await page.goto('./no/such/page/?t=2014-03-10');
      expect(response?.status()).toBe(404);
      expect(response?.headers()['content-type']).toContain('text/html');
    });
  });
}

test('a static host says at /relay/ that it has none, and passes nothing on', async ({ request, archive }) => {
  expect(JSON.parse(await (await request.get('./relay/')).text())).toEqual({ relay: null });
  expect((await request.get('./relay/data/sort_by_project/')).status()).toBe(404);
  expect(archive.seen('data')).toEqual([]);
});

test.describe('through the relay', () => {
  test.use({ serving: 'relay' });

  test('the relay says what it is', async ({ request }) => {
    const response = await request.get('./relay/');
    expect(await response.json()).toMatchObject({ relay: 'nightside', version: 1, archive: 'folder' });
  });

  test('a real file comes as it lies on the disk', async ({ page }) => {
    test.skip(sharedData === null, 'the shared data are not here');
    await page.goto('./');
    const onDisk = await readFile(path.join(sharedData ?? '', realFile));
    expect(await digestOf(page, `/relay/data/${realFile}`)).toEqual({ bytes: onDisk.length, sha256: sha256(onDisk) });
  });
});

test.describe('across origins', () => {
  const url = `https://data.phys.ucalgary.ca/${madeFile}`;

  test('a page reads the archive under its real name', async ({ page, archive }) => {
    await archive.addFile(madeFile, madeBytes);
    await page.goto('./');
    expect(await digestOf(page, url)).toEqual({ bytes: madeBytes.length, sha256: sha256(madeBytes) });
    expect(archive.seen('data', `/${madeFile}`)).toMatchObject([{ method: 'GET', status: 200, outcome: 'finished' }]);
  });

  test('without CORS it may not, and the guard sees why', async ({ page, archive, guards }) => {
    await archive.addFile(madeFile, madeBytes);
    archive.setCors(false);
    guards.expect(...wordsFor.crossOrigin);
    await page.goto('./');
    await expect(digestOf(page, url)).rejects.toThrow(failedFetch);
    expect(archive.seen('data', `/${madeFile}`)).toHaveLength(1);
  });

  test('a refused connection is a failed request', async ({ page, archive, guards }) => {
    archive.setFaults({ kind: 'refuse', pattern: 'data\\.phys' });
    guards.expect(...wordsFor.refused);
    await page.goto('./');
    await expect(digestOf(page, url)).rejects.toThrow(failedFetch);
  });

  test('any other name leads nowhere, and the guard and the policy both see it', async ({ page, guards }) => {
    await page.goto('./');
    await expect(digestOf(page, 'https://example.org/')).rejects.toThrow(failedFetch);
    await expect.poll(() => guards.troubles.some((trouble) => trouble.startsWith('policy violation'))).toBe(true);
    guards.expect(...wordsFor.policy, /policy violation: connect-src https:\/\/example\.org/);
  });
});

async function digestOf(page: Page, url: string): Promise<{ bytes: number; sha256: string }> {
  return page.evaluate(async (address) => {
    const buffer = await (await fetch(address)).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', buffer));
    return {
      bytes: buffer.byteLength,
      sha256: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    };
  }, url);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
