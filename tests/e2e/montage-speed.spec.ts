import { formatInstant } from '$lib/datasets/utc';
import type { Page } from '@playwright/test';
import { EventPage } from './event-page';
import { inFirefox } from './fixtures';
import { expectShort } from './long-tasks';
import { needsRealSample, test } from './sample-app';

/* The page answers while a montage of all cameras of the sample event comes in and is changed. */

needsRealSample();

/** Waits without an expectation: what Playwright writes down of one that is not yet met is a long task itself. */
const complete = (page: Page) => page.locator('[data-montage="complete"]').waitFor({ timeout: 60_000 });

test(
  'the montage of all cameras comes in, is scaled, stepped and resized without a long task',
  { tag: ['@alone', '@long'] },
  async ({ page, context, sample }) => {
    test.skip(inFirefox(), 'SKIPPED: only Chromium tells the time of its tasks on the processor');
    test.setTimeout(180_000);
    page.setDefaultTimeout(20_000);
    const event = new EventPage(page);
    const range = `${formatInstant(sample.startUs)}/${formatInstant(sample.endUs)}`;
    const cameras = sample.tracks.map(({ dataset, site, device }) => `&track=${dataset}:${site}:${device}`).join('');
    const query = `v=1&range=${range}${cameras}&view=montage&montage=count:36,span:range,cameras:all`;
    await page.goto('');

    await expectShort(context, page, 'a montage that comes in', async () => {
      await event.open(query);
      await complete(page);
      await event.keogram.first().waitFor();
      await page.waitForTimeout(1000); // what is painted last is measured as well
    });

    await expectShort(context, page, 'gamma of a montage', async () => {
      const gamma = page.getByRole('slider', { name: 'Gamma' });
      for (let press = 0; press < 8; press++) await gamma.press(press % 2 === 0 ? 'ArrowRight' : 'ArrowLeft');
      await page.waitForTimeout(500);
    });

    await expectShort(context, page, 'colormap of a montage', async () => {
      const colours = page.getByRole('combobox', { name: 'Colours' });
      for (const name of ['viridis', 'gray', 'inferno']) await colours.selectOption(name);
      await page.waitForTimeout(500);
    });

    await expectShort(context, page, 'every picture turned', async () => {
      const cell = page.locator('[data-cell][tabindex="0"]');
      for (let press = 0; press < 3; press++) await cell.press('m');
      await page.waitForTimeout(500);
    });

    await expectShort(context, page, 'steps of a montage', async () => {
      const panel = page.getByRole('region', { name: 'Montage' });
      await panel.getByRole('button', { name: 'Step', exact: true }).click();
      const step = panel.getByRole('spinbutton', { name: /^Step/ });
      for (const seconds of ['60', '120', '34']) {
        await step.fill(seconds);
        await step.press('Enter');
      }
      await complete(page);
      await panel.getByRole('button', { name: 'Fit', exact: true }).click();
      await complete(page);
      await panel.getByRole('button', { name: 'Count', exact: true }).click();
      await panel.getByRole('spinbutton', { name: 'Count', exact: true }).fill('36');
      await panel.getByRole('spinbutton', { name: 'Count', exact: true }).press('Enter');
      await complete(page);
    });

    // All 360 cells, the most there are, go to other rows at once: the one thing that takes longer than it should.
    const allCellsMs = 80;
    await expectShort(
      context,
      page,
      'a window of another size',
      async () => {
        for (const width of [1300, 1160, 1024, 1440]) await page.setViewportSize({ width, height: 900 });
        await complete(page);
        await page.waitForTimeout(500);
      },
      allCellsMs,
    );
  },
);
