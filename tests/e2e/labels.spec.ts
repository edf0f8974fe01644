import type { Page } from '@playwright/test';
import { sourceAt } from '../archive/data-sources';
import { hosts } from '../archive/hosts';
import { learnedMetadata } from '../archive/learned-metadata';
import { expect, expectAccessible, screenshot, test } from './fixtures';
import { EventPage } from './event-page';
import { wordsFor } from './guards';
import { datesOf, nightPicture } from './night-pictures';

/* Nights by what models saw in them, and the minutes of which there are positions: both by the service's ephemeris. */

const gillam = 46;
const themis = 'array=themis-asi/panchromatic+ASI&at=gillam&show=table';

/** Minutes of a day in January 2019 that are surely clear, as the stand-in made them. */
function clearMinutes(day: number): number {
  const minutes = Array.from({ length: 1440 }, (_, minute) => Date.UTC(2019, 0, day, 0, minute));
  return minutes.filter((ms) => {
    const said = learnedMetadata(gillam, ms);
    const isClear = said.calgary_cloud_ml_v1 === 'classified as not cloudy';
    return isClear && Number(said.calgary_cloud_ml_v1_confidence) >= 75;
  }).length;
}

test('nights with clear sky, by a link, by keys and without the service; one of them is opened', async ({
  page,
  archive,
  guards,
}) => {
  archive.setProducts([]);
  archive.searches.manners.runningPolls = 0;
  const clear = Array.from({ length: 10 }, (_, index) => clearMinutes(index + 1));
  const most = Math.max(...clear);
  const nights = page.locator('[data-night]');
  const withAtLeast = (minutes: number) => clear.filter((one) => one >= minutes).length;
  await page.goto(`explore/?days=2019-01-01/2019-01-10&${themis}&label=cloud:clear,75&minutes=60`);
  await expect(page.locator('[data-labels="settled"]')).toContainText(
    `${withAtLeast(60)} nights with 60 minutes or more of clear (75 % sure or more).`,
  );
  await expect(nights).toHaveCount(withAtLeast(60));
  const best = page.locator(
    `[data-night="THEMIS-ASI GILL, 2019-01-${String(clear.indexOf(most) + 1).padStart(2, '0')}"]`,
  );
  await expect(best).toContainText(`${most} min`);
  await expectAccessible(page);
  await screenshot(page, 'explore-labels');

  const bar = page.getByRole('slider', { name: /: Clouds, by Calgary cloud model v1$/ }).first();
  await bar.focus();
  await page.keyboard.press('ArrowRight');
  await expect(bar).toHaveAttribute('aria-valuetext', /^\d\d:\d\d–\d\d:\d\d UTC: clear \(\d+(\.\d+)? % sure\)$/);

  // Another number of minutes is counted here.
  archive.forget();
  await new EventPage(page).type(page.getByRole('textbox', { name: 'At least so many minutes' }), String(most));
  await page.keyboard.press('Enter');
  await expect(nights).toHaveCount(withAtLeast(most));
  await expect(page).toHaveURL(new RegExp(`label=cloud:clear,75&minutes=${most}`));
  expect(archive.seen('aurorax', '/api/v1/ephemeris')).toEqual([]);

  // Another condition is another question; without the service it fails by itself, and what was known comes back.
  guards.expect(...wordsFor.refused);
  archive.setFaults({ kind: 'refuse', pattern: 'ephemeris' });
  await page.getByRole('button', { name: 'Add a condition' }).click();
  await page.getByLabel('Model').last().selectOption('Kind of aurora');
  await page.getByLabel('What it saw').last().selectOption('arc');
  await expect(page.getByText('THEMIS-ASI GILL, 2019-01-01 to 2019-01-10')).toBeVisible();
  archive.setFaults();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('[data-labels="settled"]')).toContainText('of clear (75 % sure or more) and arc.');
  await page.getByRole('button', { name: 'Remove: arc' }).click();
  await expect(nights).toHaveCount(withAtLeast(most));
  await best.click();
  await expect(page).toHaveURL(
    /days=2019-01-\d\d\/2019-01-\d\d&array=themis-asi\/panchromatic\+ASI&at=gillam&show=table$/,
  );
});

