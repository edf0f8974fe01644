import { themisAsi } from '$lib/datasets/themis-asi';
import { EventPage } from './event-page';
import { expect, expectAccessible, test } from './fixtures';
import { framesOf, gill, gillTenMinutes, greyOf, sharedData } from './real-minutes';

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

for (const serving of ['direct', 'relay'] as const) {
  test.describe(`served ${serving}`, () => {
    test.use({ serving });

    test('a typed line opens the event, its files, its keogram and its first frame', async ({ page }) => {
      const event = new EventPage(page);
      await page.goto('./');
      await page.getByRole('searchbox').fill('2014-03-10 06:00 gill');
      await expect(page.getByText('THEMIS ASI GILL, 2014-03-10 06:00–06:10 UTC.')).toBeVisible();
      await page.keyboard.press('Enter');

      await expect(page.getByRole('heading', { name: 'THEMIS ASI GILL', exact: true })).toBeVisible();
      await expect(page.getByText('4 files, 9.0 MB', { exact: true })).toBeVisible();
      await event.settled();
      await expect(event.sky).toBeVisible();
      expect(await event.cursor()).toBe('06:00:00');
      expect(await event.frameUs()).toBe(1394431200063119);
      expect(await event.causes()).toEqual(['not on the server', 'not on the server']);
      await expectAccessible(page);
    });
  });
}

test('the form opens the same event', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('combobox', { name: 'Dataset', exact: true }).selectOption('THEMIS_ASI_RAW');
  await page.getByRole('combobox', { name: 'Site', exact: true }).selectOption('gill');
  await page.getByLabel('Date', { exact: true }).fill('2014-03-10');
  await page.getByLabel('Time, UTC').fill('06:00');
  await page.getByRole('combobox', { name: 'Length' }).selectOption('10 min');
  await page.getByRole('button', { name: 'Open' }).last().click();
  await expect(page).toHaveURL(new RegExp(`event/\\?${gillTenMinutes.replaceAll('/', '\\/')}$`));
  await new EventPage(page).settled();
});

test('every column of the keogram stands at its true time, and nothing stands where nothing is', async ({ page }) => {
  const event = new EventPage(page);
  await event.open(gillTenMinutes);
  await event.settled();
  const { width, height, red, alpha } = await event.keogramPixels();
  expect(height).toBe(256);

  let checked = 0;
  for (const file of [gill('0600'), gill('0601'), gill('0602'), gill('0605', 'pgm')]) {
    const series = await framesOf(file);
    series.timesUs.forEach((timeUs, frame) => {
      // the middle of the frame's own time
      const x = Math.floor(((timeUs + 1_500_000 - 1394431200000000) / 600_000_000) * width);
      for (const row of [0, 60, 128, 200, 255]) {
        const counts = series.counts[(frame * 256 + row) * 256 + 127]!;
        expect([alpha[row * width + x], red[row * width + x]]).toEqual([
          255,
          greyOf(counts, themisAsi.display.countsRange),
        ]);
        checked += 1;
      }
    });
  }
  expect(checked).toBe(80 * 5);

  // The minutes 3, 4 and 6 to 9 were never there: not one pixel of them is drawn.
  for (let x = 0; x < width; x++) {
    const minute = (x + 0.5) / (width / 10);
    const empty = (minute > 3.01 && minute < 4.99) || minute > 6.01;
    const full = (minute > 0.01 && minute < 3) || (minute > 5.01 && minute < 6);
    if (empty) expect(alpha[100 * width + x]).toBe(0);
    if (full) expect(alpha[100 * width + x]).toBe(255);
  }
});

test('it fills column by column, the minute under the cursor first', async ({ page, archive }) => {
  archive.setFaults({ kind: 'slow', pattern: 'pgm', bytesPerSecond: 1_500_000 });
  const asked: string[] = [];
  page.on('request', (request) => {
    const minute = /_(\d{4})_gill_themis19_full\.pgm/.exec(request.url())?.[1];
    if (minute) asked.push(minute);
  });
  const event = new EventPage(page);
  await event.open(`${gillTenMinutes}&at=2014-03-10T06:02:30Z`);
  await expect(page.getByRole('progressbar', { name: 'Download' })).toBeVisible();
  await expect(page.getByText(/\d+ of 4 · [\d.]+ MB/)).toBeVisible();
  await event.settled();
  // in the order in which the page asked: five connections may overtake each other on the way
  expect(asked[0]).toBe('0602');
  expect([...asked].sort()).toEqual(['0600', '0601', '0602', '0605']); // each once
  expect(archive.maxConcurrent('data')).toBeLessThanOrEqual(5);
});

test('a download can be stopped and taken up again', async ({ page, archive, guards }) => {
  guards.expect(/ERR_ABORTED/);
  archive.setFaults({ kind: 'slow', pattern: 'pgm', bytesPerSecond: 300_000 });
  const event = new EventPage(page);
  await event.open(gillTenMinutes);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Stopped after 0 of 4 files.')).toBeVisible();
  expect(await event.causes()).toContain('cancelled');
  archive.setFaults();
  await page.getByRole('button', { name: 'Go on' }).click();
  await event.settled();
  await expect(event.sky).toBeVisible();
});

test('without the listing service the files are found in the archive’s folders', async ({ page, archive, guards }) => {
  guards.expect(/502/);
  archive.setFaults({ kind: 'bad-gateway', pattern: 'data_distribution' });
  const event = new EventPage(page);
  await event.open(gillTenMinutes);
  await event.settled(20_000); // the service is asked three times, up to three seconds apart in all
  await expect(page.getByText(/^4 files, about [89]\.\d MB$/)).toBeVisible();
  await expect(page.getByText(/Found in the archive’s folders/)).toBeVisible();
  await expect(event.sky).toBeVisible();
});

test('the whole page is small', async ({ page, archive }) => {
  const { gzipSync } = await import('node:zlib');
  const scripts = new Map<string, number>();
  page.on('response', (response) => {
    if (/\.m?js(\?|$)/.test(response.url()) && response.url().includes('localhost'))
      void response.body().then((body) => scripts.set(response.url(), gzipSync(body).length));
  });
  const event = new EventPage(page);
  await event.open(gillTenMinutes);
  await event.settled();
  expect(archive.seen('data').length).toBeGreaterThan(0);
  const total = [...scripts.values()].reduce((sum, size) => sum + size, 0);
  // What runs in the page and what the worker runs in its own thread.
  expect(scripts.size).toBeGreaterThan(3);
  expect([...scripts.keys()].some((url) => url.includes('worker'))).toBe(true);
  expect(total).toBeGreaterThan(30_000);
  expect(total, 'compressed bytes of script, the worker included').toBeLessThan(200_000);
});

test('the policy stands in the page', async ({ page }) => {
  await page.goto(`event/?${gillTenMinutes}`);
  const policy = await page.locator('meta[http-equiv="content-security-policy"]').getAttribute('content');
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("object-src 'none'");
  expect(policy).toMatch(
    /connect-src 'self' https:\/\/data\.phys\.ucalgary\.ca https:\/\/api\.phys\.ucalgary\.ca https:\/\/api\.aurorax\.space;/,
  );
});
