import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { themisAsi } from '$lib/datasets/themis-asi';
import { EventPage } from './event-page';
import { expect, expectAccessible, test } from './fixtures';
import { framesOf, gako, gakoTwoMinutes, gill, gillTenMinutes, greyOf, sharedData } from './real-minutes';

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

test('the sky is the frame, pixel by pixel, north up and east on the left; on the map east is right', async ({
  page,
}) => {
  const event = new EventPage(page);
  await event.open(gillTenMinutes);
  await event.settled();
  const { counts } = await framesOf(gill('0600'));
  const grey = (row: number, column: number) => greyOf(counts[row * 256 + column]!, themisAsi.display.countsRange);

  const sky = await event.skyPixels();
  expect([sky.width, sky.height]).toEqual([256, 256]);
  let differing = 0;
  for (let at = 0; at < 65536; at++) if (sky.red[at] !== grey(at >> 8, at & 255)) differing += 1;
  expect(differing).toBe(0);

  await page.keyboard.press('m');
  await expect(page.getByRole('button', { name: 'Map', exact: true })).toHaveAttribute('aria-pressed', 'true');
  const map = await event.skyPixels();
  for (let at = 0; at < 65536; at++) if (map.red[at] !== grey(at >> 8, 255 - (at & 255))) differing += 1;
  expect(differing).toBe(0);
});

test('counts and CCD place under the pointer are those of the file', async ({ page }) => {
  const event = new EventPage(page);
  await event.open(`${gillTenMinutes}&at=2014-03-10T06:00:54.036955Z`);
  await event.settled();
  await event.pointAt(160, 175);
  await expect.poll(() => event.reading('counts')).toMatch(/^8\s622$/); // expected.json: frame 18, row 160, column 175
  expect(await event.reading('ccd')).toBe('175, 95'); // rows as PyAuroraX counts them, from the south
  expect(await event.reading('azimuth')).toBe('–');
  await expect(page.getByText(/Without a skymap/)).toBeVisible();
  await page.keyboard.press('m');
  await event.pointAt(160, 255 - 175);
  await expect.poll(() => event.reading('ccd')).toBe('175, 95');
  expect(await event.reading('counts')).toMatch(/^8\s622$/);
});

test('with a skymap: its name, its rule, angles and places', async ({ page }) => {
  const event = new EventPage(page);
  await event.open(gakoTwoMinutes);
  await event.settled();
  await expect(page.locator('[data-skymap]')).toHaveText('themis_skymap_gako_20110305-+_vXX.sav');
  await expect(page.getByText(/older than every skymap of this site[^]*2011-03-05/)).toBeVisible();

  await event.pointAt(105, 66);
  await expect.poll(() => event.reading('elevation')).toBe('46.0°');
  expect(await event.reading('azimuth')).toBe('91.2°');
  // the mean of the four corners that expected.json gives for 110 km
  expect(await event.reading('latitude')).toBe('62.376° N');
  expect(await event.reading('longitude')).toBe('143.158° W');

  await event.type(page.getByRole('spinbutton', { name: 'Altitude' }), '150');
  await page.keyboard.press('Tab');
  await event.pointAt(105, 66);
  await expect.poll(() => event.reading('longitude')).not.toBe('143.158° W');
  await expect(page).toHaveURL(/altitude=150/);

  // The camera is turned: north and east stand where the skymap has them, not at the edges of the chip.
  const where = async (name: string) => {
    const sky = (await event.sky.boundingBox())!;
    const mark = (await event.sky.getByText(name, { exact: true }).boundingBox())!;
    return [(mark.x + mark.width / 2 - sky.x) / sky.width, (mark.y + mark.height / 2 - sky.y) / sky.height];
  };
  const [north, east, south, west] = [await where('N'), await where('E'), await where('S'), await where('W')];
  expect(north[0]).toBeGreaterThan(0.55);
  expect(north[1]).toBeLessThan(0.15);
  expect(south[0]).toBeLessThan(0.45);
  expect(east[0]).toBeLessThan(0.15);
  expect(west[0]).toBeGreaterThan(0.85);
});

