import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sharedData } from '../unit/shared-data';
import type { BenchGroup, BenchRow } from './bench-row';
import { chromiumBrowser, firefoxBrowser, type BenchBrowser } from './browsers';
import { bundleDecodeBench } from './decode-bundle';
import { inBrowser, inNode } from './decode-engines';
import { timeDecoding, type DecodeTimes } from './decode-rounds';
import { archivePath, gillamMinutes, retimedMinute } from './retimed-minutes';

const project = path.resolve(import.meta.dirname, '../..');

/** What keogram columns of an hour may cost, in bare inflates of the same bytes by the same workers. */
const mostOfInflate = 1.25;

const workerCount = 2;
const minuteUs = 60_000_000;
const hourUs = Date.UTC(2014, 2, 10, 6) * 1000;
const camera = { siteUid: 'gill', deviceUid: 'themis19' };
const skymapPath = 'sort_by_project/THEMIS/asi/skymaps/gako/gako_20110305/themis_skymap_gako_20110305-+_vXX.sav';

export interface DecodeBenchOptions {
  readonly browsers?: readonly BenchBrowser[];
  /** Of the hour, to be quicker. */
  readonly minutes?: number;
}

/** Decoding of an hour of THEMIS and of a skymap in each browser and in Node, held against the least there is to do. */
export function benchDecode({
  browsers = [chromiumBrowser, firefoxBrowser],
  minutes = 60,
}: DecodeBenchOptions = {}): BenchGroup {
  return {
    name: 'decode',
    async run() {
      const engines = [...browsers.map(({ name }) => name), 'Node'];
      if (sharedData === null) return engines.map((where) => skipped(where, 'there are no real minutes'));
      const folder = await mkdtemp(path.join(tmpdir(), 'nightside-bench-'));
      try {
        await bundleDecodeBench(project, folder);
        const files = await writeLoad(folder, minutes);
        const rows: BenchRow[] = [];
        for (const browser of browsers) rows.push(...(await benchIn(browser, folder, files)));
        return [...rows, ...rowsOf('Node', await timeInNode(folder, files))];
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

interface Files {
  readonly minutes: readonly string[];
  readonly skymap: string;
}

/** The minutes and the skymap, beside the page. */
async function writeLoad(folder: string, count: number): Promise<Files> {
  const templates = await gillamMinutes();
  const minutes = Array.from({ length: count }, (_, minute) => minute).map((minute) => {
    const startUs = hourUs + minute * minuteUs;
    return [path.basename(archivePath(startUs, camera)), retimedMinute(templates[minute % 3]!, startUs)] as const;
  });
  const skymap = path.basename(skymapPath);
  await writeFile(path.join(folder, skymap), await readFile(path.join(sharedData!, skymapPath)));
  for (const [name, bytes] of minutes) await writeFile(path.join(folder, name), bytes);
  return { minutes: minutes.map(([name]) => name), skymap };
}

async function benchIn(browser: BenchBrowser, folder: string, files: Files): Promise<BenchRow[]> {
  const times = await inBrowser(browser, folder, (page) =>
    page.evaluate(([names, skymap, most]) => globalThis.decodeBench!.run(names, skymap, most), [
      files.minutes,
      files.skymap,
      mostOfInflate,
    ] as const),
  );
  return times ? rowsOf(browser.name, times) : [skipped(browser.name, `there is no ${browser.name} on this machine`)];
}

function timeInNode(folder: string, files: Files): Promise<DecodeTimes> {
  return inNode(folder, workerCount, async (workers, read) => {
    const load = { minutes: await Promise.all(files.minutes.map(read)), skymap: await read(files.skymap) };
    return timeDecoding(workers, load, mostOfInflate);
  });
}

function rowsOf(where: string, { columns, frames, skymap }: DecodeTimes): BenchRow[] {
  const against = `bare inflate, ${workerCount} workers`;
  const rows: BenchRow[] = [
    row('hour of THEMIS to keogram columns', where, columns.reduce, columns.inflate, against, mostOfInflate),
    row('hour of THEMIS to whole frames', where, frames.frames, frames.inflate, against, null),
  ];
  if (skymap) rows.push(row('.sav skymap read', where, skymap.read, skymap.turn, 'its bytes turned round once', null));
  return rows;
}

function row(what: string, where: string, ms: number, baseMs: number, against: string, most: number | null): BenchRow {
  return { what, where, ratio: ms / baseMs, against, most, amounts: `${inMs(ms)} : ${inMs(baseMs)}` };
}

function inMs(ms: number): string {
  return `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
}

function skipped(where: string, why: string): BenchRow {
  return { what: 'decoding', where, skipped: why };
}
