import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { datasetByName } from '$lib/datasets/catalogue';
import {
  formatDate,
  formatInstant,
  formatMinute,
  formatRange,
  formatSecond,
  minuteUs,
  secondUs,
} from '$lib/datasets/utc';
import { copyForStaticHost } from '../../scripts/sample/static-copy';
import { concat, timedFrame } from '../unit/formats/pgm-bytes';
import { startAppServer } from './app-server';
import { EventPage } from './event-page';
import { expect, expectAccessible, screenshot } from './fixtures';
import { wordsFor } from './guards';
import { controlled } from './profile';
import { test } from './sample-app';
import type { SampleFolder, SampleTrack } from './sample-folder';

const nameOf = ({ dataset, site }: SampleTrack) => `${datasetByName(dataset)!.title} ${site.toUpperCase()}`;
const atOf = (timeUs: number) => `${formatDate(timeUs)} ${formatSecond(timeUs)} UTC`;
const titleOf = (sample: SampleFolder) =>
  `${nameOf(sample.tracks[0]!)}, ${formatDate(sample.startUs)} ${formatRange(sample)} UTC`;

function queryOf({ dataset, site }: SampleTrack, startUs: number, endUs: number): string {
  return `v=1&range=${formatInstant(startUs)}/${formatInstant(endUs)}&track=${dataset}:${site}`;
}

const offerOf = (page: Page) => page.getByRole('region', { name: /^Sample event/ });
/** The word where people see it, wherever it stands. */
const marksIn = (page: Page, place: string) => page.locator(place).getByText('Synthetic', { exact: true });

async function expectMarked(page: Page): Promise<void> {
  await expect(page).toHaveTitle(/^Synthetic: /);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Synthetic: /);
  await expect(page.getByRole('slider', { name: /^Time in the keogram of .*, synthetic$/ })).toBeVisible();
  await expect(marksIn(page, '.keogram')).toBeVisible();
  await expect(marksIn(page, '.sky')).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: /Synthetic$/ })).toBeVisible();
}

test('the start page offers it first, says what it is, and opens it just after onset', async ({
  page,
  archive,
  sample,
}) => {
  const first = sample.tracks[0]!;
  const title = titleOf(sample);
  const event = new EventPage(page);
  await page.goto('./');
  const offer = offerOf(page);
  await expect(offer).toContainText(`${sample.title}: 20 minutes, ${sample.tracks.length} cameras`);
  if (sample.onsetUs !== null) await expect(offer).toContainText(`onset at ${formatMinute(sample.onsetUs)} UTC`);
  await expect(offer.getByText('Synthetic', { exact: true })).toBeVisible();
  const search = page.getByRole('searchbox');
  expect((await offer.boundingBox())!.y).toBeLessThan((await search.boundingBox())!.y);
  await expectAccessible(page);
  await screenshot(page, 'sample-start');

  await expect(offer.getByRole('link')).toHaveCount(sample.tracks.length + 1); // all of them at once, besides
  await offer.getByRole('link').first().click();
  await event.settled();
  await expect(event.sky).toBeVisible();
  await expect(page).toHaveTitle(`Synthetic: ${title} · Nightside`);
  await expectMarked(page);
  await expect(event.sky).toHaveAccessibleName(
    new RegExp(
      `^Sky over ${nameOf(first)}, synthetic, ${atOf(sample.onsetUs === null ? sample.startUs : sample.onsetUs + 45 * secondUs)}`,
    ),
  );
  await expect(page.getByText('never observed')).toBeVisible();
  await screenshot(page, 'sample-event');
  // It is all its own: the archive was asked for nothing.
  expect([...archive.seen('data'), ...archive.seen('srs')]).toEqual([]);
  const there = await sample.minutesOf(first);
  const missing: number[] = [];
  for (let us = sample.startUs; us < sample.endUs; us += minuteUs) if (!there.has(us)) missing.push(us);
  expect([...(await event.minutesInGaps())].sort()).toEqual(missing);
  // What was left out is told from what is missing, and no archive is to blame for either.
  const lost = missing.filter((us) => sample.computed.has(us)).length;
  const gaps = page.getByRole('region', { name: 'Gaps' });
  await expect(gaps.locator('[data-gap-summary]')).toHaveText(
    new RegExp(`^${missing.length - lost} minutes not computed${lost > 0 ? ` · ${lost} minutes? missing` : '$'}`),
  );
  await expect(gaps).not.toContainText('The archive');
  await page.keyboard.press('End');
  const lastMinute = Math.max(...there);
  await expect(event.sky).toHaveAccessibleName(new RegExp(`synthetic, ${atOf(lastMinute + 57 * secondUs)}`));

  await page.goto('./');
  const recent = page.getByRole('listitem').filter({ hasText: title });
  await expect(recent.getByText('Synthetic', { exact: true })).toBeVisible();
});

