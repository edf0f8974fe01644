import { parseHourFolder } from '$lib/datasets/archive-path';
import { minuteOfGridName } from '$lib/datasets/grid-catalogue';
import { minuteUs, secondUs } from '$lib/datasets/utc';
import type { GridDataset, GridFile } from '$lib/model/grid';
import type { Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import { daysOf, mostDays, tooManyDays } from './archive-days';
import { openFolder, readFolder } from './directory-listing';
import { serviceElseDirectory, type Found } from './fallback';
import { listUrls } from './file-list';
import { archiveUrl } from './hosts';
import { failed } from './http';
import type { Network } from './network';
import { inParallel } from './parallel';
import { fileNameOf } from './wanted-files';

const foldersAtATime = 4;

/**
 * The grid files of every minute that a range touches: by the listing service, else by looking through the archive's
 * folders, `YYYY/MM/DD/utHH`. In order of time, one for each minute. An empty list is an answer.
 */
export function listGridFiles(
  dataset: GridDataset,
  range: TimeRange,
  network: Network,
): Promise<Outcome<Found<readonly GridFile[]>>> {
  if (daysOf(range).length > mostDays) return Promise.resolve(failed(tooManyDays));
  return serviceElseDirectory(
    () => byService(dataset, range, network),
    () => byDirectory(dataset, range, network),
  );
}

async function byService(
  dataset: GridDataset,
  range: TimeRange,
  network: Network,
): Promise<Outcome<readonly GridFile[]>> {
  const startUs = Math.floor(range.startUs / minuteUs) * minuteUs;
  const lastUs = Math.ceil(range.endUs / secondUs) * secondUs - secondUs;
  const query = { dataset: dataset.name, startUs, lastUs, siteUid: null, deviceUid: null, withTotal: false };
  const list = await listUrls(query, network);
  if (!list.ok) return list;
  return { ok: true, value: oneForEachMinute(list.value.urls.map((url) => fileAt(url, null, dataset, range))) };
}

async function byDirectory(
  dataset: GridDataset,
  range: TimeRange,
  network: Network,
): Promise<Outcome<readonly GridFile[]>> {
  const root = dataset.directory.split('/');
  const folders: string[][] = [];
  for (const { path, hours } of daysOf(range)) {
    const day = await openFolder([...root, ...path], root.length, network);
    if (!day.ok) return day;
    for (const { name, isFolder } of day.value)
      if (isFolder && parseHourFolder(name) !== null && hours.has(name)) folders.push([...root, ...path, name]);
  }
  const pages = await inParallel(folders, foldersAtATime, (path) => readFolder(path, network));
  if (!pages.ok) return pages;
  const files = folders.flatMap((path, index) =>
    (pages.value[index] ?? [])
      .filter(({ isFolder }) => !isFolder)
      .map(({ name, bytes }) => fileAt(archiveUrl(...path, name), bytes, dataset, range)),
  );
  return { ok: true, value: oneForEachMinute(files) };
}

/** The file at this address when it is one of the wanted. */
function fileAt(url: string, bytes: number | null, dataset: GridDataset, range: TimeRange): GridFile | null {
  const name = fileNameOf(url);
  const startUs = name === null || !dataset.fileName.test(name) ? null : minuteOfGridName(name);
  if (name === null || startUs === null) return null;
  if (startUs >= range.endUs || startUs + minuteUs <= range.startUs) return null;
  return { url, name, bytes, dataset: dataset.name, startUs };
}

function oneForEachMinute(files: readonly (GridFile | null)[]): GridFile[] {
  const found = files.filter((file) => file !== null);
  const rising = found.sort((a, b) => a.startUs - b.startUs || (a.name < b.name ? -1 : 1));
  return [...new Map(rising.map((file) => [file.startUs, file])).values()];
}
