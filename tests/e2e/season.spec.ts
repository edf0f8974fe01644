import type { Locator, Page } from '@playwright/test';
import { brightest } from '$lib/model/season';
import { heatHeight, seasonColormap } from '$lib/render/season-painter';
import { palette } from '$lib/render/colormap';
import { expect, expectAccessible, screenshot, test, type ArchiveControl } from './fixtures';
import { wordsFor } from './guards';
import { datesOf, nightPath, nightPicture, productOf } from './night-pictures';

/* A year of one site at a glance: 360 nights, each with one bright hour that moves on by an hour from night to night. */

const season = datesOf('2019-07-01', '2020-06-30');
const gaps = ['2019-11-05', '2019-12-24', '2019-12-25', '2020-01-15', '2020-02-20', '2020-03-01'];
const nights = season.filter((date) => !gaps.includes(date));
const [dim, bright] = [40, 220];
/** Hours of UTC in which the camera ran. */
const [firstHour, lastHour] = [2, 12];
const brightHour = (date: string) => firstHour + (season.indexOf(date) % (lastHour - firstHour));

/** @param lost a night of which the service knows a picture that is not there */
async function addNights(archive: ArchiveControl, dates: readonly string[], lost: string | null = null) {
  const pictures = Array.from({ length: lastHour - firstHour }, (_, at) =>
    nightPicture({
      ...{ width: 192, height: 8 },
      paint: (column) => {
        const hour = Math.floor(column / 8);
        if (hour < firstHour || hour >= lastHour) return null;
        return hour === firstHour + at ? bright : dim;
      },
    }),
  );
  const addFile = (date: string) => archive.addFile(nightPath('gill', date), pictures[brightHour(date) - firstHour]!);
  for (const date of dates) if (date !== lost) await addFile(date);
  archive.setProducts(dates.map((date) => productOf('gill', date)));
  return addFile;
}

const strip = (page: Page) => page.getByRole('slider', { name: /^TREx RGB GILL, 366 days/ });
/** Hundreds of pictures, of which a slow machine has a few a second. */
const done = (page: Page) =>
  expect(page.locator('[data-nights="done"]')).toContainText('360 of 360 nights.', { timeout: 60_000 });
const pictureRequests = (archive: ArchiveControl) => archive.seen('data', '/sort_by_project/TREx/RGB').length;

interface Place {
  readonly date: string;
  readonly hour: number;
}

/** Red, green and blue in the middle of hours of days. */
async function coloursAt(of: Locator, places: readonly Place[]): Promise<readonly (readonly number[])[]> {
  const points = places.map(({ date, hour }) => ({
    x: (season.indexOf(date) + 0.5) / season.length,
    y: ((hour + 0.5) / 24) * heatHeight,
  }));
  return of.locator('canvas').evaluate((canvas: HTMLCanvasElement, wanted) => {
    // Of a copy: a canvas that is read again and again is one that the browser complains of.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })!;
    copy.drawImage(canvas, 0, 0);
    const ratio = canvas.width / canvas.clientWidth;
    return wanted.map(({ x, y }) => [
      ...copy.getImageData(Math.floor(x * canvas.width), Math.floor(y * ratio), 1, 1).data.slice(0, 3),
    ]);
  }, points);
}

/** The level of the colormap that a colour is nearest to, 0…255, and how far from it. */
function levelOf(colour: readonly number[]): { readonly level: number; readonly away: number } {
  const entries = new Uint8Array(palette(seasonColormap).buffer);
  let best = { level: -1, away: Infinity };
  for (let level = 0; level < 256; level++) {
    const away = Math.hypot(...colour.map((value, channel) => value - entries[4 * level + channel]!));
    if (away < best.away) best = { level, away };
  }
  return best;
}

