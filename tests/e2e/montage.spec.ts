import { formatInstant, minuteUs, secondUs } from '$lib/datasets/utc';
import type { Locator, Page } from '@playwright/test';
import { EventPage } from './event-page';
import { expect, expectAccessible, screenshot } from './fixtures';
import { test } from './sample-app';
import type { SampleFolder } from './sample-folder';

/* Frames of a stretch of time side by side. */

const gill = ({ tracks }: SampleFolder) =>
  tracks.find(({ dataset, site }) => dataset === 'THEMIS_ASI_RAW' && site === 'gill')!;

/** The sample event of some cameras, from a minute on. */
function query(
  sample: SampleFolder,
  cameras: readonly { dataset: string; site: string; device: string }[],
  rest: string,
) {
  const range = `${formatInstant(sample.startUs)}/${formatInstant(sample.endUs)}`;
  const tracks = cameras.map(({ dataset, site, device }) => `&track=${dataset}:${site}:${device}`).join('');
  return `v=1&range=${range}${tracks}&${rest}`;
}

const cells = (page: Page) => page.getByRole('group', { name: /^Montage of/ }).getByRole('button');
const rows = (page: Page) => page.locator('canvas[data-montage-row]');

async function complete(page: Page): Promise<void> {
  await expect(page.locator('[data-montage="complete"]')).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('[data-montage-coming]')).toHaveCount(0);
}

/** All cells as they are painted, row by row, once they are. */
async function painted(page: Page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const canvases: Locator[] = await rows(page).all();
  return Promise.all(canvases.map((canvas) => new EventPage(page).pixels(canvas)));
}

test('by step: each cell has its time, its frame or why there is none; a click leads to that frame', async ({
  page,
  sample,
}) => {
  const event = new EventPage(page);
  const there = await sample.minutesOf(gill(sample));
  await event.open(query(sample, [gill(sample)], 'view=montage&montage=step:60'));
  await complete(page);
  await event.settled();
  await expect(cells(page)).toHaveCount(20);
  const names = await cells(page).evaluateAll((all) => all.map((cell) => cell.getAttribute('aria-label')!));
  for (const [minute, name] of names.entries()) {
    const clock = new Date((sample.startUs + minute * minuteUs) / 1000).toISOString().slice(11, 19);
    const isThere = there.has(sample.startUs + minute * minuteUs);
    expect(name).toMatch(
      new RegExp(`^${clock} UTC, THEMIS ASI GILL, synthetic; ${isThere ? 'frame$' : 'gap: .*\\.$'}`),
    );
  }
  const lost = [...sample.computed].find((us) => !there.has(us));
  if (lost !== undefined) {
    const cell = cells(page).nth((lost - sample.startUs) / minuteUs);
    await expect(cell).toHaveAccessibleName(/gap: .*(lost|no file|computed)/i);
    await expect(cell).toHaveClass(/gap/);
  }
  await expectAccessible(page);
  await screenshot(page, 'montage');

  const [minute] = [...there].map((us) => (us - sample.startUs) / minuteUs).filter((at) => at > 4);
  await cells(page).nth(minute!).click();
  await expect(cells(page).nth(minute!)).toHaveAttribute('aria-current', 'true');
  const timeUs = Number(await cells(page).nth(minute!).getAttribute('data-cell-time'));
  expect(timeUs - sample.startUs - minute! * minuteUs).toBeLessThan(secondUs);
  expect(await event.cursorUs()).toBe(timeUs);
  await page.getByRole('button', { name: 'Sky view' }).click();
  await expect.poll(() => event.frameUs()).toBe(timeUs);
  // Round once: sky, map, montage.
  await page.keyboard.press('v');
  await page.keyboard.press('v');
  await complete(page);
  await expect(page).toHaveURL(/&view=montage&montage=step:60/);
});

