import type { Page } from '@playwright/test';
import { EventPage } from './event-page';
import { expect, expectAccessible, screenshot } from './fixtures';
import { needsRealSample, test } from './sample-app';
import type { SampleTrack } from './sample-folder';

/* What a person does with the map. Pictures that can be laid on a map are in the real sample event only. */

needsRealSample();

/** Cameras of few sites: little has to be fetched. */
function query(tracks: readonly SampleTrack[], map: string): string {
  const cameras = tracks.map(({ dataset, site, device }) => `&track=${dataset}:${site}:${device}`);
  const range = 'range=2030-02-08T08:06Z/2030-02-08T08:07Z&at=2030-02-08T08:06:30Z';
  return `v=1&${range}${cameras.join('')}&view=map&map=${map}`;
}

async function painted(page: Page, cameras: string): Promise<void> {
  await expect(page.getByRole('img', { name: new RegExp(`^Map of ${cameras}, synthetic`) })).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.locator('[data-made="true"]')).toBeVisible({ timeout: 20_000 });
}

const greenOf = (tracks: readonly SampleTrack[], ...sites: readonly string[]) =>
  tracks.filter(({ site, dataset }) => sites.includes(site) && dataset === 'THEMIS_ASI_RAW');

test('a site opens a card: its frame, its scaling, off the map and on again, its sky', async ({ page, sample }) => {
  test.setTimeout(120_000);
  const tracks = greenOf(sample.tracks, 'fsmi', 'gill');
  await new EventPage(page).open(query(tracks, 'overlays:graticule/sites/fields/moon'));
  await painted(page, '2 of 2 cameras');
  const site = page.getByRole('button', { name: /^GILL, Gillam/ });
  await site.focus();
  await page.keyboard.press('Enter');
  const card = page.getByRole('dialog', { name: /^GILL, Gillam/ });
  await expect(card.getByRole('img', { name: /^Frame of THEMIS ASI GILL, 08:06:[23]\d UTC/ })).toBeVisible();
  await expect(card.locator('[data-on-map="true"]')).toHaveText('On the map, at 110 km');
  await expect(card.getByText(/^Moon (below the horizon|\d+° up, azimuth \d+°), \d+ % lit$/)).toBeVisible();
  await screenshot(page, 'map-card');

  // On a phone it is a sheet.
  const wide = page.viewportSize()!;
  await page.setViewportSize({ width: 390, height: 844 });
  // As wide as the page, of which a scroll bar may take its part.
  const room = () => page.evaluate(() => document.documentElement.clientWidth);
  await expect.poll(async () => (await card.boundingBox())!.width - (await room())).toBe(0);
  await expectAccessible(page);
  await screenshot(page, 'map-card-390');
  await page.setViewportSize(wide);

  // Scaled by itself, then like the other one, and the other one like it: the link says so.
  await card.getByRole('button', { name: 'Fit' }).click();
  await expect(page).toHaveURL(/THEMIS_ASI_RAW:gill:[a-z\d]+,counts:\d+-\d+/);
  await card.getByRole('button', { name: 'Scale the others like it' }).click();
  await expect(page).toHaveURL(/:fsmi:[a-z\d]+,counts:(\d+-\d+)&.*:gill:[a-z\d]+,counts:\1/);
  await expect(card.getByRole('button', { name: 'Scale the others like it' })).toHaveCount(0);

  // Off the map and on again.
  const onMap = card.getByRole('button', { name: 'On the map' });
  await onMap.click();
  await painted(page, '1 of 2 cameras');
  await expect(card.locator('[data-on-map="false"]')).toContainText('It was taken off the map.');
  await expect(page.locator('path.field.off')).toHaveCount(1);
  await expect(page).toHaveURL(/:gill:[^&]*,unmapped/);
  await onMap.click();
  await painted(page, '2 of 2 cameras');
  await expect(page.locator('path.field.frame')).toHaveCount(2);

  // Escape closes it, and the focus is where it was.
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await expect(site).toBeFocused();
  await page.keyboard.press('Enter');
  await card.getByRole('button', { name: 'Look at its sky' }).click();
  await expect(page.getByRole('img', { name: /^Sky over THEMIS ASI GILL/ })).toBeVisible();
});