async function expectYear(page: Page) {
  // Away from the lines of the Sun, which lie over the nights.
  const places = ['2019-12-03', '2019-12-14', '2020-01-07', '2020-01-22', '2020-02-01'].flatMap((date) =>
    [4, 6, 8, 10].map((hour) => ({ date, hour })),
  );
  const colours = await coloursAt(strip(page), places);
  for (const [at, { date, hour }] of places.entries()) {
    const { level, away } = levelOf(colours[at]!);
    expect(away, `${date} ${hour} h is a colour of the map`).toBeLessThan(2);
    expect(Math.abs(level - (hour === brightHour(date) ? bright : dim)), `${date} ${hour} h: ${level}`).toBeLessThan(6);
  }
  const empty = await coloursAt(strip(page), [
    ...['2019-12-24', '2019-12-25', '2020-01-15'].map((date) => ({ date, hour: 6 })),
    // Hours of a night without data are no dark ones.
    ...[0, 1, 16, 20].map((hour) => ({ date: '2020-01-07', hour })),
  ]);
  for (const colour of empty) expect(levelOf(colour).away).toBeGreaterThan(10);
  expect(new Set(empty.slice(0, 3).map(String)).size).toBe(1);
}

test('a year of nights: asked for by site, read by keys, opened on the wall, and again without a network', async ({
  page,
  archive,
  guards,
}) => {
  await addNights(archive, nights);
  await page.goto('explore/?days=2020-01-05/2020-01-07&array=trex/RGB+ASI&show=season');
  await expect(page.getByText('Of which site?')).toBeVisible();
  expect(archive.seen('aurorax', '/api/v1/data_products/search')).toHaveLength(0);
  await page.getByRole('button', { name: 'GILL Gillam' }).click();
  await expect(page).toHaveURL(/days=2020-01-05\/2020-01-07&array=trex\/RGB\+ASI&at=gillam&show=season$/);
  await expect(page.locator('[data-nights="waiting"]')).toBeVisible();
  await done(page);
  expect(pictureRequests(archive)).toBe(nights.length);
  expect(archive.maxConcurrent('data')).toBeLessThanOrEqual(5);
  await expect(page.getByText('does not compare between nights')).toBeVisible();
  // What came last is painted a fifth of a second later.
  await expect(() => expectYear(page)).toPass({ timeout: 5000 });
  await expectAccessible(page);

  await strip(page).focus();
  await page.keyboard.press('Home');
  for (let months = 0; months < 6; months++) await page.keyboard.press('PageDown');
  for (let days = 0; days < 6; days++) await page.keyboard.press('ArrowRight');
  const hour = brightHour('2020-01-07');
  for (let hours = 12; hours > hour; hours--) await page.keyboard.press('ArrowUp');
  const percent = Math.round((100 * Math.round((brightest * bright) / 255)) / brightest);
  const told = new RegExp(
    `^2020-01-07 0${hour}:00 UTC: brightness (${percent - 1}|${percent}|${percent + 1}) %\\. Sun −\\d+°\\. ` +
      'Moon 8\\d % lit, up for \\d+ h \\d+ min of 1\\d h( \\d+ min)? in the dark\\.$',
  );
  await expect(strip(page)).toHaveAttribute('aria-valuetext', told);
  await expect(page.locator('[data-readout]')).toHaveText(told);
  await screenshot(page, 'season-1440-dark');

  // What was made of the nights is kept: no service, no archive, and the year is there.
  guards.expect(...wordsFor.refused);
  archive.setFaults({ kind: 'refuse', pattern: 'api.aurorax.space' }, { kind: 'refuse', pattern: 'ucalgary.ca' });
  archive.forget();
  await page.reload();
  await done(page);
  await expect(() => expectYear(page)).toPass({ timeout: 5000 });
  expect(pictureRequests(archive)).toBe(0);
  archive.setFaults();

  const box = (await strip(page).boundingBox())!;
  await page.mouse.click(box.x + ((season.indexOf('2020-01-16') + 0.5) / season.length) * box.width, box.y + 60);
  await expect(page).toHaveURL(/days=2020-01-13\/2020-01-19&array=trex\/RGB\+ASI&at=gillam&night=2020-01-16$/);
  await expect(page.locator('[data-wall="searched"]')).toContainText('6 keograms of 6 nights.');
  await expect(page.getByRole('application')).toBeFocused();
  await expect(page.locator('[data-gone-to]')).toBeInViewport();
  await page.keyboard.press('ArrowDown');
  // The 15th has none.
  await expect(page.locator('[data-spoken]', { hasText: '2020-01-14, TREx RGB GILL' })).toBeAttached();
});

