import type { BrowserContext, Page } from '@playwright/test';
import { traceTasks } from '../bench/task-trace';
import { expect } from './fixtures';

/* How long a page's thread is kept by a task. Held against the limit is the time on the processor. */

/** What the work of `paceOf` takes where the limit was set; where it takes longer, so may a task. */
const referenceMs = 20;

/** How long the page's thread takes for a work that is always the same: the least of five. */
async function paceOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const table = Uint32Array.from({ length: 65_536 }, (_, at) => (at * 40_503) & 65_535);
    let least = Infinity;
    for (let round = 0; round < 5; round++) {
      const began = performance.now();
      let place = round;
      for (let step = 0; step < 4_000_000; step++) place = (table[place]! + step) & 65_535;
      least = Math.min(least, performance.now() - began + 0 * place);
    }
    return least;
  });
}

/**
 * Work that is over the limit is done again, twice at most. These journeys run alone, and yet the longest task of the same
 * work differs by a tenth from one time to the next: of one that takes 46 to 47 ms, one time in five took 52. What is too
 * long each time is too long.
 */
export async function expectShort(
  context: BrowserContext,
  page: Page,
  what: string,
  work: () => Promise<void>,
  limitMs = 50,
) {
  const lengths: number[] = [];
  let slowness: number;
  do {
    const paceMs = await paceOf(page);
    slowness = Math.max(1, paceMs / referenceMs);
    const stop = await traceTasks({ context, page });
    await work();
    const tasks = await stop();
    expect(tasks.length).toBeGreaterThan(0);
    lengths.push(tasks.reduce((most, { busyMs }) => Math.max(most, busyMs), 0));
    // Read by whoever compares one run with another: how far from the gate it is.
    const text = `${lengths.at(-1)!.toFixed(1)} ms of processor time, ${slowness.toFixed(2)} times the usual pace`;
    console.log(`longest task of the main thread, ${what}: ${text}`);
  } while (lengths.at(-1)! >= limitMs * slowness && lengths.length < 3);
  expect(lengths.at(-1), what).toBeLessThan(limitMs * slowness);
}

/**
 * Until a map's table is made. Without an expectation: what Playwright writes down of one that is not yet met is a long
 * task itself.
 */
export const made = (page: Page) => page.locator('[data-made="true"]').waitFor({ timeout: 20_000 });
