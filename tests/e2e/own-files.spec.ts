import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { themisAsi } from '$lib/datasets/themis-asi';
import { traceTasks } from '../bench/task-trace';
import { concat, frameBytes } from '../unit/formats/pgm-bytes';
import { EventPage } from './event-page';
import { expect, expectAccessible, inFirefox, screenshot, test } from './fixtures';
import { wordsFor } from './guards';
import { bytesOf, framesOf, gill, greyOf, sharedData } from './real-minutes';

const rgb = 'sort_by_project/TREx/RGB/stream0/2030/01/01/gill_rgb-04/ut06/20300101_0601_gill_rgb-04_full.h5';
const burst =
  'sort_by_project/TREx/RGB/stream0.burst/2030/01/01/gill_rgb-04/ut06/20300101_0602_gill_rgb-04_burst.png.tar';

let folder = '';
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'nightside-own-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

/** As a hand lets go of them over the page; where a driver has no such hand, by the file field. */
async function drop(page: Page, context: BrowserContext, paths: readonly string[]): Promise<void> {
  const place = page.getByText('Drop files or a folder anywhere on this page.');
  await expect(place).toBeVisible();
  if (inFirefox()) return page.getByLabel('Files of your own').setInputFiles([...paths]);
  const session = await context.newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 400, data });
  await session.detach();
}

test.describe('real files', () => {
  test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

  test('are known by their content, open without the archive, and say after a reload that they were own @long', async ({
    page,
    context,
    archive,
    guards,
  }) => {
    guards.expect(...wordsFor.refused);
    archive.setFaults({ kind: 'refuse', pattern: '.' });
    const own = (name: string) => path.join(folder, name);
    for (const [from, to] of [
      [gill('0600'), 'first.bin'],
      [gill('0605', 'pgm'), 'photo.jpg'],
      [rgb, 'colour'],
      [burst, 'many.tar'],
    ] as const)
      await cp(path.join(sharedData!, from), own(to));
    await writeFile(own('cut.bin'), (await bytesOf(gill('0601'))).subarray(0, 1_000_000));
    await writeFile(own('diary.pgm.gz'), 'Dear diary, the sky was green.');
    await writeFile(own('small'), minute(-600));
    await page.goto('files/');
    const names = ['first.bin', 'photo.jpg', 'colour', 'many.tar', 'cut.bin', 'diary.pgm.gz', 'small'];
    await drop(page, context, names.map(own));
    await expect(page.getByText('7 files looked at.')).toBeVisible({ timeout: 20_000 });

    await expect(page.locator('[data-track="THEMIS_ASI_RAW:gill:themis19"]').first()).toContainText('3 files');
    await expect(page.locator('[data-track="TREX_RGB_RAW_NOMINAL:gill:rgb-04"]')).toContainText('5 frames');
    await expect(page.locator('[data-track="TREX_RGB_RAW_BURST:gill:rgb-04"]')).toContainText('6 frames');
    await expect(page.getByRole('link', { name: 'Open all 2 tracks' })).toBeVisible();
    await expect(page.locator('[data-kind="unread"]')).toContainText('nothing in it begins like a frame');
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Look into cut.bin' }).click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await expect(inspector.getByRole('region', { name: 'Problems' })).toContainText('gzip, byte');
    await inspector.getByRole('button', { name: 'Next frame' }).click();
    await expect(inspector).toContainText('06:01:03');
    await expect(inspector.getByRole('region', { name: 'Metadata' })).toContainText('themis19');
    await expectAccessible(page);
    await screenshot(page, 'own-files');
    await page.keyboard.press('Escape');
    await expect(inspector).toBeHidden();

    await page.getByRole('link', { name: 'Open THEMIS ASI GILL' }).first().click();
    const event = new EventPage(page);
    await expect.poll(() => event.frameUs()).toBeGreaterThan(0);
    // The damaged one stands in only when it is known that the archive cannot be had.
    await expect(page.locator('[data-own-files="3"]').first()).toBeVisible({ timeout: 30_000 });
    const { counts, width } = await framesOf(gill('0600'));
    const places = [60 * width + 128, 128 * width + 128, 200 * width + 90];
    const drawn = async () => {
      const { red } = await event.skyPixels();
      return places.map((place) => red[place]);
    };
    await expect.poll(drawn).toEqual(places.map((place) => greyOf(counts[place]!, themisAsi.display.countsRange)));
    expect(archive.seen('data').filter(({ path: asked }) => asked.includes('.pgm'))).toEqual([]);

    // Another visit: of a minute that the archive lacks it is told where it came from.
    archive.setFaults();
    await event.open('v=1&range=2029-12-31T13:58Z/2029-12-31T14:01Z&track=THEMIS_ASI_RAW:gill');
    await expect(page.getByText(/came from a file of your own/).first()).toBeVisible();
    await page.goto('files/');
    await expect(page.getByText('6 files of an earlier visit are not open now')).toBeVisible();
  });
});

/** Two small frames of GILL, so many minutes after midnight. */
function minute(index: number): Uint8Array {
  const frame = (second: number) => {
    const time = new Date(Date.UTC(2030, 0, 1, 0, index, second)).toISOString().slice(0, 19).replace('T', ' ');
    const lines = [
      ['Site unique ID', 'gill'],
      ['Imager unique ID', 'themis19'],
      ['Image request start', `${time}.000001 UTC`],
    ] as const;
    return frameBytes({ width: 16, height: 16, samples: Array.from({ length: 256 }, (_, at) => at + second), lines });
  };
  return concat(frame(0), frame(3));
}

test(
  'a thousand files: all are listed, none is uploaded, and the page never stalls',
  { tag: '@alone' },
  async ({ page, context }) => {
    const count = 1000;
    await mkdir(path.join(folder, 'night'));
    await Promise.all(
      Array.from({ length: count }, (_, index) => {
        const bytes = index % 50 === 7 ? new TextEncoder().encode('no frame at all') : minute(index);
        return writeFile(path.join(folder, 'night', `${index}.dat`), bytes);
      }),
    );
    await page.goto('files/');
    const stop = inFirefox() ? null : await traceTasks({ context, page });
    const given = inFirefox()
      ? Array.from({ length: count }, (_, index) => path.join(folder, 'night', `${index}.dat`))
      : [path.join(folder, 'night')];
    await drop(page, context, given);
    await expect(page.getByText(/^1.000 files looked at\.$/)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByLabel('Kind').getByRole('option', { name: 'Not read (20)' })).toBeAttached();
    await page.getByRole('searchbox', { name: 'Search these files' }).fill('begins like a frame');
    await expect(page.locator('[data-kind="unread"]')).toHaveCount(20);
    if (!stop) return; // Firefox tells nobody how long its tasks take
    const tasks = await stop();
    expect(tasks.length).toBeGreaterThan(0);
    const longest = tasks.reduce((most, { busyMs }) => Math.max(most, busyMs), 0);
    // Read by whoever compares one run with another: how far from the gate it is.
    console.log(
      `longest task of the main thread with ${count} dropped files: ${longest.toFixed(1)} ms of processor time`,
    );
    expect(longest).toBeLessThan(50);
  },
);
