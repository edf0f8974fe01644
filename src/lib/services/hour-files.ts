import { isFileOf, parseCameraFolder, parseHourFolder, placeInArchive } from '$lib/datasets/archive-path';
import { dayUs, hourUs, secondUs } from '$lib/datasets/utc';
import type { CatalogueDataset, CatalogueFile } from '$lib/model/catalogue';
import type { Outcome } from '$lib/model/failure';
import { daysOf } from './archive-days';
import { openFolder, readFolder } from './directory-listing';
import { directoryOnly, serviceElseDirectory } from './fallback';
import { listUrls } from './file-list';
import { archiveUrl } from './hosts';
import type { Network } from './network';
import { inParallel } from './parallel';
import { fileNameOf } from './wanted-files';

/** Which files of a dataset: of any kind, whether they can be a track or not. */
export interface WantedHour {
  readonly dataset: CatalogueDataset;
  /** Start of the UTC day. */
  readonly dayStartUs: number;
  /** null: those that are of the whole day. */
  readonly hour: number | null;
  /** null: files of all sites together. */
  readonly siteUid: string | null;
  readonly deviceUid: string | null;
}

const foldersAtATime = 4;

/** The files of an hour or a day, in the order of their names: by the listing service, else by the archive's folders. */
export async function listHourFiles(wanted: WantedHour, network: Network): Promise<Outcome<readonly CatalogueFile[]>> {
  const lookThrough = () => byDirectory(wanted, network);
  const found = await (wanted.dataset.listedByService
    ? serviceElseDirectory(() => byService(wanted, network), lookThrough)
    : directoryOnly(lookThrough));
  return found.ok ? { ok: true, value: found.value.value } : found;
}

async function byService(wanted: WantedHour, network: Network): Promise<Outcome<readonly CatalogueFile[]>> {
  const { dataset, dayStartUs, hour, siteUid, deviceUid } = wanted;
  const startUs = dayStartUs + (hour ?? 0) * hourUs;
  const lastUs = startUs + (hour === null ? dayUs : hourUs) - secondUs;
  const query = { dataset: dataset.name, startUs, lastUs, siteUid, deviceUid, withTotal: false };
  const list = await listUrls(query, network);
  return list.ok ? { ok: true, value: wantedOf(list.value.urls, wanted) } : list;
}

async function byDirectory(wanted: WantedHour, network: Network): Promise<Outcome<readonly CatalogueFile[]>> {
  const { dataset, dayStartUs, hour, siteUid, deviceUid } = wanted;
  if (dataset.directory === null) return { ok: true, value: [] };
  const root = dataset.directory.split('/');
  const dayPath = [...root, ...daysOf({ startUs: dayStartUs, endUs: dayStartUs + dayUs })[0]!.path];
  const day = await openFolder(dayPath, dataset.directoryIsSure ? root.length : 1, network);
  if (!day.ok) return day;
  const urls: string[] = [];
  const below: string[][] = [];
  const isOfHour = (folder: string) => hour !== null && parseHourFolder(folder) === hour;
  for (const { name, isFolder } of day.value) {
    const camera = isFolder ? parseCameraFolder(name) : null;
    const isOwn = camera?.siteUid === siteUid && (deviceUid === null || camera?.deviceUid === deviceUid);
    if (!isFolder && isFileOf(dataset, name)) urls.push(archiveUrl(...dayPath, name));
    else if (isFolder && (isOfHour(name) || isOwn)) below.push([...dayPath, name]);
  }
  for (let folders = below; folders.length > 0;) {
    const pages = await inParallel(folders, foldersAtATime, (path) => readFolder(path, network));
    if (!pages.ok) return pages;
    const deeper: string[][] = [];
    folders.forEach((path, index) => {
      for (const { name, isFolder } of pages.value[index]!) {
        if (!isFolder && isFileOf(dataset, name)) urls.push(archiveUrl(...path, name));
        else if (isFolder && isOfHour(name) && path.length <= dayPath.length + 1) deeper.push([...path, name]);
      }
    });
    folders = deeper;
  }
  return { ok: true, value: wantedOf(urls, wanted) };
}

function wantedOf(urls: readonly string[], { dataset, hour, siteUid, deviceUid }: WantedHour): CatalogueFile[] {
  const files = urls.flatMap((url): CatalogueFile[] => {
    const name = fileNameOf(url);
    if (name === null || /_dark[_.]/.test(name)) return [];
    const place = placeInArchive(url.slice(0, url.lastIndexOf('/') + 1) + name);
    const isOther = (said: string | null, asked: string | null) => asked !== null && said !== null && said !== asked;
    if (place.hour !== hour || isOther(place.siteUid, siteUid) || isOther(place.deviceUid, deviceUid)) return [];
    return [{ url, name, dataset: dataset.name }];
  });
  return [...new Map(files.map((file) => [file.url, file])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
