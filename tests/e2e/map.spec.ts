import { observatory } from '$lib/datasets/observatories';
import { minuteUs, parseInstant, secondUs } from '$lib/datasets/utc';
import { middleOf, pointOfPixel } from '$lib/geometry/map-camera';
import { createMapProjection, type MapProjection } from '$lib/geometry/map-projection';
import type { Page } from '@playwright/test';
import { readTruth } from '../sample/sample-folder';
import { EventPage } from './event-page';
import { expect, expectAccessible, screenshot } from './fixtures';
import { needsRealSample, test } from './sample-app';
import type { SampleFolder, SampleTrack } from './sample-folder';

/* All cameras of the sample event on one map. Pictures that can be laid on a map are in the real one only. */

needsRealSample();

const green = ({ tracks }: SampleFolder) => tracks.filter(({ dataset }) => dataset === 'THEMIS_ASI_RAW');
const at = '2030-02-08T08:06:30Z';

/** The minute around the instant, so that little has to be fetched. */
function query(tracks: readonly SampleTrack[], rest: string): string {
  const look = (dataset: string) => (dataset === 'THEMIS_ASI_RAW' ? ',counts:2500-4500' : '');
  const cameras = tracks.map(({ dataset, site, device }) => `&track=${dataset}:${site}:${device}${look(dataset)}`);
  return `v=1&range=2030-02-08T08:06Z/2030-02-08T08:07Z&at=${at}${cameras.join('')}&${rest}`;
}

/** Waits until the map shows what it is to show, of so many cameras. */
async function painted(page: Page, cameras: string): Promise<void> {
  await expect(page.getByRole('img', { name: new RegExp(`^Map of ${cameras}, synthetic`) })).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.locator('[data-made="true"]')).toBeVisible({ timeout: 20_000 });
}

const mosaic = (page: Page) => page.locator('canvas[data-mosaic]');

/** Latitudes and brightness along a meridian of the map as it is painted. */
async function alongMeridian(page: Page, projection: MapProjection, lonDeg: number, centre: Centre, spanKm: number) {
  const { width, height, red, alpha } = await new EventPage(page).pixels(mosaic(page));
  const size = { width, height };
  const camera = {
    ...projection.forward(centre.latDeg, centre.lonDeg),
    metresPerPixel: (1000 * spanKm) / Math.min(width, height),
  };
  const found: { latDeg: number; grey: number }[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (alpha[row * width + column] === 0) continue;
      const { x, y } = pointOfPixel(camera, size, { x: column + 0.5, y: row + 0.5 });
      const place = projection.inverse(x, y);
      if (Math.abs(place.lonDeg - lonDeg) < 0.05)
        found.push({ latDeg: place.latDeg, grey: red[row * width + column]! });
    }
  }
  return found;
}

interface Centre {
  readonly latDeg: number;
  readonly lonDeg: number;
}

