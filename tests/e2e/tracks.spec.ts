import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { archivePath, gillamMinutes, retimedMinute } from '../bench/retimed-minutes';
import { EventPage } from './event-page';
import { expect, expectAccessible, screenshot, test } from './fixtures';
import { bytesOf, sharedData } from './real-minutes';

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

const nirMinute =
  'sort_by_project/TREx/NIR/stream0/2022/03/07/gill_nir-216/ut06/20220307_0600_gill_nir-216_8446.pgm.gz';
const regoMinute =
  'sort_by_project/GO-Canada/REGO/stream0/2016/10/29/gill_rego-652/ut04/20161029_0400_gill_rego-652_6300.pgm.gz';
const riometerDays = 'sort_by_project/GO-Canada/GO-Rio/txt';
const realDay = `${riometerDays}/2018/05/03/norstar_k0_rio-fsim_20180503_v01.txt`;
const startMs = Date.UTC(2030, 0, 1, 6);
/** Of one camera, one after the other, what is nearest to an instant is no further away; seconds. */
const cadenceSec = { 'THEMIS ASI GILL': 3, 'TREx RGB GILL': 3, 'TREx NIR GILL': 6 } as const;
type Camera = keyof typeof cadenceSec;

const tracks = (page: Page) => page.getByRole('list', { name: 'Tracks' }).getByRole('listitem');
const namesOf = (page: Page) => tracks(page).locator('.name > :first-child').allInnerTexts();

async function addTrack(page: Page, dataset: string): Promise<void> {
  const before = await tracks(page).count();
  await page.getByRole('button', { name: 'Add a track' }).click();
  await page.getByRole('combobox', { name: 'Dataset' }).selectOption(dataset);
  await expect(page.getByRole('combobox', { name: 'Site', exact: true })).toHaveValue('gill'); // where the last one is, too
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(tracks(page)).toHaveCount(Math.max(2, before + 1));
}

/** Of every sky on the stage: how far its frame is from the cursor, in seconds, or why there is none. */
async function stage(page: Page): Promise<Record<string, number | string>> {
  return page.evaluate(() => {
    const cursorUs = Number(document.querySelector('[data-cursor]')?.getAttribute('data-cursor'));
    const names = [...document.querySelectorAll('[aria-label="Tracks"] .name > :first-child')];
    const skies = [...document.querySelectorAll('.one[data-track]')].map((sky) => {
      const name = names[Number(sky.getAttribute('data-track'))]?.textContent ?? '';
      const frameUs = sky.querySelector('[data-frame-time]')?.getAttribute('data-frame-time');
      const reason = [...sky.querySelectorAll('.message p')].map(({ textContent }) => textContent.trim()).join(' ');
      return [name, frameUs ? Math.abs(Number(frameUs) - cursorUs) / 1e6 : reason];
    });
    return Object.fromEntries(skies) as Record<string, number | string>;
  });
}

/** Waits until exactly these cameras show a frame within their cadence, and the others say what they lack. */
async function expectSkies(page: Page, shown: readonly Camera[], empty: readonly Camera[]): Promise<void> {
  const found = async () =>
    Object.entries(await stage(page)).map(([name, sky]) => {
      if (typeof sky === 'number') return `${name}: ${sky <= cadenceSec[name as Camera] ? 'frame' : `${sky} s away`}`;
      return `${name}: ${sky.replace(/ at \d\d:\d\d:\d\d UTC/, '')}`;
    });
  const none = 'No picture The archive has no file here.';
  const wanted = [...shown.map((name) => `${name}: frame`), ...empty.map((name) => `${name}: ${none}`)];
  await expect.poll(async () => (await found()).sort(), { timeout: 15_000 }).toEqual(wanted.sort());
}