test('a ruler, by keyboard and by pointer, in the link too', async ({ page, sample }) => {
  test.setTimeout(120_000);
  const tracks = greenOf(sample.tracks, 'gill');
  const event = new EventPage(page);
  // From Gillam to Fort Smith.
  await event.open(query(tracks, 'overlays:sites/elevations,ruler:56.377/-94.644/60.026/-111.933'));
  await painted(page, '1 of 1 camera');
  await expect(page.locator('[data-ruler="distance"]')).toHaveText('1\u202f091 km');
  await expect(page.locator('[data-ruler="direction"]')).toHaveText('299.0°, at the end 284.3°');
  await expect(page.locator('[data-ruler="geographic"]')).toHaveText('+3.65°, −17.29°');
  const first = page.getByRole('button', { name: /^First end of the ruler, 56\.38° N, 94\.64° W/ });
  await expect(first).toBeVisible();

  // Arrow keys move an end, and neither the time nor the other end.
  const cursor = await event.cursor();
  await first.focus();
  await page.keyboard.press('Shift+ArrowUp');
  await expect(page).toHaveURL(/ruler:(?!56\.377)5\d\.\d+\/-9\d\.\d+\/60\.026\/-111\.933/);
  expect(await event.cursor()).toBe(cursor);
  await expect(page.getByRole('status').filter({ hasText: /^From (?!56\.38)5\d\.\d+° N/ })).toHaveCount(1);
  await page.keyboard.press('Escape');
  const toggle = page.getByRole('button', { name: 'Ruler', exact: true });
  await expect(toggle).toBeFocused();
  await expect(page).not.toHaveURL(/ruler/);

  // By keyboard it lies across the middle; by pointer where its two ends are put.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^First end of the ruler/ })).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('region', { name: 'Ruler' })).toHaveCount(0);
  const box = (await page.getByRole('img', { name: /^Map of/ }).boundingBox())!;
  await toggle.click();
  await page.mouse.click(box.x + 0.3 * box.width, box.y + 0.4 * box.height);
  await page.mouse.click(box.x + 0.6 * box.width, box.y + 0.7 * box.height);
  await expect(page).toHaveURL(/ruler:[\d.-]+\/[\d.-]+\/[\d.-]+\/[\d.-]+/);
  await expect(page.locator('[data-ruler="distance"]')).toHaveText(/^[\d.\u202f]+ km$/);
  await expectAccessible(page);
  await screenshot(page, 'map-ruler');

  // Dragged, it reaches from where it was pressed to where it was let go: the same as by two clicks there.
  const byClicks = /ruler:([^,&]+)/.exec(page.url())![1]!;
  await toggle.click();
  await expect(page).not.toHaveURL(/ruler/);
  await toggle.click();
  await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.4 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.5 * box.height, { steps: 3 });
  await page.mouse.move(box.x + 0.6 * box.width, box.y + 0.7 * box.height, { steps: 3 });
  await page.mouse.up();
  await expect(page).toHaveURL(new RegExp(`ruler:${byClicks}`));
});

