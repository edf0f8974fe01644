import path from 'node:path';
import { expect, expectAccessible, screenshot, test } from './fixtures';
import { EventPage } from './event-page';
import { wordsFor } from './guards';
import { sharedData } from './real-minutes';

/* Merged maps beneath the cameras. */

const folder = 'sort_by_project/THEMIS/asi/grid_files/MOSv001/2023/03/24/ut06';
const grid = `${folder}/20230324_0600_110km_MOSv001_grid_themis-asi.h5`;

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

test('an own grid file lies on the map: its cells, its elevation, its minute, the link @long', async ({
  page,
  archive,
  guards,
}) => {
  test.setTimeout(120_000);
  guards.expect(...wordsFor.refused);
  archive.setFaults({ kind: 'refuse', pattern: '.' });
  await page.goto('files/');
  await page.getByLabel('Files of your own').setInputFiles(path.join(sharedData!, grid));
  const track = page.locator('[data-track="THEMIS_ASI_GRID_MOSV001"]');
  await expect(track).toContainText('20 frames', { timeout: 20_000 });
  await track.getByRole('link', { name: /^Open/ }).click();

  await expect(page.getByRole('img', { name: /^Map of 1 of 1 grid, 2023-03-24 06:00:00 UTC/ })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.locator('[data-made="true"]')).toBeVisible({ timeout: 20_000 });
  const mosaic = page.locator('canvas[data-mosaic]');
  const painted = async () => {
    const { alpha } = await new EventPage(page).pixels(mosaic);
    return alpha.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  };
  await expect.poll(painted).toBeGreaterThan(5000);
  const before = await painted();
  await expect(page.getByText('THEMIS ASI grid: made for 110 km')).toBeVisible();
  await expect(page.getByText('1 minute file, your own')).toBeVisible();

  const board = page.getByRole('img', { name: /^Map of/ });
  const { width, height } = (await board.boundingBox())!;
  const source = page.locator('[data-source="grid"]');
  await board.click({ position: { x: width / 2, y: 2 } });
  await expect(source).toContainText('empty');
  await board.click({ position: { x: width * 0.85, y: height * 0.8 } });
  await expect(source).toContainText(/cell \d+\.\d\d° N, \d+\.\d\d° W/);

  // What was seen low is left out, as a camera's pixels are; another altitude moves nothing.
  await page.getByRole('slider', { name: /^Elevation/ }).fill('40');
  await expect.poll(painted).toBeLessThan(before / 2);
  await expect(page).toHaveURL(/track=THEMIS_ASI_GRID_MOSV001&.*elevation:40|elevation:40.*track=THEMIS_ASI_GRID/);
  await expectAccessible(page);
  await screenshot(page, 'map-grid');

  // Another visit, still without the archive: the minute says which file it came from.
  await page.reload();
  await expect(page.getByText('1 not shown')).toBeVisible({ timeout: 30_000 });
  await page.getByText('1 not shown').click();
  await expect(page.getByText(`came from a file of your own (${path.basename(grid)})`).first()).toBeVisible();
  await page.goto('files/');
  await expect(page.getByText('1 file of an earlier visit is not open now')).toBeVisible();
});

test('an hour of grids that was seen opens without the archive from what is kept', async ({
  page,
  archive,
  guards,
}) => {
  const link = 'v=1&range=2023-03-24T06:00Z/2023-03-24T07:00Z&track=THEMIS_ASI_GRID_MOSV001&view=map';
  const shown = page.getByRole('img', { name: /^Map of 1 of 1 grid, 2023-03-24 06:00:00 UTC/ });
  await new EventPage(page).open(link);
  await expect(shown).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('1 minute file', { exact: true })).toBeVisible();

  guards.expect(...wordsFor.refused);
  archive.setFaults({ kind: 'refuse', pattern: '.' });
  await page.reload();
  await expect(shown).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('[data-from-memory]')).toContainText('The archive gives no answer: this is what it listed');
  await expect(page.getByText('The archive has no grid file here.').first()).toBeVisible();
});
