import { EventPage } from './event-page';
import { expect, test } from './fixtures';
import { concat, frameBytes } from '../unit/formats/pgm-bytes';
import { gillTenMinutes, sharedData } from './real-minutes';

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

test('a copied link shows the same picture in another profile', async ({ page, context, browser, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const event = new EventPage(page);
  await event.open(gillTenMinutes);
  await event.settled();
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('combobox', { name: 'Colours' }).selectOption('inferno');
  await event.type(page.getByLabel('White, counts (number)'), '8000');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await page.keyboard.press('+');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link.startsWith(`${new URL('event/', baseURL).href}?v=1&range=2014-03-10T06:00Z/2014-03-10T06:10Z&at=`)).toBe(
    true,
  );
  // What is said covers nothing of the event, and goes with a click elsewhere, or by its button.
  const said = (await page.getByRole('status').filter({ hasText: 'Copied.' }).boundingBox())!;
  const desk = (await page.getByRole('main').boundingBox())!;
  expect(said.y + said.height).toBeLessThanOrEqual(desk.y);
  await page
    .getByRole('heading', { name: /^THEMIS ASI GILL/ })
    .last()
    .click();
  await expect(page.getByText('Copied.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByRole('button', { name: 'Close' }).first().click();
  await expect(page.getByText('Copied.')).toHaveCount(0);

  const stranger = await browser.newContext({ viewport: { width: 1440, height: 900 }, ignoreHTTPSErrors: true });
  const other = new EventPage(await stranger.newPage());
  await other.page.goto(link);
  await other.settled();
  await expect(other.sky).toBeVisible();
  expect(await other.cursor()).toBe(await event.cursor());
  expect(await other.skyPixels()).toEqual(await event.skyPixels());
  expect(await other.keogramPixels()).toEqual(await event.keogramPixels());
  await stranger.close();
});

test('Back and Forward walk through what was done', async ({ page }) => {
  const event = new EventPage(page);
  await page.goto('./');
  await page.getByRole('searchbox').fill('2014-03-10 06:00 gill');
  await page.keyboard.press('Enter');
  await event.settled();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page).toHaveURL(/at=2014-03-10T06:01:00/);
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await expect(page).toHaveURL(/facing=map/);
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Sky', exact: true })).toHaveAttribute('aria-pressed', 'true');
  expect(await event.cursor()).toBe('06:01:00');
  await page.goBack();
  await expect.poll(() => event.cursor()).toBe('06:00:00');
  await page.goForward();
  await expect.poll(() => event.cursor()).toBe('06:01:00');
  await page.goBack();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Type a night' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'THEMIS ASI GILL, 2014-03-10 06:00–06:10 UTC' }).first()).toBeVisible();
});

test('broken parts of a link are named, the rest is used', async ({ page }) => {
  const event = new EventPage(page);
  await event.open(`${gillTenMinutes},counts:9-1&at=noon&altitude=high&sparkle=1`);
  await event.settled();
  const notice = page.getByRole('status', { name: 'About this link' });
  await expect(notice).toContainText('“noon” is not a time');
  await expect(notice).toContainText('“high” is not an altitude');
  await expect(notice).toContainText('“counts:9-1” is not two counts from 0 to 65535, the lower one first');
  await expect(notice).toContainText('“sparkle” is not part of a Nightside link');
  await expect(event.sky).toBeVisible();
  await notice.getByRole('button', { name: 'Close' }).click();
  await expect(notice).toHaveCount(0);
});

test('a link without a time leads to the form', async ({ page }) => {
  await page.goto('event/?track=THEMIS_ASI_RAW:gill');
  await expect(page.getByText('The link names no time.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Which night?' })).toBeVisible();
});

test('a range may cross midnight', async ({ page, archive }) => {
  const folder = 'sort_by_project/THEMIS/asi/stream0';
  const minute = (time: string) =>
    concat(
      ...Array.from({ length: 20 }, (_, frame) =>
        frameBytes({
          width: 8,
          height: 8,
          samples: Array.from({ length: 64 }, (_, pixel) => 3000 + 50 * pixel + frame),
          lines: [['Image request start', `${time}:${String(3 * frame).padStart(2, '0')}.020000 UTC`]],
        }),
      ),
    );
  await archive.addFile(
    `${folder}/2031/01/01/made_themis99/ut23/20310101_2359_made_themis99_full.pgm`,
    minute('2031-01-01 23:59'),
  );
  await archive.addFile(
    `${folder}/2031/01/02/made_themis99/ut00/20310102_0000_made_themis99_full.pgm`,
    minute('2031-01-02 00:00'),
  );
  const event = new EventPage(page);
  await event.open('range=2031-01-01T23:58Z/2031-01-02T00:02Z&track=THEMIS_ASI_RAW:made');
  await event.settled();
  await expect(page.locator('[data-files]')).toHaveAttribute('data-files', '2');
  await expect(page.getByText('2031-01-02', { exact: true }).first()).toBeVisible(); // the axis, at midnight
  const { width, alpha } = await event.keogramPixels();
  const drawn = (minutes: number) => alpha[Math.floor((minutes / 4) * width)] === 255;
  expect([0.5, 1.5, 1.99, 2.01, 2.5, 3.5].map(drawn)).toEqual([false, true, true, true, true, false]);
  await page.keyboard.press('Shift+ArrowRight');
  expect(await event.cursor()).toBe('00:00:00');
});
