import { EventPage } from './event-page';
import { expect, inFirefox } from './fixtures';
import { expectShort, made } from './long-tasks';
import { needsRealSample, test } from './sample-app';

/* The page answers while the map of the sample event works. */

needsRealSample();

test(
  'the map of all cameras plays, is dragged and lifted without a long task',
  { tag: '@alone' },
  async ({ page, context, sample }) => {
    test.skip(inFirefox(), 'SKIPPED: only Chromium tells the time of its tasks on the processor');
    test.setTimeout(120_000);
    const cameras = sample.tracks.map(({ dataset, site, device }) => `&track=${dataset}:${site}:${device}`).join('');
    const overlays = 'map=overlays:graticule/magnetic/sites/fields/sun';
    const range = 'range=2030-02-08T08:06Z/2030-02-08T08:07Z&at=2030-02-08T08:06:06Z';
    await new EventPage(page).open(`v=1&${range}${cameras}&view=map&${overlays}`);
    const count = sample.tracks.length;
    await expect(page.getByRole('img', { name: new RegExp(`^Map of ${count} of ${count} cameras`) })).toBeVisible({
      timeout: 60_000,
    });
    await made(page);

    await expectShort(context, page, 'playing', async () => {
      await page.getByRole('button', { name: 'Play' }).click();
      await page.waitForTimeout(2000); // what is measured is this time
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.keyboard.press('Home');
    });

    await expectShort(context, page, 'dragging the map', async () => {
      const box = (await page.getByRole('img', { name: /^Map of/ }).boundingBox())!;
      await page.mouse.move(box.x + 300, box.y + 200);
      await page.mouse.down();
      await page.mouse.move(box.x + 420, box.y + 260, { steps: 12 });
      await page.mouse.up();
      await made(page);
    });

    const altitude = page.getByRole('region', { name: 'Map' }).getByRole('spinbutton', { name: 'Altitude' });
    await expectShort(context, page, 'dragging the altitude', async () => {
      for (const altitudeKm of ['120', '150', '230']) {
        await altitude.fill(altitudeKm);
        await altitude.press('Enter');
      }
      await made(page);
    });

    const slider = page.getByRole('region', { name: 'Map' }).getByRole('slider', { name: 'Altitude' });
    await expectShort(context, page, 'dragging the slider of the altitude', async () => {
      const track = (await slider.boundingBox())!;
      const y = track.y + track.height / 2;
      await page.mouse.move(track.x + 0.3 * track.width, y);
      await page.mouse.down();
      await page.mouse.move(track.x + 0.7 * track.width, y, { steps: 24 });
      await page.mouse.up();
      await made(page);
    });
  },
);
