import type { Locator } from '@playwright/test';
import { minuteUs, parseInstant } from '$lib/datasets/utc';
import { EventPage } from './event-page';
import { expect } from './fixtures';
import { needsRealSample, test } from './sample-app';

/* From the archive's own keogram on the wall to the raw one of the same minutes. */

needsRealSample();

const array = 'array=themis-asi/panchromatic+ASI';
const [from, to] = [8, 8 + 20 / 60];
/** Stretches of six seconds: a column of an hour's picture. */
const bins = 200;

/** How bright a canvas is along time: the mean of the red of its rows, in equal stretches; null where it has nothing. */
async function profileOf(
  events: EventPage,
  canvas: Locator,
  rows: readonly [number, number],
): Promise<(number | null)[]> {
  const { width, height, red, alpha } = await events.pixels(canvas);
  return Array.from({ length: bins }, (_, bin) => {
    let [sum, count] = [0, 0];
    for (let x = Math.floor((bin * width) / bins); x < Math.floor(((bin + 1) * width) / bins); x++)
      for (let y = Math.floor(rows[0] * height); y < Math.floor(rows[1] * height); y++) {
        if (alpha[y * width + x] === 0) continue;
        sum += red[y * width + x]!;
        count++;
      }
    return count === 0 ? null : sum / count;
  });
}

function changesOf(profile: readonly (number | null)[]): (number | null)[] {
  return profile.map((value, at) => {
    const before = profile[at - 1] ?? null;
    return value === null || before === null ? null : value - before;
  });
}

/** How alike two profiles are when the second is moved by some bins. */
function likeness(a: readonly (number | null)[], b: readonly (number | null)[], shift: number): number {
  const pairs = a.flatMap((value, at) => {
    const other = b[at + shift];
    return value === null || other === null || other === undefined ? [] : [[value, other] as const];
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  const product = mean(pairs.map(([x, y]) => (x - meanA) * (y - meanB)));
  const spread = (values: readonly number[], middle: number) => Math.sqrt(mean(values.map((x) => (x - middle) ** 2)));
  return (
    product /
    (spread(
      pairs.map(([x]) => x),
      meanA,
    ) *
      spread(
        pairs.map(([, y]) => y),
        meanB,
      ))
  );
}

test('a span dragged on the wall opens the same minutes as raw keogram', async ({ page }) => {
  await page.goto(`explore/?days=2030-02-08/2030-02-08&${array}&at=gillam&hours=08:00/08:20&rows=192`);
  const board = page.getByRole('application', { name: /^Wall of keograms, 1 rows/ });
  const room = board.locator('[data-rows="1"]');
  await expect(board.getByText('Synthetic')).toBeVisible();
  const events = new EventPage(page);
  const canvas = board.locator('canvas');
  // The picture of the hour, finer than that of the day, has come when the columns of two minutes are gone.
  const wall = async () => profileOf(events, canvas, [0.3, 0.9]);
  await expect
    .poll(async () => new Set((await wall()).map((value) => Math.round(value ?? -1))).size)
    .toBeGreaterThan(30);
  const onWall = await wall();

  // From the first to the last pixel of the row.
  const box = (await room.boundingBox())!;
  await page.mouse.move(box.x, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 0.5, box.y + 64, { steps: 4 });
  await page.mouse.up();
  await board.getByRole('link', { name: 'Open' }).click();
  await events.settled();
  const range = new URL(page.url()).searchParams
    .get('range')!
    .split('/')
    .map((text) => parseInstant(text)!);
  const dateUs = parseInstant('2030-02-08')!;
  const usPerPixel = (20 * minuteUs) / box.width;
  expect(Math.abs(range[0]! - (dateUs + from * 60 * minuteUs))).toBeLessThanOrEqual(usPerPixel);
  expect(Math.abs(range[1]! - (dateUs + to * 60 * minuteUs))).toBeLessThanOrEqual(usPerPixel);

  const raw = await profileOf(events, events.keogram.locator('canvas'), [0, 1]);
  const shifts = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
  // Of the changes from bin to bin: slow ones, and another scaling, say nothing about when.
  const alike = shifts.map((shift) => likeness(changesOf(onWall), changesOf(raw), shift));
  console.log(`wall against raw keogram, by shifts of 6 s: ${alike.map((value) => value.toFixed(3)).join(' ')}`);
  expect(shifts[alike.indexOf(Math.max(...alike))]).toBe(0);
});
