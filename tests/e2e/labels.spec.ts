import { learnedMetadata } from '../archive/learned-metadata';
import { expect, expectAccessible, screenshot, test } from './fixtures';
import { EventPage } from './event-page';
import { wordsFor } from './guards';

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

test('the minutes of which there are positions, as a calendar; a day leads to its products', async ({
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
  await expect(page).toHaveURL(/days=2019-12-31\/2019-12-31&array=themis-asi\/panchromatic\+ASI&at=gillam/);
});