test('a place under the mark is told, whoever sees it highest first', async ({ page, sample }) => {
  const tracks = greenOf(sample.tracks, 'fsmi', 'fsim');
  await page.setViewportSize({ width: 1024, height: 768 });
  await new EventPage(page).open(query(tracks, 'overlap:order,overlays:sites'));
  await painted(page, '2 of 2 cameras');
  // Whoever is last in the list lies on top: FSIM or FSMI; between them both see the place.
  const board = page.getByRole('img', { name: /^Map of/ });
  const [fsmi, fsim, box] = await Promise.all(
    [page.getByRole('button', { name: /^FSMI/ }), page.getByRole('button', { name: /^FSIM/ }), board].map(
      async (part) => (await part.boundingBox())!,
    ),
  );
  // Not half way: nearer to FSMI, so that it sees the place higher.
  const x = fsmi!.x + 3 + 0.4 * (fsim!.x - fsmi!.x);
  const y = fsmi!.y + fsmi!.height / 2 + 0.4 * (fsim!.y - fsmi!.y);
  await page.mouse.click(x, y);
  const seeing = page.getByRole('list', { name: 'Cameras that see this place' }).getByRole('button');
  await expect(seeing).toHaveCount(2);
  await expect(seeing.nth(0)).toHaveText(/FSMI\s*\d+° up/);
  await expect(seeing.nth(1)).toHaveText(/FSIM\s*\d+° up/);
  await expect(page.getByRole('status').filter({ hasText: /FSMI, \d+° up, .*FSIM, \d+° up/ })).toHaveCount(1);
  // Whoever opens the link sees the same mark and the same cameras; Back takes the mark away.
  await expect(page).toHaveURL(/mark:[\d.]+\/-[\d.]+/);
  await page.reload();
  await painted(page, '2 of 2 cameras');
  await expect(page.locator('.cross')).toBeVisible();
  await expect(seeing).toHaveCount(2);
  await page.goBack();
  await expect(page.locator('.cross')).toHaveCount(0);
  await page.goForward();
  await expect(seeing).toHaveCount(2);
  // With Alt the arrow keys move the mark on.
  const place = page.locator('[data-reading="place"]');
  const before = await place.innerText();
  await page.mouse.move(box!.x + 2, box!.y - 40); // off the map: the kept place is read
  await board.focus();
  await page.keyboard.press('Alt+Shift+ArrowLeft');
  await expect(place).not.toHaveText(before);
});

test(
  'after a change of projection no coast and no picture of the other one is to be seen',
  { tag: '@long' },
  async ({ page, sample }) => {
    const tracks = greenOf(sample.tracks, 'gill', 'fsmi');
    await new EventPage(page).open(query(tracks, 'overlays:none'));
    await painted(page, '2 of 2 cameras');
    const projection = page.getByRole('combobox', { name: 'Projection' });
    for (const kind of ['equal-area', 'plate-carree']) {
      const frames = await projection.evaluate(async (select: HTMLSelectElement, wanted) => {
        const canvas = (name: string) => document.querySelector<HTMLCanvasElement>(name);
        // Whatever size it has for the moment: Firefox shows an empty one of another size first.
        const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
        /** What is on a canvas, read from a copy; empty where nothing is. */
        const pictureOf = (drawn: HTMLCanvasElement) => {
          const { width, height } = drawn;
          if (width === 0 || height === 0) return '';
          [copy.canvas.width, copy.canvas.height] = [width, height];
          copy.drawImage(drawn, 0, 0);
          const isBlank = copy.getImageData(0, 0, width, height).data.every((value) => value === 0);
          return isBlank ? '' : copy.canvas.toDataURL();
        };
        const pictures = () => {
          const land = canvas('.land canvas');
          const mosaic = canvas('canvas[data-mosaic]');
          return {
            // As it is on the screen: an empty layer is not there.
            land: land ? pictureOf(land) : '',
            isMade: document.querySelector('[data-made="true"]') !== null,
            hasMosaic: mosaic !== null && mosaic.checkVisibility({ visibilityProperty: true }),
          };
        };
        const before = pictures().land;
        select.value = wanted;
        select.dispatchEvent(new Event('change', { bubbles: true }));
        const seen: ReturnType<typeof pictures>[] = [];
        for (const end = performance.now() + 3000; performance.now() < end;) {
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          seen.push(pictures());
        }
        // A first frame may be as it was before anything changed.
        const changed = seen.findIndex(({ land }) => land !== before);
        const last = seen.at(-1)!.land;
        const after = seen.slice(changed);
        return {
          changed,
          wrongLand: after.filter(({ land }) => land !== last && land !== '').length,
          wrongMosaic: after.filter(({ isMade, hasMosaic }) => !isMade && hasMosaic).length,
          land: last !== '',
          mosaic: after.at(-1)!.hasMosaic,
        };
      }, kind);
      expect(frames, kind).toMatchObject({ wrongLand: 0, wrongMosaic: 0, land: true, mosaic: true });
      expect(frames.changed).toBeLessThan(3);
    }
  },
);

test('a map with nothing on it says why without being asked', async ({ page, sample }) => {
  await new EventPage(page).open(query([{ ...greenOf(sample.tracks, 'gill')[0]!, site: 'talo' }], 'overlays:sites'));
  await expect(page.getByText('1 not shown')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: /^THEMIS ASI TALO .+/ })).toBeVisible();
});
