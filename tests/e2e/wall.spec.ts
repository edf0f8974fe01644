import type { Locator, Page } from '@playwright/test';
import { hourUs, minuteUs, parseInstant } from '$lib/datasets/utc';
import { decodePng } from '$lib/formats/png';
import { hosts } from '../archive/hosts';
import { expect, expectAccessible, inFirefox, screenshot, test } from './fixtures';
import { wordsFor } from './guards';
import { expectShort } from './long-tasks';
import { fingersOn } from './fingers';
import { controlled } from './profile';
import { datesOf, nightPath, nightPicture, productOf } from './night-pictures';

/* A wall of keograms: made nights, each with one bright hour that is told again from the screen. */

const rgb = 'array=trex/RGB+ASI';
const sites = ['fsmi', 'gill'] as const;
const [dim, bright] = [40, 220];
/** The camera ran from 02 to 12 UTC; its bright hour moves on by one from night to night. */
const brightHour = (place: number) => 2 + (place % 10);

const pictures = Array.from({ length: 10 }, (_, at) =>
  nightPicture({
    ...{ width: 720, height: 16 },
    paint: (column) => {
      const hour = Math.floor(column / 30);
      if (hour < 2 || hour >= 12) return null;
      return hour === brightHour(at) ? bright : dim;
    },
  }),
);

type Archive = Parameters<Parameters<typeof test>[2]>[0]['archive'];

async function addNights(archive: Archive, dates: readonly string[], known = true): Promise<void> {
  for (const site of sites)
    for (const [place, date] of dates.entries())
      await archive.addFile(nightPath(site, date), pictures[brightHour(place) - 2]!);
  archive.setProducts(known ? sites.flatMap((site) => dates.map((date) => productOf(site, date))) : []);
}

const board = (page: Page) => page.getByRole('application', { name: /^Wall of keograms/ });
const room = (page: Page) => board(page).locator('[data-rows]');
const row = (page: Page, name: string) => board(page).locator(`[title="${name}"]`);

/** Where on the screen an hour of a row is. */
async function placeOf(
  page: Page,
  name: string,
  hour: number,
  [from, to] = [0, 24],
): Promise<{ x: number; y: number }> {
  const [names, strip] = [await row(page, name).boundingBox(), await room(page).boundingBox()];
  if (!names || !strip) throw new Error(`${name} is not in sight`);
  return { x: strip.x + (strip.width * (hour - from)) / (to - from), y: names.y + names.height / 2 };
}

/** Red and alpha of the wall's canvas, at hours of a row. */
async function levelsAt(page: Page, name: string, hours: readonly number[]): Promise<readonly (readonly number[])[]> {
  const canvas = board(page).locator('canvas');
  const box = (await canvas.boundingBox())!;
  const points = await Promise.all(hours.map((hour) => placeOf(page, name, hour)));
  return canvas.evaluate(
    (element: HTMLCanvasElement, wanted) => {
      const copy = new OffscreenCanvas(element.width, element.height).getContext('2d', { willReadFrequently: true })!;
      copy.drawImage(element, 0, 0);
      const ratio = element.width / element.clientWidth;
      return wanted.map(({ x, y }) => {
        const [red = 0, , , alpha = 0] = copy.getImageData(Math.floor(x * ratio), Math.floor(y * ratio), 1, 1).data;
        return [red, alpha];
      });
    },
    points.map(({ x, y }) => ({ x: x - box.x, y: y - box.y })),
  );
}

/** As people see it: a canvas with such pictures gives out nothing. */
async function greyOnScreen(page: Page, name: string, hour: number): Promise<number> {
  const { x, y } = await placeOf(page, name, hour);
  const picture = await decodePng(await page.screenshot({ clip: { x, y, width: 1, height: 1 } }));
  return picture.samples[0]!;
}

async function drag(page: Page, name: string, fromHour: number, toHour: number, window?: [number, number]) {
  const [from, to] = [await placeOf(page, name, fromHour, window), await placeOf(page, name, toHour, window)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y + 4, { steps: 4 });
  await page.mouse.up();
}

/** What goes to the archive and the services from here on. */
function questionsOf(page: Page): readonly string[] {
  const asked: string[] = [];
  const names = Object.values(hosts).map((url) => new URL(url).hostname);
  page.on('request', (request) => {
    if (names.includes(new URL(request.url()).hostname)) asked.push(request.url());
  });
  return asked;
}

const linkOf = async (link: Locator) => new URL((await link.getAttribute('href'))!, 'http://app').searchParams;
const rangeOf = (query: URLSearchParams) =>
  query
    .get('range')!
    .split('/')
    .map((text) => parseInstant(text)!) as [number, number];

