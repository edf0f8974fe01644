import path from 'node:path';
import type { BenchGroup, BenchRow } from './bench-row';
import { stageNight, type NightStage, type Visitor } from './night-page';
import { notesOf, untilComplete, watchPage, type PageNotes } from './page-watch';
import { memoryOf, watchMemory } from './process-tree';
import { writeNight } from './retimed-minutes';

const hours = [1, 6, 12] as const;
const startUs = Date.UTC(2014, 2, 10, 0, 0) * 1000;
const patienceMs = 15 * 60_000;

/** A long task may take so long before a person feels it. */
const taskLimitMs = 50;

/**
 * Nights of 1, 6 and 12 hours in Chromium with a profile on disk, every minute from the stand-in over TLS: what the
 * browser's processes take while the night comes in, how long it takes, the longest task of the main thread, and the
 * same night once more from what the browser kept.
 */
export function benchNight(): BenchGroup {
  return {
    name: 'night',
    run: async () => {
      const stage = await stageNight(async (scratch) => {
        await writeNight(path.join(scratch, 'sort_by_project'), { startUs, minutes: 60 * Math.max(...hours) });
      });
      try {
        const nights: Night[] = [];
        for (const length of hours) nights.push(await openNight(stage, length));
        return rowsOf(nights);
      } finally {
        await stage.close();
      }
    },
  };
}

interface Night {
  readonly hours: number;
  readonly peakBytes: number;
  readonly afterBytes: number;
  readonly firstColumnMs: number;
  readonly coldMs: number;
  readonly warmMs: number;
  readonly longest: { readonly loading: number; readonly warm: number; readonly playing: number };
}

async function openNight(stage: NightStage, length: number): Promise<Night> {
  const profile = await stage.newProfile();
  const cold = await stage.visit(profile);
  const { notes, fromMs, peakBytes } = await comeIn(cold, length);
  const afterBytes = await memoryOf(await cold.processes());
  await play(cold);
  const played = await notesOf(cold.page);
  await cold.close();

  const warm = await stage.visit(profile);
  await watchPage(warm.page);
  await warm.page.goto(link(length));
  const again = await untilComplete(warm.page, patienceMs);
  await warm.close();
  return {
    ...{ hours: length, peakBytes, afterBytes },
    firstColumnMs: notes.firstColumnMs! - fromMs,
    coldMs: notes.completeMs! - fromMs,
    warmMs: again.completeMs!,
    longest: {
      loading: longest(notes),
      warm: longest(again),
      playing: longest({ ...played, longTasks: played.longTasks.slice(notes.longTasks.length) }),
    },
  };
}

/** Opens the night, agrees to the download where that is asked, and waits for the last minute. */
async function comeIn({ page, ...visitor }: Visitor, length: number) {
  await watchPage(page);
  const stop = watchMemory(() => visitor.processes());
  await page.goto(link(length));
  const agree = page.getByRole('button', { name: /^Fetch \d/ });
  const asked = await agree.waitFor({ timeout: 10_000 }).then(
    () => true,
    () => false, // a short one is fetched without asking
  );
  const fromMs = asked ? await page.evaluate(() => performance.now()) : 0;
  if (asked) await agree.click();
  const notes = await untilComplete(page, patienceMs);
  return { notes, fromMs, peakBytes: await stop() };
}

/** Some seconds at a middle and at the highest speed. */
async function play({ page }: Visitor): Promise<void> {
  for (const speed of ['100', '1000']) {
    await page.keyboard.press('Home');
    await page.getByLabel('Speed').selectOption(speed);
    await page.getByRole('button', { name: 'Play' }).click();
    await page.waitForTimeout(3000); // what is measured is this time
    const pause = page.getByRole('button', { name: 'Pause' });
    if (await pause.isVisible()) await pause.click();
  }
}

function link(length: number): string {
  return `event/?v=1&range=2014-03-10T00:00Z/PT${length}H&track=THEMIS_ASI_RAW:gill`;
}

function longest({ longTasks }: PageNotes): number {
  return Math.max(0, ...longTasks.map(({ ms }) => ms));
}

function rowsOf(nights: readonly Night[]): BenchRow[] {
  const [hour, ...longer] = nights;
  const last = nights.at(-1)!;
  const where = 'Chromium';
  const task = (what: string, of: (night: Night) => number): BenchRow => {
    const worst = Math.max(...nights.map(of));
    return {
      ...{ what: `longest main-thread task, ${what}`, where, ratio: worst / taskLimitMs, most: 1 },
      against: `${taskLimitMs} ms`,
      amounts: nights.map((night) => `${night.hours} h ${worstText(of(night))}`).join(', '),
    };
  };
  return [
    ...longer.map((night): BenchRow => ({
      ...{
        what: `memory of all processes, ${night.hours} h coming in`,
        where,
        against: '1 h',
        most: night === last ? 1.15 : null,
      },
      ratio: night.peakBytes / hour!.peakBytes,
      amounts: `peak ${megabytes(night.peakBytes)} : ${megabytes(hour!.peakBytes)}, afterwards ${megabytes(night.afterBytes)} : ${megabytes(hour!.afterBytes)}`,
    })),
    ...nights.map((night): BenchRow => ({
      ...{ what: `warm opening of ${night.hours} h`, where, against: 'cold', most: night === last ? 0.1 : null },
      ratio: night.warmMs / night.coldMs,
      amounts: `${seconds(night.warmMs)} : ${seconds(night.coldMs)}`,
    })),
    ...nights.map((night): BenchRow => ({
      ...{ what: `click to first keogram column, ${night.hours} h`, where, against: 'whole night', most: null },
      ratio: night.firstColumnMs / night.coldMs,
      amounts: `${seconds(night.firstColumnMs)} : ${seconds(night.coldMs)}`,
    })),
    task('loading', ({ longest }) => longest.loading),
    task('opening again', ({ longest }) => longest.warm),
    task('playing ×100 and ×1000', ({ longest }) => longest.playing),
  ];
}

function worstText(ms: number): string {
  return ms === 0 ? `under ${taskLimitMs} ms` : `${Math.round(ms)} ms`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