test('scaling changes all cells without a request; the link shows the very same', async ({ page, browser, sample }) => {
  const event = new EventPage(page);
  await event.open(query(sample, [gill(sample)], 'view=montage&montage=count:12'));
  await complete(page);
  await event.settled();
  await expect(cells(page)).toHaveCount(12);
  const before = await painted(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const gamma = page.getByRole('slider', { name: 'Gamma' });
  await gamma.focus();
  for (let press = 0; press < 8; press++) await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/gamma:1\.4/);
  const after = await painted(page);
  expect(after).toHaveLength(before.length);
  const frames = await page.locator('[data-cell].frame').count();
  let changed = 0;
  const grid = await cells(page).evaluateAll((all) =>
    all.map((cell) => ({ kind: cell.getAttribute('class') ?? '', place: cell.getAttribute('data-cell')! })),
  );
  for (const { kind, place } of grid) {
    if (!kind.includes('frame')) continue;
    const [row, index] = place.split(' ').map(Number) as [number, number];
    const [was, is] = [before[row]!, after[row]!];
    const columns = grid.filter((other) => other.place.startsWith(`${row} `)).length;
    const [from, to] = [
      Math.floor((index * is.width) / columns) + 4,
      Math.floor(((index + 1) * is.width) / columns) - 4,
    ];
    let different = 0;
    for (let y = 0; y < is.height; y++)
      for (let x = from; x < to; x++) if (was.red[y * is.width + x] !== is.red[y * is.width + x]) different += 1;
    if (different > 0) changed += 1;
  }
  expect(changed).toBe(frames);
  expect(asked.filter((url) => /\.(gz|h5|png)$|sort_by_project/.test(url))).toEqual([]);

  const elsewhere = await browser.newContext({ viewport: page.viewportSize() });
  const other = await elsewhere.newPage();
  await other.goto(page.url());
  await complete(other);
  const theirs = await painted(other);
  expect(theirs.map(({ width, height }) => [width, height])).toEqual(after.map(({ width, height }) => [width, height]));
  for (const [row, mine] of after.entries()) {
    expect(Buffer.compare(theirs[row]!.red, mine.red), `row ${row}`).toBe(0);
    expect(Buffer.compare(theirs[row]!.alpha, mine.alpha), `row ${row}`).toBe(0);
  }
  await elsewhere.close();
});

test('many cameras by keyboard: a row for each, one stop of the Tab key, arrows between cells', async ({
  page,
  sample,
}) => {
  const event = new EventPage(page);
  const cameras = sample.tracks.slice(0, 3);
  await event.open(query(sample, cameras, 'view=montage&montage=step:180'));
  await complete(page);
  await expect(cells(page)).toHaveCount(3 * 7);
  await expect(page.locator('[data-cell][tabindex="0"]')).toHaveCount(1);
  await page.locator('[data-cell][tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const focused = page.locator('[data-cell]:focus');
  const second = `${cameras[1]!.dataset === 'REGO_RAW' ? 'REGO' : 'THEMIS ASI'} ${cameras[1]!.site.toUpperCase()}`;
  await expect(focused).toHaveAccessibleName(new RegExp(`^08:06:00 UTC, ${second}, synthetic; frame$`));
  const before = await event.cursorUs();
  expect(before - sample.startUs).toBeLessThan(minuteUs); // arrows between cells do not move time
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await event.cursor()).slice(0, 8)).toBe('08:06:00');
  await expect(page).toHaveURL(/&focus=2/);
  await expect(page.locator('[data-cell][tabindex="0"]')).toHaveCount(1);
  await page.getByRole('button', { name: 'Sky view' }).click();
  await expect(page.getByRole('img', { name: new RegExp(`^Sky over ${second}`) })).toBeVisible();
});

test('on a phone', async ({ page, sample }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const event = new EventPage(page);
  await event.open(query(sample, sample.tracks.slice(0, 2), 'view=montage'));
  await complete(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'Display', exact: true }).click();
  await page.getByRole('button', { name: 'Count', exact: true }).click();
  await expect(page).toHaveURL(/&montage=count:\d+/);
  await event.type(page.getByRole('spinbutton', { name: 'Count', exact: true }), '9');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(cells(page)).toHaveCount(18);
  await complete(page);
  await expectAccessible(page);
  await screenshot(page, 'montage-390');
});
