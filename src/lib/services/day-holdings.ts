import { isFileOf, parseCameraFolder, parseHourFolder, placeInArchive } from '$lib/datasets/archive-path';
import { dayUs, secondUs } from '$lib/datasets/utc';
import type { DayHoldings } from '$lib/model/availability';
import type { CatalogueDataset } from '$lib/model/catalogue';
import type { Outcome } from '$lib/model/failure';
import { daysOf } from './archive-days';
import { openFolder, readFolder } from './directory-listing';
import { directoryOnly, serviceElseDirectory, type Found } from './fallback';
import { listUrls } from './file-list';
import type { FolderEntry } from './folder-page';
import { failed } from './http';
import type { Network } from './network';
import { inParallel } from './parallel';
import { fileNameOf } from './wanted-files';

const foldersAtATime = 4;

/**
 * What the archive has of a dataset on one UTC day. By the listing service where it is one small answer, else by the
 * folders of the day. All sites of an imager's minutes would be ten thousand addresses: there the day's folder says
 * which cameras ran, and the hours of a camera are for a question about its site.
 *
 * @param startUs of the day
 * @param siteUid null: all sites
 */
export function listDayHoldings(
  dataset: CatalogueDataset,
  startUs: number,
  siteUid: string | null,
  network: Network,
): Promise<Outcome<Found<readonly DayHoldings[]>>> {
  const lookThrough = () => byDirectory(dataset, startUs, siteUid, network);
  const manyFiles = siteUid === null && dataset.fileSpan === '1min' && dataset.kind !== 'grid';
  if (!dataset.listedByService || (manyFiles && dataset.directory !== null)) return directoryOnly(lookThrough);
  return serviceElseDirectory(() => byService(dataset, startUs, siteUid, network), lookThrough);
}

async function byService(
  dataset: CatalogueDataset,
  startUs: number,
  siteUid: string | null,
  network: Network,
): Promise<Outcome<readonly DayHoldings[]>> {
  const span = { startUs, lastUs: startUs + dayUs - secondUs };
  const query = { ...span, dataset: dataset.name, siteUid, deviceUid: null, withTotal: false };
  const list = await listUrls(query, network);
  if (!list.ok) return list;
  const tally = new Tally();
  for (const url of list.value.urls) {
    const name = fileNameOf(url);
    if (name !== null && !/_dark[_.]/.test(name)) tally.file(url.slice(0, url.lastIndexOf('/') + 1) + name);
  }
  return { ok: true, value: tally.holdings() };
}

/** Hours by the `utHH` folders, whose files are not counted; where there are none, by the names of the files. */
async function byDirectory(
  dataset: CatalogueDataset,
  startUs: number,
  siteUid: string | null,
  network: Network,
): Promise<Outcome<readonly DayHoldings[]>> {
  if (dataset.directory === null) {
    const message = `nobody says in which folder of the archive ${dataset.name} is`;
    return failed({ kind: 'unsupported', format: 'directory listing', message });
  }
  const root = dataset.directory.split('/');
  const dayPath = [...root, ...daysOf({ startUs, endUs: startUs + dayUs })[0]!.path];
  // That there is such a folder at all is a guess for some datasets.
  const sureDepth = dataset.directoryIsSure ? root.length : 1;
  const day = await openFolder(dayPath, sureDepth, network);
  if (!day.ok) return day;

  const tally = new Tally();
  addEntries(tally, dataset, '', day.value);
  const cameras = day.value.flatMap((entry) => {
    const camera = entry.isFolder ? parseCameraFolder(entry.name) : null;
    return camera ? [{ ...camera, folder: entry.name }] : [];
  });
  if (siteUid === null) {
    for (const camera of cameras) tally.camera(camera.siteUid, camera.deviceUid);
    return { ok: true, value: tally.holdings() };
  }
  const own = cameras.filter((camera) => camera.siteUid === siteUid);
  const pages = await inParallel(own, foldersAtATime, ({ folder }) => readFolder([...dayPath, folder], network));
  if (!pages.ok) return pages;
  own.forEach(({ folder }, index) => addEntries(tally, dataset, `${folder}/`, pages.value[index]!));
  const ofSite = tally.holdings().filter((holding) => holding.siteUid === siteUid || holding.siteUid === null);
  return { ok: true, value: ofSite };
}

function addEntries(tally: Tally, dataset: CatalogueDataset, folder: string, entries: readonly FolderEntry[]): void {
  for (const entry of entries) {
    if (!entry.isFolder && isFileOf(dataset, entry.name)) tally.file(folder + entry.name);
    else if (entry.isFolder && parseHourFolder(entry.name) !== null) tally.hourFolder(`${folder}${entry.name}/`);
  }
}

interface Counted {
  readonly siteUid: string | null;
  readonly deviceUid: string | null;
  /** null for a camera whose folder was not opened. */
  hours: Map<number, number | null> | null;
  dayFiles: number;
}

/** Counts files by site, device and hour. */
class Tally {
  readonly #counted = new Map<string, Counted>();

  camera(siteUid: string | null, deviceUid: string | null): Counted {
    const key = `${siteUid ?? ''} ${deviceUid ?? ''}`;
    const known = this.#counted.get(key);
    if (known) return known;
    const fresh: Counted = { siteUid, deviceUid, hours: null, dayFiles: 0 };
    this.#counted.set(key, fresh);
    return fresh;
  }

  file(path: string): void {
    const { siteUid, deviceUid, hour } = placeInArchive(path);
    const camera = this.camera(siteUid, deviceUid);
    camera.hours ??= new Map();
    if (hour === null) camera.dayFiles += 1;
    else camera.hours.set(hour, (camera.hours.get(hour) ?? 0) + 1);
  }

  hourFolder(path: string): void {
    const { siteUid, deviceUid, hour } = placeInArchive(path);
    const camera = this.camera(siteUid, deviceUid);
    camera.hours ??= new Map();
    if (hour !== null && !camera.hours.has(hour)) camera.hours.set(hour, null);
  }

  holdings(): DayHoldings[] {
    const rank = ({ siteUid, deviceUid }: DayHoldings) => `${siteUid ?? ''} ${deviceUid ?? ''}`;
    return [...this.#counted.values()]
      .map(({ hours, ...camera }) => ({ ...camera, hours: hours && inOrder(hours) }))
      .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }
}

function inOrder(hours: ReadonlyMap<number, number | null>) {
  return [...hours].map(([hour, files]) => ({ hour, files })).sort((a, b) => a.hour - b.hour);
}
