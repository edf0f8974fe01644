import { EventPage } from './event-page';
import { expect, inFirefox, test } from './fixtures';
import { expectShort, made } from './long-tasks';
import { gakoTwoMinutes, sharedData } from './real-minutes';

/* The page answers while magnetic coordinates are drawn. The sample event is of a year that has none; real minutes do. */

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

test(
  'magnetic lines and the magnetic map come, are lifted and dragged without a long task',
  { tag: ['@alone', '@long'] },
  async ({ page, context }) => {
    test.skip(inFirefox(), 'SKIPPED: only Chromium tells the time of its tasks on the processor');
    test.setTimeout(120_000);
    await new EventPage(page).open(`${gakoTwoMinutes}&view=map&map=overlays:graticule/sites/fields/sun`);
    const map = page.getByRole('img', { name: /^Map of 1 of 1 camera/ });
    await expect(map).toBeVisible({ timeout: 60_000 });
    await made(page);
    const lines = page.locator('path.magnetic');
    const panel = page.getByRole('region', { name: 'Map', exact: true });
    const altitude = panel.getByRole('spinbutton', { name: 'Altitude' });

    async function drag(): Promise<void> {
      const box = (await map.boundingBox())!;
      await page.mouse.move(box.x + 300, box.y + 200);
      await page.mouse.down();
      await page.mouse.move(box.x + 420, box.y + 260, { steps: 12 });
      await page.mouse.up();
      await made(page);
    }

    async function lift(): Promise<void> {
      for (const altitudeKm of ['120', '150', '230']) {
        await altitude.fill(altitudeKm);
        await altitude.press('Enter');
        await page.waitForTimeout(300); // each height is laid out to its end
      }
      await made(page);
    }

    async function choose(projection: string): Promise<void> {
      await panel.getByRole('combobox', { name: 'Projection' }).selectOption(projection);
      await made(page);
      await page.waitForTimeout(1000); // the coasts follow
    }

    /** Each takes less than 30 ms; done in one go, coasts and lines of a magnetic map would take more than this. */
    const short = (what: string, work: () => Promise<void>) => expectShort(context, page, what, work, 40);

    await short('showing the magnetic lines', async () => {
      await panel.getByRole('checkbox', { name: 'AACGM and MLT' }).uncheck();
      await panel.getByRole('checkbox', { name: 'AACGM and MLT' }).check();
      await lines.waitFor();
    });
    await short('lifting the magnetic lines', lift);
    await short('dragging the magnetic lines', drag);

    await short('a magnetic map', async () => {
      await choose('Polar stereographic');
      await choose('Magnetic (AACGM, MLT)');
    });
    await short('lifting the magnetic map', lift);
    await short('dragging the magnetic map', drag);
  },
);