test('a camera that it does not have is said not to be there, and leads to one that is', async ({ page, sample }) => {
  const event = new EventPage(page);
  await event.open(queryOf({ dataset: 'THEMIS_ASI_RAW', site: 'rank', device: '' }, sample.startUs, sample.endUs));
  await event.settled();
  await expect(page.locator('.sky')).toContainText(/The sample event has no camera THEMIS ASI RANK\. It has THEMIS/);
  expect(await event.causes()).toEqual(['no such camera']);
  await expect(marksIn(page, '.sky')).toHaveCount(0); // nothing to be taken for a sky
  await expectAccessible(page);
  await screenshot(page, 'sample-no-camera');
  const cameras = page.getByRole('list', { name: 'Cameras of the sample event' });
  await expect(cameras.getByRole('link')).toHaveCount(sample.tracks.length);
  await cameras.getByRole('link').first().click();
  await event.settled();
  await expectMarked(page);
});

test('without a network it opens all the same, and only the archive is said to be out of reach', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => false }));
  await page.goto('./');
  await expect(page.getByTitle('No network: the archive cannot be reached.')).toBeVisible();
  await expect(page.getByText('Offline', { exact: true })).toHaveCount(0);
  await offerOf(page).getByRole('link').first().click();
  await new EventPage(page).settled();
  await expectMarked(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByText('No network', { exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
  await screenshot(page, 'sample-no-network-390');
});

test('nothing moves while it is asked for', async ({ page }) => {
  await page.route('**/sample/', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
  await page.addInitScript(() => {
    const seen: Record<string, number[]> = {};
    Object.assign(window, { seenAt: seen });
    const look = () => {
      for (const part of document.querySelectorAll('h1, h2, form, footer')) {
        const top = Math.round(part.getBoundingClientRect().top);
        const places = (seen[`${part.tagName} ${part.textContent.slice(0, 20)}`] ??= []);
        if (!places.includes(top)) places.push(top);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(offerOf(page)).toBeVisible();
  await page.waitForTimeout(300); // that nothing moves can only be waited for
  const seen = await page.evaluate(() => (window as unknown as { seenAt: Record<string, number[]> }).seenAt);
  expect(Object.keys(seen).length).toBeGreaterThan(6);
  expect(Object.entries(seen).filter(([, places]) => places.length > 1)).toEqual([]);
});

test('another of its cameras opens, and its summary picture says that it is no archive’s', async ({ page, sample }) => {
  const rego = sample.tracks.find(({ dataset }) => dataset === 'REGO_RAW')!;
  const event = new EventPage(page);
  await page.route('**/sample/data/**/*.pgm.gz', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500)); // five at a time: the picture comes before the last
    await route.continue();
  });
  await event.open(queryOf(rego, sample.startUs, sample.endUs));
  await expectMarked(page);
  await expect(page.getByText(/^Synthetic summary picture until the raw keogram is here/)).toBeVisible();
  await screenshot(page, 'sample-on-its-way');
  await event.settled(30_000);
  await expect(event.sky).toHaveAccessibleName(
    new RegExp(`^Sky over ${nameOf(rego)}, synthetic, ${atOf(sample.startUs)}`),
  );
  await expectMarked(page);
});

test('beside it everything else is read from the archive, and not called synthetic', async ({
  page,
  archive,
  sample,
}) => {
  const event = new EventPage(page);
  const minute = '2030/01/01/gill_themis19/ut06/20300101_0600_gill_themis19_full.pgm';
  const frames = Array.from({ length: 20 }, (_, frame) => timedFrame(3 * frame, Array(64).fill(4000 + frame), 8));
  await archive.addFile(`sort_by_project/THEMIS/asi/stream0/${minute}`, concat(...frames));
  await event.open('v=1&range=2030-01-01T06:00Z/PT1M&track=THEMIS_ASI_RAW:gill');
  await event.settled();
  await expect(event.sky).toHaveAccessibleName(/^Sky over THEMIS ASI GILL, 2030-01-01/);
  await expect(page).toHaveTitle('THEMIS ASI GILL, 2030-01-01 06:00–06:01 UTC · Nightside');
  await expect(page.getByText('Synthetic', { exact: true })).toHaveCount(0);
  expect(archive.seen('data', `/sort_by_project/THEMIS/asi/stream0/${minute}`)).toHaveLength(1);

  // From there to the sample event and back, in one tab.
  await page
    .getByRole('searchbox')
    .fill(`${formatDate(sample.startUs)} ${formatRange(sample)} ${sample.tracks[0]!.site}`);
  await page.keyboard.press('Enter');
  await event.settled();
  await expectMarked(page);
  await page.goBack();
  await event.settled();
  await expect(page).toHaveTitle('THEMIS ASI GILL, 2030-01-01 06:00–06:01 UTC · Nightside');
  await expect(page.getByText('Synthetic', { exact: true })).toHaveCount(0);
});

test('a file that says so of itself is marked, wherever it comes from', async ({ page, archive }) => {
  const event = new EventPage(page);
  const minute = '2030/01/01/gill_themis19/ut06/20300101_0600_gill_themis19_full.pgm';
  const [head, ...others] = Array.from({ length: 20 }, (_, frame) =>
    timedFrame(3 * frame, Array(64).fill(4000 + frame), 8),
  );
  const origin = Buffer.from('#"Data origin" synthetic (made for a test)\n', 'latin1');
  const file = concat(head!.subarray(0, 3), Uint8Array.from(origin), head!.subarray(3), ...others);
  await archive.addFile(`sort_by_project/THEMIS/asi/stream0/${minute}`, file);
  await event.open('v=1&range=2030-01-01T06:00Z/PT1M&track=THEMIS_ASI_RAW:gill');
  await event.settled();
  await expectMarked(page);
});

test(
  'it opens again with the browser closed in between and the server gone',
  { tag: '@long' },
  async ({ profile, buildFolder, sample, guards }) => {
    const server = await startAppServer(buildFolder, { sample: sample.folder });
    const before = await profile.open();
    const opened = await before.newPage();
    await opened.goto(server.url);
    await controlled(opened);
    await offerOf(opened).getByRole('link').first().click();
    const there = new EventPage(opened);
    await there.settled();
    await expect(opened.getByText(/^All here/)).toBeVisible();
    const keogram = await there.keogramPixels();
    await before.close();
    await server.kill();
    guards.expect(...wordsFor.refused);

    const after = await profile.open();
    const page = await after.newPage();
    await page.goto(server.url);
    await offerOf(page).getByRole('link').first().click();
    const again = new EventPage(page);
    await again.settled();
    await expectMarked(page);
    await expect.poll(() => again.frameUs()).toBeGreaterThan(0);
    const kept = await again.keogramPixels();
    expect(kept.width).toBe(keogram.width);
    expect(Buffer.from(kept.red).equals(Buffer.from(keogram.red))).toBe(true);
  },
);

for (const { theme, ...size } of [
  { width: 1440, height: 900, theme: 'dark' },
  { width: 390, height: 844, theme: 'light' },
] as const)
  test(
    `${size.width} × ${size.height}, ${theme}: nothing spills over, everything is accessible`,
    { tag: size.width === 1440 ? [] : '@long' },
    async ({ page, sample }) => {
      await page.setViewportSize(size);
      await page.addInitScript((wanted) => localStorage.setItem('nightside.theme', wanted), theme);
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
      await page.goto('./');
      await expect(offerOf(page)).toBeVisible();
      expect(await wide()).toBeLessThanOrEqual(size.width);
      await expectAccessible(page);
      await screenshot(page, `sample-start-${size.width}-${theme}`);
      const event = new EventPage(page);
      await event.open(queryOf(sample.tracks[0]!, sample.startUs, sample.endUs));
      await event.settled();
      await expect(event.sky).toBeVisible();
      await expect(marksIn(page, '.keogram')).toBeVisible();
      await expect(marksIn(page, '.sky')).toBeVisible();
      expect(await wide()).toBeLessThanOrEqual(size.width);
      await expectAccessible(page);
      await screenshot(page, `sample-event-${size.width}-${theme}`);
    },
  );

test.describe('on a plain static host', () => {
  test.use({ baseURL: async ({ servers }, use) => use(`${servers.direct}/`) });

  test('there is none: it says so, and the start page offers none', async ({ page, request }) => {
    expect(JSON.parse(await (await request.get('./sample/')).text())).toEqual({ sample: null });
    await page.goto('./');
    await expect(page.getByRole('heading', { name: 'Type a night' })).toBeVisible();
    await expect(offerOf(page)).toHaveCount(0);
    await expect(page.getByText('Synthetic', { exact: true })).toHaveCount(0);
  });

  test('one that was given it has it, without a server that could answer', async ({
    page,
    guards,
    buildFolder,
    sample,
  }) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'nightside-static-'));
    await cp(buildFolder, folder, { recursive: true });
    await copyForStaticHost(sample.folder, path.join(folder, 'sample'));
    const server = await startAppServer(folder);
    try {
      const event = new EventPage(page);
      const first = sample.tracks[0]!;
      await page.goto(server.url);
      await offerOf(page).getByRole('link').first().click();
      await event.settled();
      await expectMarked(page);
      await expect(page).toHaveTitle(`Synthetic: ${titleOf(sample)} · Nightside`);
      const there = await sample.minutesOf(first);
      expect((await event.minutesInGaps()).size).toBe(20 - there.size);
      // Where the listing service does not answer, its files are found folder by folder.
      await rm(path.join(folder, 'sample', 'srs'), { recursive: true });
      guards.expect(/status of 404/);
      const other = sample.tracks[1]!;
      await page.goto(`${server.url}event/?${queryOf(other, sample.startUs, sample.endUs)}`);
      await event.settled();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(new RegExp(`^Synthetic: ${nameOf(other)}`));
      expect((await event.minutesInGaps()).size).toBe(20 - (await sample.minutesOf(other)).size);
    } finally {
      await server.kill();
      await rm(folder, { recursive: true });
    }
  });

  test('a link to it finds nothing, and nothing of another camera in its place', async ({ page, sample }) => {
    const event = new EventPage(page);
    const first = sample.tracks[0]!;
    await event.open(`${queryOf(first, sample.startUs, sample.endUs)}:${first.device}`);
    await event.settled();
    expect(await event.causes()).toEqual(['not on the server']);
    await expect(page).toHaveTitle(`${titleOf(sample)} · Nightside`);
  });
});
