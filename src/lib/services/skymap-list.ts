import { parseSkymapName } from '$lib/datasets/skymap-choice';
import { dayUs } from '$lib/datasets/utc';
import type { Outcome } from '$lib/model/failure';
import type { SkymapName } from '$lib/model/skymap';
import { openFolder, readFolder } from './directory-listing';
import { serviceElseDirectory, type Found } from './fallback';
import { listUrls } from './file-list';
import { archiveUrl } from './hosts';
import type { Network } from './network';
import { inParallel } from './parallel';
import { fileNameOf } from './wanted-files';

/** What its name says, and where it is. */
export interface ListedSkymap extends SkymapName {
  /** Its address on the public archive. */
  readonly url: string;
}

export interface WantedSkymaps {
  /** As in `ImagerDataset.skymaps`. */
  readonly dataset: string;
  readonly directory: string;
  readonly siteUid: string;
  /** What one is wanted for: matters where it lies ahead. */
  readonly timeUs?: number;
}

/** The span in which the published readers look: no skymap is older, and some are announced a few days ahead. */
const firstSkymapUs = Date.UTC(2000, 0, 1) * 1000;
const aheadUs = 5 * dayUs;
const foldersAtATime = 4;

/**
 * The skymaps of a site, those that are announced included, in no particular order: by the listing service, else by
 * looking through the folders.
 */
export function listSkymaps(
  wanted: WantedSkymaps,
  network: Network,
  nowUs = Date.now() * 1000,
): Promise<Outcome<Found<readonly ListedSkymap[]>>> {
  return serviceElseDirectory(
    () => byService(wanted, network, nowUs),
    () => byDirectory(wanted, network),
  );
}

async function byService(
  wanted: WantedSkymaps,
  network: Network,
  nowUs: number,
): Promise<Outcome<readonly ListedSkymap[]>> {
  const { dataset, siteUid, timeUs = nowUs } = wanted;
  const span = { startUs: firstSkymapUs, lastUs: Math.max(nowUs + aheadUs, timeUs) };
  const list = await listUrls({ ...span, dataset, siteUid, deviceUid: null, withTotal: false }, network);
  return list.ok ? { ok: true, value: skymapsAmong(list.value.urls, siteUid) } : list;
}

/** `<directory>/<site>/<site>_YYYYMMDD/<file>`; the folder's date may differ from the file's, which is the one to go by. */
async function byDirectory(wanted: WantedSkymaps, network: Network): Promise<Outcome<readonly ListedSkymap[]>> {
  const site = wanted.siteUid.toLowerCase();
  const root = wanted.directory.split('/');
  const siteFolder = [...root, site];
  const dates = await openFolder(siteFolder, root.length, network);
  if (!dates.ok) return dates;
  const folders = dates.value.filter((entry) => entry.isFolder && entry.name.toLowerCase().startsWith(`${site}_`));
  const listed = await inParallel(folders, foldersAtATime, async ({ name }): Promise<Outcome<string[]>> => {
    const path = [...siteFolder, name];
    const files = await readFolder(path, network);
    if (!files.ok) return files;
    return {
      ok: true,
      value: files.value.filter((file) => !file.isFolder).map((file) => archiveUrl(...path, file.name)),
    };
  });
  return listed.ok ? { ok: true, value: skymapsAmong(listed.value.flat(), site) } : listed;
}

function skymapsAmong(urls: readonly string[], siteUid: string): ListedSkymap[] {
  return urls.flatMap((url) => {
    const file = fileNameOf(url);
    const name = file?.toLowerCase().endsWith('.sav') ? parseSkymapName(file) : null;
    return name?.siteUid === siteUid.toLowerCase() ? [{ ...name, url }] : [];
  });
}
