import { expect, expectAccessible, screenshot, test } from './fixtures';
import { sharedData } from './real-minutes';

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

test('from a word to an hour of a site, without knowing a path', async ({ page, archive }) => {
  await page.goto('datasets/');
  await expect(page.getByText('The archive’s own list, as of')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search datasets' }).fill('themis 3-sec');
  await expect(page.getByText(/^1 of \d+ datasets$/)).toBeVisible();
  await page.getByRole('link', { name: /THEMIS_ASI_RAW/ }).click();
  await expect(page.getByRole('heading', { name: 'THEMIS_ASI_RAW', level: 2 })).toBeVisible();

  const about = page.getByRole('region', { name: 'About' });
  await expect(about).toContainText('every 3 s');
  await expect(about.getByRole('link', { name: 'THEMIS/asi/stream0' })).toHaveAttribute(
    'href',
    'https://data.phys.ucalgary.ca/sort_by_project/THEMIS/asi/stream0/',
  );
  await page.getByRole('textbox', { name: 'Day, UTC' }).fill('2014-03-10');
  await page.getByRole('textbox', { name: 'Day, UTC' }).press('Enter');
  await page.getByRole('button', { name: /GILL.*has files on this day/ }).click();
  await expect(page).toHaveURL(/dataset=THEMIS_ASI_RAW&site=gill&day=2014-03-10$/);
  const hour = page.getByRole('link', { name: 'Open 06:00–07:00 UTC, 4 files' });
  await expect(hour).toHaveAttribute(
    'href',
    /range=2014-03-10T06:00Z\/2014-03-10T07:00Z&track=THEMIS_ASI_RAW:gill:themis19$/,
  );
  await expect(page.locator('svg .land')).toHaveAttribute('d', /^M/);
  await expectAccessible(page);
  await screenshot(page, 'datasets');

  expect(archive.seen('srs').map(({ path }) => path.split('/').at(-1))).toEqual(['datasets', 'observatories', 'urls']);
  await page.goBack();
  await expect(page).toHaveURL(/dataset=THEMIS_ASI_RAW&day=2014-03-10$/);
});

test('an hour of merged maps opens on the map; its files can be looked into', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('datasets/?dataset=THEMIS_ASI_GRID_MOSV001&day=2023-03-24');
  const hour = page.getByRole('link', { name: 'Open 06:00–07:00 UTC, 1 file' });
  await expect(hour).toHaveAttribute(
    'href',
    /range=2023-03-24T06:00Z\/2023-03-24T07:00Z&track=THEMIS_ASI_GRID_MOSV001&view=map$/,
  );
  await page.getByRole('button', { name: 'Look into files instead' }).click();
  await page.getByRole('button', { name: 'Look into 06:00–07:00 UTC, 1 file' }).click();
  await expect(page.getByRole('region', { name: /^Files of All sites together/ })).toContainText('One file');
  await expectAccessible(page);
  await screenshot(page, 'datasets-grid');
  await page.getByRole('button', { name: 'Open hours instead' }).click();
  await hour.click();
  await expect(page.getByRole('img', { name: /^Map of 1 of 1 grid, 2023-03-24 06:00:00 UTC/ })).toBeVisible({
    timeout: 60_000,
  });
});

test('a second visit without the service knows what the first one saw, and since when', async ({
  page,
  archive,
  guards,
}) => {
  guards.expect(/status of 502/);
  await page.goto('datasets/?dataset=THEMIS_ASI_RAW&site=gill&day=2014-03-10');
  await expect(page.getByRole('link', { name: /^Open 06:00/ })).toBeVisible();

  archive.setFaults({ kind: 'bad-gateway', pattern: '.' });
  await page.reload();
  await expect(page.getByText('The archive’s own list, kept, as of')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Open 06:00/ })).toBeVisible();
});

test('of what no real file was seen, and what is not read, that is said; on a phone one thing at a time', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('datasets/?dataset=SMILE_ASI_RAW');
  await expect(page.getByText('Not verified on real files.')).toBeVisible();
  await expect(page.getByRole('link', { name: '10.11575/QKVX-TH24' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'All datasets' }).click();
  await page.getByRole('link', { name: /THEMIS_ASI_VEC1024/ }).click();
  await expect(page.getByText('Not read here: the layout of its files is not published.')).toBeInViewport();
  const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(spill).toBeLessThanOrEqual(0); // a browser's scroll bar may take some of it
});