test('the minutes of which there are positions, as a calendar; a day leads to the week around it', async ({
  page,
  archive,
}) => {
  archive.setProducts([]);
  await page.goto(`explore/?days=2019-02-01&${themis}`);
  await page.getByText('On which days of the year there is something').click();
  await expect(page.getByText('The service counts nothing of this kind in these days.')).toBeVisible();
  await page.getByRole('radio', { name: 'positions (ephemeris)' }).check();
  const strip = page.getByRole('slider', { name: /^THEMIS-ASI GILL: positions on 365 of 365 days\. Enter/ });
  await strip.focus();
  await page.keyboard.press('End');
  await expect(strip).toHaveAttribute('aria-valuetext', '2019-12-31, every minute');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(
    /days=2019-12-28\/2020-01-03&array=themis-asi\/panchromatic\+ASI&at=gillam&show=table&night=2019-12-31$/,
  );
});

type Archive = Parameters<Parameters<typeof test>[2]>[0]['archive'];

/** A keogram of THEMIS at each of these sites for each of these dates. */
async function hangThemis(archive: Archive, sites: readonly string[], dates: readonly string[]): Promise<void> {
  const picture = nightPicture({
    width: 1440,
    height: 64,
    paint: (column) => (column < 780 ? 60 + (column % 120) : null),
  });
  const products = [];
  for (const site of sites)
    for (const date of dates) {
      const name = `${date.replaceAll('-', '')}__${site}_themis19_full-keogram.pgm.jpg`;
      const path = `sort_by_project/THEMIS/asi/stream2/${date.replaceAll('-', '/')}/${site}_themis19/${name}`;
      await archive.addFile(path, picture);
      products.push({
        ...{ start: `${date}T00:00:00`, end: `${date}T23:59:00`, url: `${hosts.data}/${path}` },
        ...{ data_source: sourceAt('themis-asi', 'panchromatic ASI', site)!, data_product_type: 'keogram' },
        metadata: { keogram_type: 'daily' },
      });
    }
  archive.setProducts(products);
}

const wallOf = (days: string) =>
  `explore/?days=${days}&array=themis-asi/panchromatic+ASI&label=cloud:clear,75&minutes=360`;
const hung = (page: Page) => page.locator('[data-rows]');
const wallWords = (page: Page) => page.locator('[data-wall] > [role="status"]').first();

test('on the wall the nights hang until they are judged; only cameras that hang are asked about', async ({
  page,
  archive,
}) => {
  const dates = datesOf('2019-01-01', '2019-02-10');
  await hangThemis(archive, ['gill', 'fsmi'], dates);
  archive.searches.manners.runningPolls = 3;
  await page.goto(wallOf('2019-01-01/2019-02-10'));
  await expect(hung(page)).toHaveAttribute('data-rows', '82');
  await expect(wallWords(page)).toContainText('among 82; 41 nights still to be judged.');
  await expect(page.locator('[data-unknown]').first()).toHaveText('still to be judged');
  await screenshot(page, 'wall-labels-asking');

  // In the middle of the wall, while rows above and below go.
  const board = page.getByRole('application', { name: /^Wall of keograms/ });
  await board.evaluate((element) => (element.scrollTop = 20 * 48));
  await expect(wallWords(page)).not.toContainText('still to be judged', { timeout: 30_000 });
  const kept = Number(await hung(page).getAttribute('data-rows'));
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(82);
  await expect(wallWords(page)).toContainText(
    new RegExp(`^\\s*${kept} keograms of \\d+ nights with 360 minutes or more`),
  );
  // Two cameras, two months, and no other of the array's two dozen.
  const searches = archive.seen('aurorax', '/api/v1/ephemeris/search').filter(({ method }) => method === 'POST');
  expect(searches).toHaveLength(4);
  await screenshot(page, 'wall-labels');
});

test('nothing found: whether models looked at the nights at all is told', async ({ page, archive }) => {
  await hangThemis(archive, ['gill'], ['2019-01-01', '2019-01-02']);
  archive.searches.manners.runningPolls = 0;
  await page.goto(wallOf('2019-01-01/2019-01-02').replace('minutes=360', 'minutes=1440'));
  await expect(wallWords(page)).toContainText('among 2. Models have looked at these nights, and none fits.');
  await hangThemis(archive, ['gill'], ['2025-01-01', '2025-01-02']);
  // Other days, while the conditions are folded away: they choose all the same.
  await page.getByText('Nights by what models saw in them').click();
  await page.getByLabel('First day, UTC').fill('2025-01-01');
  await page.getByLabel('Last day').fill('2025-01-02');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(wallWords(page)).toContainText('among 2. No model has looked at these nights.');
  await expectAccessible(page);
  await screenshot(page, 'wall-labels-none');
  // The same where they are listed.
  await page.getByRole('button', { name: 'Table' }).click();
  await page.getByText('Nights by what models saw in them').click();
  await expect(page.locator('[data-labels="settled"]')).toContainText('No model has looked at these nights.');
});
