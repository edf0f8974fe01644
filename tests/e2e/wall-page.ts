import type { Locator, Page } from '@playwright/test';
import { parseInstant } from '$lib/datasets/utc';
import { decodePng } from '$lib/formats/png';
import { hosts } from '../archive/hosts';
import type { test } from './fixtures';
import { nightPath, nightPicture, productOf } from './night-pictures';

/* The wall of keograms as journeys see it: made nights, each with one bright hour that is told again from the screen. */

export const rgb = 'array=trex/RGB+ASI';
export const sites = ['fsmi', 'gill'] as const;
const [dim, bright] = [40, 220];
/** The camera ran from 02 to 12 UTC; its bright hour moves on by one from night to night. */
export const brightHour = (place: number) => 2 + (place % 10);

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

export async function addNights(archive: Archive, dates: readonly string[], known = true): Promise<void> {
  for (const site of sites)
    for (const [place, date] of dates.entries())
      await archive.addFile(nightPath(site, date), pictures[brightHour(place) - 2]!);
  archive.setProducts(known ? sites.flatMap((site) => dates.map((date) => productOf(site, date))) : []);
}

export const board = (page: Page) => page.getByRole('application', { name: /^Wall of keograms/ });
export const room = (page: Page) => board(page).locator('[data-rows]');
export const row = (page: Page, name: string) => board(page).locator(`[title="${name}"]`);

/** Where on the screen an hour of a row is. */
export async function placeOf(
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
export async function levelsAt(
  page: Page,
  name: string,
  hours: readonly number[],
): Promise<readonly (readonly number[])[]> {
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
export async function greyOnScreen(page: Page, name: string, hour: number): Promise<number> {
  const { x, y } = await placeOf(page, name, hour);
  const picture = await decodePng(await page.screenshot({ clip: { x, y, width: 1, height: 1 } }));
  return picture.samples[0]!;
}

export async function drag(page: Page, name: string, fromHour: number, toHour: number, window?: [number, number]) {
  const [from, to] = [await placeOf(page, name, fromHour, window), await placeOf(page, name, toHour, window)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y + 4, { steps: 4 });
  await page.mouse.up();
}

/** What goes to the archive and the services from here on. */
export function questionsOf(page: Page): readonly string[] {
  const asked: string[] = [];
  const names = Object.values(hosts).map((url) => new URL(url).hostname);
  page.on('request', (request) => {
    if (names.includes(new URL(request.url()).hostname)) asked.push(request.url());
  });
  return asked;
}

export const linkOf = async (link: Locator) => new URL((await link.getAttribute('href'))!, 'http://app').searchParams;
export const rangeOf = (query: URLSearchParams) =>
  query
    .get('range')!
    .split('/')
    .map((text) => parseInstant(text)!) as [number, number];