test('bright stars stand where the skymap says they do', async ({ page }) => {
  const event = new EventPage(page);
  await event.open(gakoTwoMinutes);
  await event.settled();
  const expected = JSON.parse(await readFile(path.join(sharedData!, 'expected.json'), 'utf8')) as {
    derived: {
      stars_gako: { stars: { star: string; altitude: number; azimuth: number; found_row_column: [number, number] }[] };
    };
  };
  const bright = expected.derived.stars_gako.stars.filter(({ star }) => ['Vega', 'Arcturus', 'Capella'].includes(star));
  expect(bright).toHaveLength(3);
  for (const { altitude, azimuth, found_row_column } of bright) {
    await event.pointAt(Math.round(found_row_column[0]), Math.round(found_row_column[1]));
    await expect.poll(() => event.reading('elevation')).not.toBe('–');
    const elevation = parseFloat(await event.reading('elevation'));
    const direction = parseFloat(await event.reading('azimuth'));
    expect(Math.abs(elevation - altitude)).toBeLessThan(2);
    expect(Math.abs(direction - azimuth) * Math.cos((altitude * Math.PI) / 180)).toBeLessThan(2);
  }
});

test('the cross hair moves with the keyboard', async ({ page }) => {
  const event = new EventPage(page);
  await event.open(gillTenMinutes);
  await event.settled();
  await event.sky.focus();
  await page.keyboard.press('Alt+ArrowRight');
  // The frame itself may still be decoded: a small picture of it has nothing to be read.
  await expect.poll(() => event.reading('ccd')).toBe('129, 127');
  await page.keyboard.press('Alt+Shift+ArrowUp');
  await expect.poll(() => event.reading('ccd')).toBe('129, 137');
  expect(await event.cursor()).toBe('06:00:00');
  await page.keyboard.press('Escape');
  expect(await event.reading('ccd')).toBe('–');
});

test('scaling: handles, numbers, gamma, colours, and back to the default', async ({ page }) => {
  const event = new EventPage(page);
  await event.open(gillTenMinutes);
  await event.settled();
  const before = await event.skyPixels();
  const black = page.getByRole('slider', { name: 'Black, counts' });
  await black.focus();
  for (let press = 0; press < 40; press++) await page.keyboard.press('ArrowRight');
  expect(await event.cursor()).toBe('06:00:00'); // the slider's own keys
  await expect(page).toHaveURL(/counts:\d+-/);
  const after = await event.skyPixels();
  const brightness = ({ red }: { red: Uint8Array }) => red.reduce((sum, value) => sum + value, 0);
  expect(brightness(after)).toBeLessThan(brightness(before));

  await event.type(page.getByLabel('White, counts (number)'), '9000');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/counts:\d+-9000/);
  await page.getByRole('slider', { name: 'Gamma' }).fill('2');
  await expect(page).toHaveURL(/gamma:2/);
  await page.getByRole('combobox', { name: 'Colours' }).selectOption('viridis');
  await expect(page).toHaveURL(/colormap:viridis/);
  await page.getByRole('button', { name: 'Default' }).click();
  await expect(page).not.toHaveURL(/counts:/);
  await page.getByRole('button', { name: 'Fit' }).click();
  await expect(page).toHaveURL(/counts:\d+-\d+/);
  await expectAccessible(page);
});

test('every dataset of the folder opens', async ({ page }) => {
  const event = new EventPage(page);
  for (const [query, files] of [
    ['range=2016-10-29T04:00Z/PT2M&track=REGO_RAW:gill', 2],
    ['range=2022-03-07T06:00Z/PT2M&track=TREX_NIR_RAW:gill', 2],
    ['range=2022-03-08T06:00Z/PT6M&track=TREX_BLUE_RAW:gill', 2],
    ['range=2023-05-03T06:00Z/PT1M&track=TREX_SPECT_RAW:luck', 1],
    ['range=2013-02-05T05:00Z/PT1M&track=RAINBOW_RAW:rabb', 1],
  ] as const) {
    await event.open(query);
    await event.settled();
    await expect(page.locator('[data-files]')).toHaveAttribute('data-files', String(files));
    await expect(event.sky).toBeVisible();
    const { alpha } = await event.keogramPixels();
    expect(alpha.filter((value) => value === 255).length, query).toBeGreaterThan(alpha.length / 10);
  }
});

test('a frame in the second Gakona minute, then none', async ({ page }) => {
  const event = new EventPage(page);
  await event.open(`${gakoTwoMinutes}&at=2011-01-06T17:01:03Z`);
  await event.settled();
  expect(await event.frameUs()).toBe((await framesOf(gako('1701'))).timesUs[1]);
  await page.keyboard.press('End');
  await expect(page.getByText('The file of this minute holds no frames here.').first()).toBeVisible();
});
