import { dayUs, hourUs } from '$lib/datasets/utc';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import { contentTypeIsPage, requestText } from './body';
import { parseListing, type FolderEntry } from './folder-page';
import { addressOf, archiveUrl } from './hosts';
import { failed, hostOf } from './http';
import type { Network } from './network';
import { inParallel } from './parallel';
import { withRetry } from './retry';
import { inTimeOrder, wantedFile, type WantedFiles } from './wanted-files';

const timeoutMs = 15_000;
const longestPage = 8 * 2 ** 20;
const foldersAtATime = 4;
const mostDays = 62;

/**
 * The files of one camera by walking the archive's folders, `YYYY/MM/DD/<site>_<device>/utHH`, only the hours of the
 * range. Only names that a folder showed are opened. Sizes are as the pages show them, rounded.
 */
export async function listFilesByDirectory(
  wanted: WantedFiles,
  network: Network,
): Promise<Outcome<readonly ArchiveFile[]>> {
  const { dataset } = wanted;
  const days = daysOf(wanted.range);
  if (days.length > mostDays) {
    const message = `${days.length} days are too many to look through; at most ${mostDays} are`;
    return failed({ kind: 'unsupported', format: 'directory listing', message });
  }
  const root = dataset.directory.split('/');
  const readDay = (day: Day) => openFolder([...root, ...day.path], root.length, network);
  const dayPages = await inParallel(days, foldersAtATime, readDay);
  if (!dayPages.ok) return dayPages;

  const cameras = days.flatMap((day, index) =>
    (dayPages.value[index] ?? [])
      .filter((entry) => entry.isFolder && isCamera(entry.name, wanted))
      .map((entry) => ({ path: [...root, ...day.path, entry.name], hours: day.hours })),
  );
  const cameraPages = await inParallel(cameras, foldersAtATime, ({ path }) => readFolder(path, network));
  if (!cameraPages.ok) return cameraPages;

  const hours = cameras.flatMap((camera, index) =>
    (cameraPages.value[index] ?? [])
      .filter((entry) => entry.isFolder && camera.hours.has(entry.name))
      .map((entry) => [...camera.path, entry.name]),
  );
  const hourPages = await inParallel(hours, foldersAtATime, (path) => readFolder(path, network));
  if (!hourPages.ok) return hourPages;

  const files = hours.flatMap((path, index) =>
    (hourPages.value[index] ?? [])
      .filter((entry) => !entry.isFolder)
      .map((entry) => wantedFile(archiveUrl(...path, entry.name), entry.bytes, wanted))
      .filter((file) => file !== null),
  );
  return { ok: true, value: inTimeOrder(files) };
}

/** What a folder of the archive holds; one that does not exist (404, or the home page in its place) holds nothing. */
export function readFolder(path: readonly string[], network: Network): Promise<Outcome<readonly FolderEntry[]>> {
  return withRetry(() => readOnce(path, network), network);
}

/**
 * A folder that may not be there. For such a path the archive redirects to its home page; where that page may not be
 * read from other sites the browser reports a broken connection. So a refused folder is looked for in the one above.
 *
 * @param rootDepth how many leading names of the path are sure to exist
 */
export async function openFolder(
  path: readonly string[],
  rootDepth: number,
  network: Network,
): Promise<Outcome<readonly FolderEntry[]>> {
  const folder = await readFolder(path, network);
  if (folder.ok || folder.failure.kind !== 'refused') return folder;
  return (await isAbsent(path, rootDepth, network)) ? { ok: true, value: [] } : folder;
}

/** Whether a folder further up can be read and does not name the next one on the path. */
async function isAbsent(path: readonly string[], rootDepth: number, network: Network): Promise<boolean> {
  if (path.length <= rootDepth) return false;
  const parent = path.slice(0, -1);
  const above = await readOnce(parent, network);
  if (!above.ok) return above.failure.kind === 'refused' && isAbsent(parent, rootDepth, network);
  return !above.value.some((entry) => entry.isFolder && entry.name === path.at(-1));
}

async function readOnce(path: readonly string[], network: Network): Promise<Outcome<readonly FolderEntry[]>> {
  const { hosts, fetch, signal } = network;
  const url = addressOf(archiveUrl(...path, ''), hosts);
  const page = await requestText(url, { fetch, signal, timeoutMs, maxBytes: longestPage });
  if (page.ok) {
    if (contentTypeIsPage(page.value.contentType)) return { ok: true, value: parseListing(page.value.text) };
    const message = `${hostOf(url)} gave ${page.value.contentType || 'something'} where a folder's page should be`;
    return failed({ kind: 'unsupported', format: 'directory listing', message });
  }
  return page.failure.kind === 'missing' ? { ok: true, value: [] } : page;
}

function isCamera(folder: string, { siteUid, deviceUid }: WantedFiles): boolean {
  const [site, ...device] = folder.toLowerCase().split('_');
  return site === siteUid.toLowerCase() && (deviceUid === null || device.join('_') === deviceUid.toLowerCase());
}

interface Day {
  /** `['2014', '03', '10']` */
  readonly path: readonly string[];
  /** `ut06`, `ut07` … */
  readonly hours: ReadonlySet<string>;
}

function daysOf({ startUs, endUs }: TimeRange): Day[] {
  const days: Day[] = [];
  for (let dayStartUs = startOf(dayUs, startUs); dayStartUs < endUs && days.length <= mostDays; dayStartUs += dayUs) {
    const hours = new Set<string>();
    const untilUs = Math.min(endUs, dayStartUs + dayUs);
    for (let hour = startOf(hourUs, Math.max(startUs, dayStartUs)); hour < untilUs; hour += hourUs) {
      hours.add(`ut${String((hour - dayStartUs) / hourUs).padStart(2, '0')}`);
    }
    days.push({ path: new Date(dayStartUs / 1000).toISOString().slice(0, 10).split('-'), hours });
  }
  return days;
}

function startOf(unitUs: number, us: number): number {
  return Math.floor(us / unitUs) * unitUs;
}