test('availability needs no pictures; the season before, and what is yet to come; on a phone', async ({
  page,
  archive,
}) => {
  archive.setProducts(nights.map((date) => productOf('gill', date)));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('explore/?days=2019-07-01/2020-06-30&array=trex/RGB+ASI&at=gillam&show=season&strip=availability');
  await expect(page.getByText('Data products by date')).toBeVisible();
  await strip(page).focus();
  await page.keyboard.press('Home');
  await expect(strip(page)).toHaveAttribute('aria-valuetext', /^2019-07-01: 1 product\. Moon/);
  for (let months = 0; months < 4; months++) await page.keyboard.press('PageDown');
  for (let days = 0; days < 4; days++) await page.keyboard.press('ArrowRight');
  await expect(strip(page)).toHaveAttribute('aria-valuetext', /^2019-11-05: no products\. /);
  expect(pictureRequests(archive)).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
  await screenshot(page, 'season-390');

  await page.getByRole('button', { name: 'Season before' }).click();
  await expect(page).toHaveURL(/days=2018-07-01\/2019-06-30.*strip=availability/);
  await expect(page.getByText('2018–19')).toBeVisible();
  await page.clock.setFixedTime('2021-01-20T12:00Z');
  await page.goto('explore/?days=2020-07-01/2021-06-30&array=trex/RGB+ASI&at=gillam&show=season&strip=availability');
  await expect(page.getByRole('button', { name: 'Next season' })).toBeDisabled();
  await expect(page.getByRole('listitem').filter({ hasText: 'yet to come' })).toBeVisible();
  await page.getByRole('slider').focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('slider')).toHaveAttribute('aria-valuetext', /^2021-06-30: yet to come\. /);
});

test('nights that cannot be had are said, and asked for again; a stop leaves what has come', async ({
  page,
  archive,
  guards,
}) => {
  const dates = datesOf('2019-12-01', '2019-12-30');
  const lost = '2019-12-20';
  const addFile = await addNights(archive, dates, lost);
  guards.expect(/status of 404/);
  archive.searches.manners.runningPolls = 0;
  archive.setFaults({ kind: 'slow', pattern: 'full-keogram', bytesPerSecond: 2000 });
  await page.goto('explore/?days=2020-01-05&array=trex/RGB+ASI&at=gillam&show=season');
  await expect(page.locator('[data-nights="loading"]')).toContainText(/\d+ of 30 nights, \d+ s left\./);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.locator('[data-nights="stopped"]')).toContainText(/^\d+ of 30 nights\./);
  archive.setFaults();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.locator('[data-nights="done"]')).toContainText('29 of 30 nights.');
  await expect(page.locator('[data-failures]')).toHaveText(
    'One night could not be had, 2019-12-20: Not on the server.',
  );
  await addFile(lost);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('[data-nights="done"]')).toContainText('30 of 30 nights.');

  // A night without a keogram is none that could be marked; the nearest is where the keys are.
  await strip(page).focus();
  await page.keyboard.press('Home');
  for (let months = 0; months < 5; months++) await page.keyboard.press('PageDown');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/days=2019-11-27\/2019-12-03&.*&night=2019-11-30$/);
  await expect(page.locator('[data-wall="searched"]')).toContainText(
    '3 keograms of 3 nights. There is no keogram of 2019-11-30 among them.',
  );
  await expect(page.getByRole('application')).toBeFocused();
  await expect(page.locator('[data-spoken]', { hasText: '2019-12-01, TREx RGB GILL' })).toBeAttached();
  await expect(page.locator('[data-gone-to]')).toHaveCount(0);
});