test('the arc lies across the cameras where it is in truth', async ({ page, sample }) => {
  const truth = readTruth();
  const tracks = green(sample);
  const middle = middleOf(tracks.map(({ site }) => observatory(site)!))!;
  const projection = createMapProjection('stereographic', { latDeg: 90, lonDeg: Math.round(middle.lonDeg) });
  const centre = { latDeg: 58, lonDeg: -109 };
  await new EventPage(page).open(query(tracks, 'view=map&map=centre:58/-109,span:1500'));
  await painted(page, '6 of 6 cameras');
  const arcs = truth.arcs.filter(({ line }) => line === 'green');
  let compared = 0;
  for (const { lonDeg, timesUtc, latDeg } of arcs) {
    const instant = timesUtc.findIndex((time) => parseInstant(time) === parseInstant(at));
    const seen = await alongMeridian(page, projection, lonDeg, centre, 1500);
    const near = seen.filter((pixel) => Math.abs(pixel.latDeg - latDeg[instant]!) < 0.75);
    if (near.length < 60) continue; // beyond the cameras
    const brightest = Math.max(...near.map(({ grey }) => grey));
    const crest = near.filter(({ grey }) => grey >= 0.9 * brightest);
    const found = crest.reduce((sum, pixel) => sum + pixel.latDeg, 0) / crest.length;
    expect(Math.abs(found - latDeg[instant]!), `arc at ${lonDeg}°`).toBeLessThan(0.15);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(1);
});

test(
  'all cameras on a map: reading, switching off, the link, keyboard',
  { tag: '@long' },
  async ({ page, browser, sample }) => {
    test.setTimeout(180_000);
    const event = new EventPage(page);
    const all = sample.tracks;
    await event.open(query(all, 'map=overlays:graticule/sites/fields/sun'));
    await expect(page.getByRole('img', { name: /^Sky over/ }).first()).toBeVisible({ timeout: 20_000 });
    await page.keyboard.press('v');
    await painted(page, `${all.length} of ${all.length} cameras`);
    await expect(page).toHaveURL(/&view=map/);
    await expectAccessible(page);
    await screenshot(page, 'map');

    // Until a place is kept, the reading leaves its room to the controls.
    expect((await page.getByRole('complementary', { name: 'Display' }).boundingBox())!.height).toBeGreaterThan(280);

    // Half a degree south of Fort Smith its camera looks at 110 km from 61°.
    const board = page.getByRole('img', { name: /^Map of/ });
    const fort = page.getByRole('button', { name: /^FSMI/ });
    const [place, box] = [(await fort.boundingBox())!, (await board.boundingBox())!];
    await page.mouse.click(place.x + 3, place.y + place.height / 2 + 16); // beside the name's button: the map itself
    const seeing = page.getByRole('list', { name: 'Cameras that see this place' });
    await expect(seeing.getByRole('button', { name: /^THEMIS ASI FSMI 6\d° up [1-9]/ })).toBeVisible();
    await expect(page.locator('[data-reading="place"]')).toHaveText(/^(59|60)\.\d\d° N, 11[12]\.\d\d° W$/);

    // A camera less: nothing of it is left, and the link says so.
    const before = await event.pixels(mosaic(page));
    const off = page.getByRole('button', { name: /^Take THEMIS ASI WHIT off the map$/ });
    await off.click();
    await expect(page.getByRole('button', { name: 'Put THEMIS ASI WHIT on the map' })).toBeVisible();
    await painted(page, `${all.length - 1} of ${all.length} cameras`);
    const covered = (pixels: { alpha: Uint8Array }) =>
      pixels.alpha.reduce((count, alpha) => count + (alpha > 0 ? 1 : 0), 0);
    await expect.poll(async () => covered(await event.pixels(mosaic(page)))).toBeLessThan(covered(before) - 1000);

    // Dragged: the link shows the same map to somebody else, pixel by pixel.
    await page.mouse.move(box.x + 300, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 380, box.y + 260, { steps: 4 });
    await page.mouse.up();
    await expect(page).toHaveURL(/unmapped.*&map=centre:[\d.-]+\/[\d.-]+,span:\d+/);
    await expect(page.locator('[data-made="true"]')).toBeVisible();
    const mine = await event.pixels(mosaic(page));
    const elsewhere = await browser.newContext({ viewport: page.viewportSize() });
    const other = await elsewhere.newPage();
    await other.goto(page.url());
    await painted(other, `${all.length - 1} of ${all.length} cameras`);
    const theirs = await new EventPage(other).pixels(mosaic(other));
    expect([theirs.width, theirs.height]).toEqual([mine.width, mine.height]);
    expect(Buffer.compare(theirs.red, mine.red) === 0 && Buffer.compare(theirs.alpha, mine.alpha) === 0).toBe(true);
    await elsewhere.close();

    // A camera in the list leads to that pixel in its sky.
    await fort.click();
    await page.getByRole('button', { name: 'All sites' }).click();
    await seeing.getByRole('button', { name: /^THEMIS ASI FSMI/ }).click();
    await expect(page.getByRole('img', { name: /^Sky over THEMIS ASI FSMI/ })).toBeVisible();
    await expect(page.locator('[data-reading="latitude"]')).toHaveText(/^(59|60)\./);
  },
);

test('on a phone, with a camera that has no frame, and one whose skymap is not known', async ({ page, sample }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const [first] = green(sample);
  const atha = green(sample).find(({ site }) => site === 'atha')!;
  const there = await sample.minutesOf(atha);
  const lost = [...sample.computed].find((us) => us < sample.endUs && !there.has(us));
  expect(lost, 'a minute of ATHA that the sample event lost').toBeDefined();
  const startIso = (us: number) => new Date(us / 1000).toISOString().slice(0, 19);
  const range = `${startIso(lost!)}Z/${startIso(lost! + minuteUs)}Z`;
  const cursor = `${startIso(lost! + 30 * secondUs)}Z`;
  const cameras = [first!, atha].map(({ dataset, site, device }) => `&track=${dataset}:${site}:${device}`).join('');
  await new EventPage(page).open(`v=1&range=${range}&at=${cursor}${cameras}&view=map`);
  await painted(page, '1 of 2 cameras');
  await page.getByText('1 not shown').click();
  await expect(page.getByRole('listitem').filter({ hasText: 'THEMIS ASI ATHA' }).first()).toBeVisible();
  await expect(page.getByText('1 of 2 cameras')).toBeVisible();
  // A tap reads a place, and neither makes the map smaller nor moves it.
  const board = page.getByRole('img', { name: /^Map of/ });
  const before = (await board.boundingBox())!;
  await page.mouse.click(before.x + 0.5 * before.width, before.y + 0.6 * before.height);
  await expect(page.getByRole('list', { name: 'Cameras that see this place' })).toBeVisible();
  expect(await board.boundingBox()).toEqual(before);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
  await screenshot(page, 'map-390');
});
