import { expect, expectAccessible, inFirefox, screenshot, test } from './fixtures';
import { wordsFor } from './guards';
import { controlled } from './profile';
import { datesOf } from './night-pictures';
import { addNights, brightHour, levelsAt, questionsOf, rgb, row } from './wall-page';

/* A wall of keograms without a network, or without the services. */

test('without the search service the archive’s folders tell; offline they hang again', async ({
  page,
  context,
  archive,
  guards,
}) => {
  await addNights(archive, datesOf('2020-02-01', '2020-02-03'), false);
  await page.goto(`explore/?days=2020-02-01/2020-02-03&${rgb}&at=gillam`);
  await expect(
    page.getByText('3 keograms of 3 nights, from the archive’s folders: the service knows of none.'),
  ).toBeVisible();
  const light = async (name: string, place: number) => (await levelsAt(page, name, [brightHour(place) + 0.5]))[0]![0];
  await expect.poll(() => light('2020-02-02 TREx RGB GILL', 1)).toBeGreaterThan(200);

  // Without a network what was found and seen before hangs again.
  guards.expect(...wordsFor.offline);
  await controlled(page);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText(/^3 keograms of 3 nights/)).toBeVisible();
  await expect.poll(() => light('2020-02-02 TREx RGB GILL', 1)).toBeGreaterThan(200);

  // Of other days what those lists know; and where nothing is known, that is soon seen.
  await page.goto(`explore/?days=2020-02-02/2020-02-20&${rgb}&at=gillam`);
  await expect(
    page.getByText(
      /^2 keograms of 2 nights, from the archive’s folders, as they were listed on .* UTC\. Of some nights or sites no list is kept/,
    ),
  ).toBeVisible();
  const asked = questionsOf(page);
  await page.goto(`explore/?days=2019-01-01/2019-06-30&${rgb}`);
  await expect(page.getByText('No earlier search or list tells of these nights.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Search' })).toContainText('There is no network.');
  await expect(page.locator('[data-request]')).toBeHidden();
  expect(asked.length).toBeLessThan(inFirefox() ? 20 : 6);
});

test('offline hangs what earlier searches know of the days and sites, with when they were made and what they do not know', async ({
  page,
  context,
  archive,
  guards,
}) => {
  await addNights(archive, datesOf('2020-02-01', '2020-02-10'));
  await page.goto(`explore/?days=2020-02-01/2020-02-05&${rgb}`);
  await expect(page.getByText('10 keograms of 5 nights.')).toBeVisible();
  await page.goto(`explore/?days=2020-02-08/2020-02-09&${rgb}`);
  await expect(page.getByText('4 keograms of 2 nights.')).toBeVisible();
  const name = '2020-02-09 TREx RGB GILL';
  const light = async () => (await levelsAt(page, name, [brightHour(8) + 0.5]))[0]![0];
  await expect.poll(light).toBeGreaterThan(200);

  // A table of everything knows the keograms, too.
  await page.goto(`explore/?days=2020-02-10/2020-02-10&${rgb}&show=table`);
  await expect(page.locator('[data-product]')).toHaveCount(2);

  guards.expect(...wordsFor.offline);
  await controlled(page);
  await context.setOffline(true);
  await page.goto(`explore/?days=2020-02-04/2020-02-10&${rgb}&at=gillam`);
  const progress = page.getByRole('region', { name: 'Search' });
  await expect(progress).toContainText(/^5 data products, as they were found (on|between) .* UTC\./);
  await expect(progress).toContainText('No earlier search tells of 2020-02-06 to 2020-02-07.');
  await expect(progress).toContainText('There is no network.');
  await expect(page.getByText('5 keograms of 5 nights.')).toBeVisible();
  await expect(row(page, '2020-02-09 TREx RGB FSMI')).toBeHidden();
  await expect.poll(light).toBeGreaterThan(200);
  await expect(page.locator('[data-request]')).toBeHidden();
  await expectAccessible(page);
  await screenshot(page, 'wall-offline');

  // As a table, too.
  await page.goto(`explore/?days=2020-02-10/2020-02-11&${rgb}&at=gillam&type=keogram&show=table`);
  await expect(progress).toContainText(/^1 data product, as it was found on .* UTC\. No earlier .* 2020-02-11\./);
  await expect(page.locator('[data-product]')).toHaveCount(1);
});
