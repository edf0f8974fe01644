import path from 'node:path';
import type { BenchGroup, BenchRow } from './bench-row';
import { stageNight, type NightStage, type Visitor } from './night-page';
import { agreeToDownload, untilComplete, watchPage } from './page-watch';
import type { PlainPage } from './plain-browser';
import { memoryOf, untilCalm, watchMemory } from './process-tree';
import { writeNight } from './retimed-minutes';
import { traceTasks, type TracedTask } from './task-trace';

const hours = [1, 6, 12] as const;
const startUs = Date.UTC(2014, 2, 10, 0, 0) * 1000;
const patienceMs = 15 * 60_000;
/** Whether a download is large is known once the archive has been listed. */
const questionMs = 10_000;

/** A task of the main thread may take so long before a person feels it. */
const taskLimitMs = 50;

/** Memory goes up and down as it is collected; an hour is over before it has, so that its peak is that of several. */
const visitsOfAnHour = 3;

/**
 * Nights of 1, 6 and 12 hours in Chromium with a profile on disk, every minute from the stand-in over TLS: what the
 * browser's processes take while the night comes in, how long it takes, and the same night once more from what the
 * browser kept. Then the longest night again with every task of the main thread recorded, which itself takes memory.
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
        for (const length of hours) nights.push(await openNight(stage, length, length === 1 ? visitsOfAnHour : 1));
        return [...rowsOf(nights), ...rowsOfTasks(await recordTasks(stage, Math.max(...hours)))];
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
}

/** @param visits how often it comes in, each time into another profile: the peak is the highest, the rest of the last */
async function openNight(stage: NightStage, length: number, visits: number): Promise<Night> {
  const cold: Awaited<ReturnType<typeof openCold>>[] = [];
  for (let visit = 0; visit < visits; visit++) cold.push(await openCold(stage, length));
  const { profile, ...times } = cold.at(-1)!;
  const warm = await stage.plainVisit(profile);
  await watchPage(warm.page);
  await warm.page.goto(link(stage, length));
  const { completeMs } = await untilComplete(warm.page, patienceMs);
  await warm.close();
  return {
    ...times,
    ...{ hours: length, warmMs: completeMs! },
    peakBytes: Math.max(...cold.map(({ peakBytes }) => peakBytes)),
  };
}

async function openCold(stage: NightStage, length: number) {
  const profile = await stage.newProfile();
  const visitor = await stage.plainVisit(profile);
  await watchPage(visitor.page);
  const stop = watchMemory(() => visitor.processes());
  const { notes, fromMs } = await comeIn(visitor.page, link(stage, length));
  const peakBytes = await stop();
  const afterBytes = await memoryOf(await visitor.processes());
  await visitor.close();
  const { firstColumnMs, completeMs } = notes;
  return { profile, peakBytes, afterBytes, firstColumnMs: firstColumnMs! - fromMs, coldMs: completeMs! - fromMs };
}

/** Opens the night, agrees to the download where that is asked, and waits for the last minute. */
async function comeIn(page: PlainPage, url: string) {
  await page.goto(url);
  const fromMs = await agreeToDownload(page, questionMs);
  return { notes: await untilComplete(page, patienceMs), fromMs };
}

interface TaskTimes {
  readonly hours: number;
  readonly loading: readonly TracedTask[];
  readonly playing: readonly TracedTask[];
  readonly warm: readonly TracedTask[];
}

async function recordTasks(stage: NightStage, length: number): Promise<TaskTimes> {
  const profile = await stage.newProfile();
  const cold = await stage.visit(profile);
  await watchPage(cold.page);
  await untilCalm(() => cold.processes());
  const loaded = await traceTasks(cold);
  await comeIn(cold.page, link(stage, length));
  const loading = await loaded();
  const played = await traceTasks(cold);
  await play(cold);
  const playing = await played();
  await cold.close();

  const again = await stage.visit(profile);
  await watchPage(again.page);
  await untilCalm(() => again.processes());
  const opened = await traceTasks(again);
  await again.page.goto(link(stage, length));
  await untilComplete(again.page, patienceMs);
  const warm = await opened();
  await again.close();
  return { hours: length, loading, playing, warm };
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

function link({ servers }: NightStage, length: number): string {
  return `${servers.direct}/event/?v=1&range=2014-03-10T00:00Z/PT${length}H&track=THEMIS_ASI_RAW:gill`;
}

function rowsOf(nights: readonly Night[]): BenchRow[] {
  const [hour, ...longer] = nights;
  const last = nights.at(-1)!;
  const where = 'Chromium';
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
  ];
}

/** Held against the limit is the time on the processor; the clock, with all that runs beside the page, is told. */
function rowsOfTasks({ hours, loading, playing, warm }: TaskTimes): BenchRow[] {
  const rows: readonly (readonly [string, readonly TracedTask[]])[] = [
    [`${hours} h coming in`, loading],
    [`${hours} h opened again`, warm],
    ['playing ×100 and ×1000', playing],
  ];
  return rows.map(([what, tasks]) => {
    const busyMs = Math.max(...tasks.map((task) => task.busyMs));
    const clockMs = Math.max(...tasks.map(({ ms }) => ms));
    const over = tasks.filter(({ ms }) => ms > taskLimitMs).length;
    return {
      ...{ what: `longest main-thread task, ${what}`, where: 'Chromium', against: `${taskLimitMs} ms`, most: 1 },
      ratio: busyMs / taskLimitMs,
      amounts: `${Math.round(busyMs)} ms; by the clock ${Math.round(clockMs)} ms, ${over} of ${tasks.length} over ${taskLimitMs} ms`,
    };
  });
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
