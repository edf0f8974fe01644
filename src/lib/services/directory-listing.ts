import type { ArchiveFile } from '$lib/model/dataset';
import type { Failure, Outcome } from '$lib/model/failure';
import { daysOf, isCameraFolder, mostDays, tooManyDays, type ArchiveDay } from './archive-days';
import { contentTypeIsPage, requestText } from './body';
import { parseListing, type FolderEntry } from './folder-page';
import { addressOf, archiveUrl } from './hosts';
import { failed, hostOf } from './http';
import { retryOf, type Network } from './network';
import { inParallel } from './parallel';
import { withRetry } from './retry';
import { inTimeOrder, wantedFile, type WantedFiles } from './wanted-files';

const timeoutMs = 15_000;
const longestPage = 8 * 2 ** 20;
const foldersAtATime = 4;

/**
 * The files of one camera by walking the archive's folders, `YYYY/MM/DD/<site>_<device>/utHH` (some datasets have no
 * folders of hours), only the hours of the range. Only names that a folder showed are opened. Sizes are as the pages show them, rounded.
 */
export async function listFilesByDirectory(
  wanted: WantedFiles,
  network: Network,
): Promise<Outcome<readonly ArchiveFile[]>> {
  const { dataset } = wanted;
  const days = daysOf(wanted.range);
  if (days.length > mostDays) return failed(tooManyDays);
  const root = dataset.directory.split('/');
  const readDay = (day: ArchiveDay) => openFolder([...root, ...day.path], root.length, network);
  const dayPages = await inParallel(days, foldersAtATime, readDay);
  if (!dayPages.ok) return dayPages;

  const cameras = days.flatMap((day, index) =>
    (dayPages.value[index] ?? [])
      .filter((entry) => entry.isFolder && isCameraFolder(entry.name, wanted))
      .map((entry) => ({ path: [...root, ...day.path, entry.name], hours: day.hours })),
  );
  const cameraPages = await inParallel(cameras, foldersAtATime, ({ path }) => readFolder(path, network));
  if (!cameraPages.ok) return cameraPages;

  const filesIn = (path: readonly string[], page: readonly FolderEntry[] | undefined) =>
    (page ?? [])
      .filter((entry) => !entry.isFolder)
      .map((entry) => wantedFile(archiveUrl(...path, entry.name), entry.bytes, wanted))
      .filter((file) => file !== null);
  if (!dataset.packing.hourFolders) {
    const files = cameras.flatMap((camera, index) => filesIn(camera.path, cameraPages.value[index]));
    return { ok: true, value: inTimeOrder(files) };
  }

  const hours = cameras.flatMap((camera, index) =>
    (cameraPages.value[index] ?? [])
      .filter((entry) => entry.isFolder && camera.hours.has(entry.name))
      .map((entry) => [...camera.path, entry.name]),
  );
  const hourPages = await inParallel(hours, foldersAtATime, (path) => readFolder(path, network));
  if (!hourPages.ok) return hourPages;
  const files = hours.flatMap((path, index) => filesIn(path, hourPages.value[index]));
  return { ok: true, value: inTimeOrder(files) };
}

/** What a folder of the archive holds; one that does not exist (404, or the home page in its place) holds nothing. */
export function readFolder(
  path: readonly string[],
  network: Network,
  attempts?: number,
): Promise<Outcome<readonly FolderEntry[]>> {
  const url = addressOf(archiveUrl(...path, ''), network.hosts);
  return withRetry(() => readOnce(url, network), retryOf(network, url, attempts));
}

/**
 * A folder that may not be there. For such a path the archive redirects to its home page; where that page may not be
 * read from other sites the browser reports a broken connection. So a refused folder is looked for in the one above,
 * before it is tried again.
 *
 * @param rootDepth how many leading names of the path are sure to exist
 */
export async function openFolder(
  path: readonly string[],
  rootDepth: number,
  network: Network,
): Promise<Outcome<readonly FolderEntry[]>> {
  const url = addressOf(archiveUrl(...path, ''), network.hosts);
  let absent: boolean | null = null;
  // Once: when nothing further up can be read either, asking again tells no more.
  const isFinal = async ({ kind }: Failure) =>
    kind === 'refused' && (absent ??= await isAbsent(path, rootDepth, network));
  const folder = await withRetry(() => readOnce(url, network), { ...retryOf(network, url), isFinal });
  if (folder.ok || !(await isFinal(folder.failure))) return folder;
  return { ok: true, value: [] };
}

/** Whether a folder further up can be read and does not name the next one on the path. */
async function isAbsent(path: readonly string[], rootDepth: number, network: Network): Promise<boolean> {
  if (path.length <= rootDepth) return false;
  const parent = path.slice(0, -1);
  const above = await readFolder(parent, network, 1);
  if (!above.ok) return above.failure.kind === 'refused' && isAbsent(parent, rootDepth, network);
  return !above.value.some((entry) => entry.isFolder && entry.name === path.at(-1));
}

async function readOnce(url: string, network: Network): Promise<Outcome<readonly FolderEntry[]>> {
  const { fetch, signal, probe } = network;
  const page = await requestText(url, { fetch, signal, probe, timeoutMs, maxBytes: longestPage });
  if (page.ok) {
    if (contentTypeIsPage(page.value.contentType)) return { ok: true, value: parseListing(page.value.text) };
    const message = `${hostOf(url)} gave ${page.value.contentType || 'something'} where a folder's page should be`;
    return failed({ kind: 'unsupported', format: 'directory listing', message });
  }
  return page.failure.kind === 'missing' ? { ok: true, value: [] } : page;
}
