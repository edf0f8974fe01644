import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sharedData } from '../unit/shared-data';
import type { BenchGroup, BenchRow } from './bench-row';
import { chromiumBrowser, firefoxBrowser, type BenchBrowser } from './browsers';
import { bundleDecodeBench } from './decode-bundle';
import { inBrowser, inNode } from './decode-engines';
import type { NamedHour } from './decode-page';
import { burstQuarters, nirMinutes, rgbMinutes, type HourFile } from './hour-files';
import { timeHour, type HourTimes } from './hour-rounds';

const project = path.resolve(import.meta.dirname, '../..');
const workerCount = 2;

/** An hour of one imager, measured by some files of it: an hour of bursts has 3.4 GB. */
interface Hour {
  readonly what: string;
  readonly against: string;
  readonly measuredFiles: number;
  readonly filesInHour: number;
  readonly filesPerWorker: number;
  readonly most: number | null;
  readonly make: (files: number) => Promise<HourFile[]>;
}

const hours: readonly Hour[] = [
  {
    what: 'hour of TREx RGB, HDF5, to keogram columns',
    against: 'bare inflate of its chunks',
    ...{ measuredFiles: 8, filesInHour: 60, filesPerWorker: 1, most: null, make: rgbMinutes },
  },
  {
    what: 'hour of RGB bursts, tar of PNG, to keogram columns',
    against: 'bare inflate of its pictures',
    ...{ measuredFiles: 2, filesInHour: 240, filesPerWorker: 1, most: null, make: burstQuarters },
  },
  {
    what: 'hour of TREx NIR to keogram columns',
    against: 'bare inflate',
    ...{ measuredFiles: 60, filesInHour: 60, filesPerWorker: 4, most: null, make: nirMinutes },
  },
];

export interface HoursBenchOptions {
  readonly browsers?: readonly BenchBrowser[];
  /** At most so many files of each hour, to be quicker. */
  readonly files?: number;
}

/** Hours of the newer imagers reduced to keogram columns in each browser and in Node, held against bare unpacking. */
export function benchHours({
  browsers = [chromiumBrowser, firefoxBrowser],
  files = 60,
}: HoursBenchOptions = {}): BenchGroup {
  return {
    name: 'hours',
    async run() {
      if (sharedData === null) return hours.map(({ what }) => ({ what, where: 'anywhere', skipped: 'no real files' }));
      const rows: BenchRow[] = [];
      for (const hour of hours) {
        // A folder each, since an hour takes up to 160 MB.
        const folder = await mkdtemp(path.join(tmpdir(), 'nightside-bench-'));
        try {
          await bundleDecodeBench(project, folder);
          rows.push(
            ...(await benchHour({ ...hour, measuredFiles: Math.min(files, hour.measuredFiles) }, folder, browsers)),
          );
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }
      return rows;
    },
  };
}

async function benchHour(hour: Hour, folder: string, browsers: readonly BenchBrowser[]): Promise<BenchRow[]> {
  const files = await hour.make(hour.measuredFiles);
  for (const { name, bytes } of files) await writeFile(path.join(folder, name), bytes);
  const load: NamedHour = {
    files: files.map(({ name }) => name),
    streams: files.map(({ streams }) => streams),
    filesPerWorker: hour.filesPerWorker,
  };
  const rows: BenchRow[] = [];
  for (const browser of browsers) {
    const times = await inBrowser(browser, folder, (page) =>
      page.evaluate(([named, most]) => globalThis.decodeBench!.hour(named, most), [load, hour.most] as const),
    );
    rows.push(
      times ? rowOf(hour, browser.name, times) : { ...named(hour, browser.name), skipped: 'not on this machine' },
    );
  }
  const times = await inNode(folder, workerCount, async (workers, read) =>
    timeHour(workers, { ...load, files: await Promise.all(load.files.map(read)) }, hour.most),
  );
  return [...rows, rowOf(hour, 'Node', times)];
}

function rowOf(hour: Hour, where: string, { reduce, inflate }: HourTimes): BenchRow {
  const { measuredFiles, filesInHour, most } = hour;
  const seconds = (ms: number) => `${((ms * filesInHour) / measuredFiles / 1000).toFixed(2)} s`;
  const part = measuredFiles < filesInHour ? `, from ${measuredFiles} of ${filesInHour} files` : '';
  const amounts = `${seconds(reduce)} : ${seconds(inflate)}${part}`;
  const against = `${hour.against}, ${workerCount} workers`;
  return { ...named(hour, where), ratio: reduce / inflate, against, most, amounts };
}

function named({ what }: Hour, where: string) {
  return { what, where };
}
