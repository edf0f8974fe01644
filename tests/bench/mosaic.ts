import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MosaicBuilder } from '$lib/analysis/mosaic-builder';
import type { Skymap } from '$lib/model/skymap';
import { sharedData } from '../unit/shared-data';
import type { BenchGroup, BenchRow } from './bench-row';
import { chromiumBrowser, firefoxBrowser, type BenchBrowser } from './browsers';
import { bundleMosaicBench } from './decode-bundle';
import { inBrowser } from './decode-engines';
import { side } from './magnetic-rounds';
import { frameMs, rebuildMs, timeRebuilds, timeRedraws, type RebuildTimes, type RedrawTimes } from './mosaic-rounds';
import { parsedSkymap, tableFor } from './mosaic-scene';
import { bestOfRounds } from './rounds';

const project = path.resolve(import.meta.dirname, '../..');
const skymapPath = 'sort_by_project/THEMIS/asi/skymaps/gako/gako_20110305/themis_skymap_gako_20110305-+_vXX.sav';
const skymapName = path.basename(skymapPath);
/** What the corners of a skymap may take on their way to AACGM. */
const magneticMs = 60;

/** Redrawing a mosaic of 1000 × 700 pixels, and making its table: in browsers as the app does, and in one thread of Node. */
export function benchMosaic(browsers: readonly BenchBrowser[] = [chromiumBrowser, firefoxBrowser]): BenchGroup {
  return {
    name: 'mosaic',
    async run() {
      if (sharedData === null) return [{ what: 'mosaic', where: 'anywhere', skipped: 'there is no real skymap' }];
      const bytes = new Uint8Array(await readFile(path.join(sharedData, skymapPath)));
      const folder = await mkdtemp(path.join(tmpdir(), 'nightside-bench-'));
      try {
        await bundleMosaicBench(project, folder);
        await writeFile(path.join(folder, skymapName), bytes);
        const rows: BenchRow[] = [];
        for (const browser of browsers) rows.push(...(await rowsIn(browser, folder)));
        return [...rows, ...(await rowsInNode(bytes))];
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function rowsIn(browser: BenchBrowser, folder: string): Promise<BenchRow[]> {
  const where = browser.name;
  const times = await inBrowser(
    browser,
    folder,
    (page) => page.evaluate((name) => globalThis.mosaicBench!(name), skymapName),
    () => globalThis.mosaicBench !== undefined,
  );
  if (!times) return [{ what: 'mosaic', where, skipped: `there is no ${where} on this machine` }];
  return [
    ...rowsOfRedraws(where, 6, times.six),
    ...rowsOfRedraws(where, 20, times.twenty),
    ...rowsOfRebuilds(`${where}, worker`, times.rebuilds),
    row('skymap file to first picture', where, times.first, rebuildMs),
    row(`${side * side} corners of a skymap to AACGM`, `${where}, worker`, times.magnetic.together, magneticMs),
  ];
}

async function rowsInNode(bytes: Uint8Array<ArrayBuffer>): Promise<BenchRow[]> {
  const where = 'Node';
  const skymap = await parsedSkymap(bytes, skymapName);
  const rows = [
    ...rowsOfRedraws(where, 6, await timeRedraws(skymap, 6)),
    ...rowsOfRedraws(where, 20, await timeRedraws(skymap, 20)),
    ...rowsOfRebuilds(where, await timeRebuilds(skymap)),
  ];
  return [...rows, row('skymap file to its table', where, await timeFirst(bytes), rebuildMs)];
}

async function timeFirst(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  const first = async () => {
    const started = performance.now();
    const skymap: Skymap = await parsedSkymap(bytes, skymapName);
    tableFor(new MosaicBuilder(), skymap, 1, 110);
    return performance.now() - started;
  };
  return (await bestOfRounds(1, { first })).first;
}

function rowsOfRedraws(where: string, sites: number, { redraw, gap, look }: RedrawTimes): BenchRow[] {
  return [
    row(`redraw of ${sites} THEMIS sites`, where, redraw, frameMs),
    row(`redraw of ${sites} sites, others than before`, where, gap, frameMs),
    row(`redraw of ${sites} sites with a new colormap`, where, look, frameMs),
  ];
}

function rowsOfRebuilds(where: string, { view, altitude }: RebuildTimes): BenchRow[] {
  return [
    row('table of 20 THEMIS sites after a change of view', where, view, rebuildMs),
    row('table of 20 sites after a change of altitude', where, altitude, rebuildMs),
  ];
}

function row(what: string, where: string, ms: number, budgetMs: number): BenchRow {
  return { what, where, ratio: ms / budgetMs, against: `${budgetMs} ms`, most: 1, amounts: `${ms.toFixed(1)} ms` };
}
