import { parseCurveFileName } from '$lib/datasets/curve-name';
import { dayUs, secondUs } from '$lib/datasets/utc';
import type { CurveDataset, CurveFile } from '$lib/model/curve';
import type { Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import { daysOf, mostDays, tooManyDays } from './archive-days';
import { openFolder } from './directory-listing';
import { serviceElseDirectory, type Found } from './fallback';
import { listUrls } from './file-list';
import { archiveUrl } from './hosts';
import { failed } from './http';
import type { Network } from './network';
import { inParallel } from './parallel';
import { fileNameOf } from './wanted-files';

/** Which day files to look for. */
export interface WantedCurves {
  readonly dataset: CurveDataset;
  readonly siteUid: string;
  readonly range: TimeRange;
}

const foldersAtATime = 4;

/**
 * The files of every UTC day that a range touches: by the listing service, else by looking through the archive's
 * folders, `YYYY/MM/DD`. In order of time, one for each day: of several versions the last. An empty list is an answer.
 */
export function listCurveFiles(wanted: WantedCurves, network: Network): Promise<Outcome<Found<readonly CurveFile[]>>> {
  if (daysOf(wanted.range).length > mostDays) return Promise.resolve(failed(tooManyDays));
  return serviceElseDirectory(
    () => byService(wanted, network),
    () => byDirectory(wanted, network),
  );
}

async function byService(wanted: WantedCurves, network: Network): Promise<Outcome<readonly CurveFile[]>> {
  const { dataset, siteUid, range } = wanted;
  const startUs = Math.floor(range.startUs / dayUs) * dayUs;
  const lastUs = Math.ceil(range.endUs / secondUs) * secondUs - secondUs;
  const query = { dataset: dataset.name, startUs, lastUs, siteUid, deviceUid: null, withTotal: false };
  const list = await listUrls(query, network);
  return list.ok ? { ok: true, value: oneForEachDay(list.value.urls.map((url) => fileAt(url, null, wanted))) } : list;
}

async function byDirectory(wanted: WantedCurves, network: Network): Promise<Outcome<readonly CurveFile[]>> {
  const root = wanted.dataset.directory.split('/');
  const days = daysOf(wanted.range).map(({ path }) => [...root, ...path]);
  const pages = await inParallel(days, foldersAtATime, (path) => openFolder(path, root.length, network));
  if (!pages.ok) return pages;
  const files = days.flatMap((path, index) =>
    (pages.value[index] ?? [])
      .filter(({ isFolder }) => !isFolder)
      .map(({ name, bytes }) => fileAt(archiveUrl(...path, name), bytes, wanted)),
  );
  return { ok: true, value: oneForEachDay(files) };
}

/** The file at this address when it is one of the wanted. */
function fileAt(url: string, bytes: number | null, { dataset, siteUid, range }: WantedCurves): CurveFile | null {
  const name = fileNameOf(url);
  const parsed = name === null ? null : parseCurveFileName(name);
  if (name === null || parsed?.dataset !== dataset || parsed.siteUid !== siteUid.toLowerCase()) return null;
  const { startUs } = parsed;
  if (startUs >= range.endUs || startUs + dayUs <= range.startUs) return null;
  return { url, name, bytes, dataset: dataset.name, siteUid: parsed.siteUid, startUs };
}

function oneForEachDay(files: readonly (CurveFile | null)[]): CurveFile[] {
  const found = files.filter((file) => file !== null);
  // `…_v02` comes after `…_v01`: the later one stays in the map.
  const rising = found.sort((a, b) => a.startUs - b.startUs || (a.name < b.name ? -1 : 1));
  return [...new Map(rising.map((file) => [file.startUs, file])).values()];
}