test('a season as a wall: each night at its place in time; a span becomes an event, several a list', async ({
  page,
  archive,
}) => {
  const dates = datesOf('2020-01-20', '2020-02-18');
  await addNights(archive, dates);
  await page.goto(`explore/?days=2020-01-20/2020-02-18&${rgb}`);
  await expect(room(page)).toHaveAttribute('data-rows', '60');
  await expect(page.getByText('60 keograms of 30 nights.')).toBeVisible();
  // The latest first: the bright hour is where it was painted, and what has no data is no picture.
  const name = '2020-02-18 TREx RGB GILL';
  const hour = brightHour(29);
  const light = async () => (await levelsAt(page, name, [hour + 0.5]))[0]![0];
  await expect.poll(light).toBeGreaterThan(200);
  const [before, after, none] = await levelsAt(page, name, [hour - 0.2, hour - 0.5, 15]);
  expect(before![0]).toBeLessThan(80);
  expect(after![0]).toBeLessThan(80);
  expect(none![0]).toBeLessThan(40);
  // Only those in sight were asked for.
  expect(archive.seen('data', '/sort_by_project/TREx/RGB').length).toBeLessThan(40);
  await expectAccessible(page);
  await screenshot(page, 'wall-1440-dark');

  await drag(page, name, 6, 7.5);
  const usPerPixel = (24 * hourUs) / (await room(page).boundingBox())!.width;
  const open = board(page).getByRole('link', { name: 'Open' });
  const query = await linkOf(open);
  expect(query.get('track')).toBe('TREX_RGB_RAW_NOMINAL:gill');
  const dayUs = parseInstant('2020-02-18')!;
  const [startUs, endUs] = rangeOf(query);
  expect(Math.abs(startUs - (dayUs + 6 * hourUs))).toBeLessThanOrEqual(usPerPixel);
  expect(Math.abs(endUs - (dayUs + 7.5 * hourUs))).toBeLessThanOrEqual(usPerPixel);
  expect([startUs % minuteUs, endUs % minuteUs]).toEqual([0, 0]);
  await board(page).getByRole('button', { name: 'Mark' }).click();
  await expect(page).toHaveURL(/mark=TREX_RGB_RAW_NOMINAL\+gill\+2020-02-18T/);

  // By keys: the night below, three hours from the cursor on.
  await board(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('m');
  await expect(page.getByRole('heading', { name: '2 spans marked' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: '2 spans marked' })).toBeVisible();
  await expect(board(page).locator('.mark')).toHaveCount(2);

  await page.getByLabel('Grouped by').selectOption('site');
  await page.getByLabel('Order').selectOption('earliest');
  await expect(page).toHaveURL(/by=site&order=earliest/);
  await expect(row(page, '2020-01-20 TREx RGB FSMI')).toBeVisible();
  await expect(row(page, '2020-01-20 TREx RGB GILL')).toBeHidden();
  await page.getByRole('slider', { name: 'Height of a night' }).focus();
  await page.keyboard.press('Home');
  await expect(row(page, '2020-01-20 TREx RGB GILL').or(row(page, '2020-01-22 TREx RGB GILL')).first()).toBeVisible();
  await screenshot(page, 'wall-season');
});

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

test('pictures that may be shown but not read are shown', async ({ page, archive, guards }) => {
  await addNights(archive, datesOf('2020-02-01', '2020-02-03'));
  guards.expect(...wordsFor.refused, ...wordsFor.crossOrigin);
  archive.setFaults({ kind: 'html', pattern: 'sort_by_project/TREx/RGB/.*jpg' });
  await page.goto(`explore/?days=2020-02-01/2020-02-03&${rgb}&at=gillam`);
  await expect(board(page).locator('[data-failed]')).toHaveCount(3);

  // What the search found is kept; the pictures come now, but no page may read them.
  archive.setFaults();
  archive.setCors(false);
  await page.reload();
  await expect(room(page)).toHaveAttribute('data-rows', '3');
  await expect.poll(() => greyOnScreen(page, '2020-02-02 TREx RGB GILL', brightHour(1) + 0.5)).toBeGreaterThan(200);
  expect(await greyOnScreen(page, '2020-02-02 TREx RGB GILL', brightHour(1) + 2.5)).toBeLessThan(80);
});

test('nights without a keogram are a line between the others; dark hours by keys, in the link', async ({
  page,
  archive,
}) => {
  const dates = [...datesOf('2020-03-01', '2020-03-04'), ...datesOf('2020-03-08', '2020-03-10')];
  await addNights(archive, dates);
  await page.goto(`explore/?days=2020-03-01/2020-03-10&${rgb}&by=site&order=earliest`);
  await expect(room(page)).toHaveAttribute('data-rows', '14');
  await expect(board(page).locator('[data-gap]')).toHaveText(
    sites.map(() => '3 nights without a keogram: 2020-03-05…07'),
  );
  const before = (await row(page, '2020-03-04 TREx RGB FSMI').boundingBox())!;
  const after = (await row(page, '2020-03-08 TREx RGB FSMI').boundingBox())!;
  expect(after.y - before.y).toBe(48 + 7);
  // What is painted below the line is what hangs there.
  const hour = brightHour(4);
  const light = async () =>
    (await levelsAt(page, '2020-03-08 TREx RGB FSMI', [hour - 0.2, hour + 0.2, hour + 0.8])).map(([red]) => red! > 150);
  await expect.poll(light).toEqual([false, true, true]);
  await drag(page, '2020-03-08 TREx RGB FSMI', 6, 7);
  const [startUs] = rangeOf(await linkOf(board(page).getByRole('link', { name: 'Open' })));
  expect(Math.abs(startUs - (parseInstant('2020-03-08')! + 6 * hourUs))).toBeLessThan(5 * minuteUs);
  // Nothing was asked about them.
  expect(archive.seen('data', '2020/03/06')).toEqual([]);
  const box = (await room(page).boundingBox())!;
  await page.mouse.move(box.x + 100, (before.y + before.height + after.y) / 2);
  await expect(board(page).getByText('3 nights without a keogram: 2020-03-05…07').last()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Dark hours' }).focus();
  await page.keyboard.press('Enter');
  // The Sun passes −6° at Gillam on the first evening at 00:28 UTC, at Fort Smith on the first morning at 13:43 UTC.
  await expect(page).toHaveURL(/hours=00:2\d\/13:4\d/);
  await screenshot(page, 'wall-gaps-dark-hours');
  await page.reload();
  await expect(page.getByText(/^00:2\d–13:4\d UTC$/)).toBeVisible();
  await page.getByRole('button', { name: 'Whole nights' }).click();
  await expect(page).not.toHaveURL(/hours=/);

  await page.getByText('Sites: all').click();
  const names = page.getByRole('group', { name: 'Sites' }).getByRole('checkbox');
  await expect(names).toHaveCount(6);
  await expect(page.getByRole('checkbox', { name: 'FSMI Fort Smith' })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('two fingers zoom the wall, as is said there', async ({ page, archive }) => {
    await addNights(archive, datesOf('2020-02-01', '2020-02-20'));
    await page.goto(`explore/?days=2020-02-01/2020-02-20&${rgb}&at=gillam`);
    await expect(room(page)).toHaveAttribute('data-rows', '20');
    await board(page).scrollIntoViewIfNeeded();
    // Where a browser on a desk tells of fingers, too.
    const isCoarse = await page.evaluate(() => matchMedia('(pointer: coarse)').matches);
    if (!inFirefox()) expect(isCoarse).toBe(true);
    await expect(page.getByText('Two fingers zoom')).toBeVisible({ visible: isCoarse });
    await expect(page.getByText('Wheel with Ctrl')).toBeVisible({ visible: !isCoarse });
    const hours = () => new URL(page.url()).searchParams.get('hours');
    const box = (await room(page).boundingBox())!;
    const y = (await board(page).boundingBox())!.y + 120;
    const fingers = await fingersOn(page, room(page), y);
    const middle = box.x + box.width / 4;
    await fingers.down([middle - 20]);
    await fingers.down([middle - 20, middle + 20]);
    for (const spread of [25, 30, 40]) await fingers.move([middle - spread, middle + spread]);
    await fingers.up();
    // Half of it, and 06:00 stays where it was.
    await expect.poll(hours).toMatch(/^0[23]:\d\d(:\d\d)?\/1[45]:\d\d/);
    await expect(board(page).locator('[data-span]')).toHaveCount(0);
  });
});

test('hundreds of nights scroll without a long task @alone', async ({ page, context, archive }) => {
  test.skip(inFirefox(), 'SKIPPED: only Chromium tells the time of its tasks on the processor');
  await addNights(archive, datesOf('2019-06-01', '2020-05-30'));
  await page.goto(`explore/?days=2019-06-01/2020-05-30&${rgb}&rows=24`);
  await expect(room(page)).toHaveAttribute('data-rows', '730');
  await board(page).hover();
  await expectShort(context, page, 'scrolling a wall of 730 keograms', async () => {
    for (let step = 0; step < 60; step++) await page.mouse.wheel(0, 300);
  });
  await expectShort(context, page, 'zooming it', async () => {
    await page.keyboard.down('Control');
    for (let step = 0; step < 10; step++) await page.mouse.wheel(0, step < 5 ? -100 : 100);
    await page.keyboard.up('Control');
  });
});