/** A real day of Fort Simpson, as if it were Gillam's of 2030. */
async function riometerDay(): Promise<Uint8Array> {
  const text = Buffer.from(await bytesOf(realDay)).toString('latin1');
  const moved = text.replaceAll('03/05/18', '01/01/30').replace('20180503', '20300101').replace('FSIM', 'GILL');
  return Buffer.from(moved, 'latin1');
}

test('four instruments on one clock: added, moved, hidden, resized, and the same for whoever gets the link', async ({
  page,
  context,
  browser,
  archive,
}) => {
  const [minutes, nir] = [await gillamMinutes(), await bytesOf(nirMinute)];
  const put = (startUs: number, camera: { siteUid: string; deviceUid: string }, template: Uint8Array) =>
    archive.addFile(`sort_by_project/${archivePath(startUs, camera)}`, retimedMinute(template, startUs, camera));
  const minuteUs = (minute: number) => (startMs + 60_000 * minute) * 1000;
  for (const [minute, template] of minutes.entries())
    await put(minuteUs(minute), { siteUid: 'gill', deviceUid: 'themis19' }, template);
  await put(minuteUs(1), { siteUid: 'gill', deviceUid: 'nir-216' }, nir);
  await archive.addFile(`${riometerDays}/2030/01/01/norstar_k0_rio-gill_20300101_v01.txt`, await riometerDay());

  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('./');
  await page.getByRole('searchbox').fill('2030-01-01 06:00 gill');
  await page.keyboard.press('Enter');
  const event = new EventPage(page);
  await expect(event.sky).toBeVisible({ timeout: 20_000 });
  for (const dataset of ['TREX_RGB_RAW_NOMINAL', 'TREX_NIR_RAW', 'NORSTAR_RIOMETER_K0_TXT'])
    await addTrack(page, dataset);
  await expect(page.getByRole('region', { name: 'Files' })).toContainText('1 day file');
  const values = page.getByRole('slider', { name: 'Time in the curves of NORSTAR riometer GILL' });
  await expect(values).toHaveAttribute('aria-valuetext', /06:00:00 UTC, .*\d V/);
  await expectAccessible(page);

  // Time: each sky has the frame that is nearest, or says why there is none.
  await page.getByRole('button', { name: /^THEMIS ASI GILL/ }).click();
  await page.keyboard.press('Home');
  await expectSkies(page, ['THEMIS ASI GILL', 'TREx RGB GILL'], ['TREx NIR GILL']);
  await page.keyboard.press('Shift+ArrowRight');
  await expectSkies(page, ['THEMIS ASI GILL', 'TREx RGB GILL', 'TREx NIR GILL'], []);
  await page.keyboard.press('ArrowRight');
  await expectSkies(page, ['THEMIS ASI GILL', 'TREx RGB GILL', 'TREx NIR GILL'], []);
  await page.keyboard.press('Shift+ArrowRight');
  await expectSkies(page, ['THEMIS ASI GILL'], ['TREx RGB GILL', 'TREx NIR GILL']);
  await expect(values).toHaveAttribute('aria-valuetext', /06:02:0\d UTC, .*\d V/);

  // Strips: moved, hidden, resized by keyboard; the axis of the curves set.
  await page.getByRole('button', { name: 'Move NORSTAR riometer GILL up' }).click();
  const order = ['THEMIS ASI GILL', 'TREx RGB GILL', 'NORSTAR riometer GILL', 'TREx NIR GILL'];
  expect(await namesOf(page)).toEqual(order);
  await page.getByRole('button', { name: 'Hide TREx RGB GILL' }).click();
  await expectSkies(page, ['THEMIS ASI GILL'], ['TREx NIR GILL']);
  const handle = page.getByRole('separator', { name: 'Height of the strip of NORSTAR riometer GILL' });
  await handle.focus();
  const before = Number(await handle.getAttribute('aria-valuenow'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(handle).toHaveAttribute('aria-valuenow', String(before + 32));
  await page.getByRole('button', { name: 'Curves of NORSTAR riometer GILL' }).click();
  await event.type(page.getByLabel('Value at the lower edge, V'), '1.5');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(new RegExp(`NORSTAR_RIOMETER_K0_TXT:gill,height:${before + 32},axis:1.5-\\d`));
  await screenshot(page, 'tracks');

  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const [cursorUs, skies] = [await event.cursorUs(), await stage(page)];

  const stranger = await browser.newContext({ viewport: { width: 1440, height: 900 }, ignoreHTTPSErrors: true });
  const other = await stranger.newPage();
  await other.goto(link);
  await expect.poll(() => stage(other), { timeout: 20_000 }).toEqual(skies); // all is fetched anew
  expect(await new EventPage(other).cursorUs()).toBe(cursorUs);
  expect(await namesOf(other)).toEqual(order);
  await expect(other.getByRole('button', { name: 'Show TREx RGB GILL' })).toBeVisible();
  const theirs = other.getByRole('separator', { name: 'Height of the strip of NORSTAR riometer GILL' });
  await expect(theirs).toHaveAttribute('aria-valuenow', String(before + 32));
  await other.getByRole('button', { name: 'Curves of NORSTAR riometer GILL' }).click();
  await expect(other.getByLabel('Value at the lower edge, V')).toHaveValue('1.5');
  expect(other.url()).toBe(link);
  await stranger.close();
});

test('an own riometer day is a track, an own calibration is offered, and a link says whose it was', async ({
  page,
  archive,
}) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'nightside-own-curves-'));
  const own = (name: string) => path.join(folder, name);
  await cp(path.join(sharedData!, realDay), own('a day'));
  await cp(
    path.join(sharedData!, 'sort_by_project/GO-Canada/REGO/calibration/REGO_Rayleighs_15651_20210908-+_v02.sav'),
    own('my factor.sav'),
  );
  const rego = { siteUid: 'gill', deviceUid: 'rego-651' };
  const regoUs = Date.UTC(2016, 9, 30, 4) * 1000;
  const minute = retimedMinute(await bytesOf(regoMinute), regoUs, rego);
  await archive.addFile(`sort_by_project/${archivePath(regoUs, rego)}`, minute);
  await page.goto('files/');
  await page.getByLabel('Files of your own').setInputFiles([own('a day'), own('my factor.sav')]);
  await expect(page.getByText('2 files looked at.')).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('[data-kind="calibration"]')).toContainText('Offered beside the archive’s');
  await page.getByRole('link', { name: 'Open NORSTAR riometer FSIM' }).click();
  const values = page.getByRole('slider', { name: 'Time in the curves of NORSTAR riometer FSIM' });
  await expect(values).toHaveAttribute('aria-valuetext', /00:00:00 UTC, .*2\.078 V/);
  await expect(page.getByRole('region', { name: 'Files' })).toContainText('1 day file, your own');
  expect(archive.seen('data').filter(({ path: asked }) => asked.endsWith('.txt'))).toEqual([]);

  // Without leaving the tab: the own file is still open.
  await page.getByRole('searchbox').fill('2016-10-30 04:00 rego gill');
  await page.keyboard.press('Enter');
  const factor = page.locator('[data-calibration="rayleighs"]');
  await expect(factor).toContainText('REGO_Rayleighs_15651');
  await factor.getByLabel('Factor to Rayleighs').selectOption('Your own: my factor.sav');
  await expect(factor).toContainText('Your own file, chosen by hand.');
  await expect(page).toHaveURL(/rayleighs:own:my_factor\.sav/);
  await page.reload();
  const notice = page.getByRole('status', { name: 'About this link' });
  await expect(notice).toContainText('“my_factor.sav” is a file of somebody’s own');
  await expect(factor).toContainText('The link names a file of somebody’s own, my_factor.sav');
  await expect(factor).toContainText('REGO_Rayleighs_15651');
  await expectAccessible(page);
  await rm(folder, { recursive: true, force: true });
});
