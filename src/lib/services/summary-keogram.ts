import { parseSummaryName } from '$lib/datasets/summary-name';
import { dayUs, hourUs, secondUs } from '$lib/datasets/utc';
import type { Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import { daysOf, isCameraFolder, mostDays, tooManyDays, type ArchiveDay } from './archive-days';
import { openFolder, readFolder } from './directory-listing';
import { serviceElseDirectory } from './fallback';
import { listUrls } from './file-list';
import { archiveUrl } from './hosts';
import { failed } from './http';
import type { Network } from './network';
import { isUnanswered } from './online';
import { firstThenParallel, inParallel } from './parallel';
import { fileNameOf, type WantedFiles } from './wanted-files';

const foldersAtATime = 4;

export type SummaryKind = 'daily' | 'hourly';

/**
 * One of the archive's own keogram pictures, JPEG or PNG, of one camera.
 *
 * Known about them: no axes, labels or margins; a column is an instant, its height that of the camera's picture (an RGB
 * one is in colour), white columns have no data; counts are stretched to 8 bit between percentiles 1 and 99 or fixed
 * limits, hour by hour, so neighbouring pictures may differ in brightness. A daily one is 720 columns wide, 2 minutes
 * each if it spans the UTC day, and the search service dates it 00:00 to 23:59; an hourly one of THEMIS is used as 600
 * columns, 6 s each.
 *
 * Not known, and to be looked at in a real picture: whether daily ones always span the whole UTC day (one page speaks of
 * 10 minutes to a column), which end is north, and the widths of arrays other than THEMIS. So `range` is what the name
 * says, and a picture placed by it is to be labelled as the archive's own.
 */
export interface SummaryKeogram {
  /** On the public archive. */
  readonly url: string;
  readonly name: string;
  /** What the x axis is taken to cover: the UTC day, or the hour. */
  readonly range: TimeRange;
  readonly kind: SummaryKind;
  readonly deviceUid: string;
}

interface SummaryProduct {
  /** As the listing service spells them, the one to be preferred first. */
  readonly daily: readonly string[];
  readonly hourly: readonly string[];
  /** Below the archive root. */
  readonly directory: string;
}

/**
 * Which dataset has which pictures, by the name of the raw one. Only THEMIS's and TREx RGB's folders and names were
 * seen; those of the others follow the same pattern as far as the service's list tells.
 */
const products: Readonly<Record<string, SummaryProduct>> = {
  THEMIS_ASI_RAW: product('THEMIS/asi/stream2', 'THEMIS_ASI_*_KEOGRAM_JPG'),
  REGO_RAW: product('GO-Canada/REGO/stream2', 'REGO_*_KEOGRAM_PNG', 'REGO_*_KEOGRAM_JPG'),
  TREX_NIR_RAW: product('TREx/NIR/stream2', 'TREX_NIR_*_KEOGRAM_PNG'),
  TREX_BLUE_RAW: product('TREx/blueline/stream2', 'TREX_BLUE_*_KEOGRAM_PNG'),
  // The same cameras as the colour files.
  TREX_RGB_RAW_NOMINAL: product('TREx/RGB/stream2', 'TREX_RGB_*_KEOGRAM'),
  SMILE_ASI_RAW: product('SMILE/asi/l0/keograms', 'SMILE_ASI_*_KEOGRAM'),
  TREX_RGB_RAW_LEGACY: product('TREx/RGB/stream2', 'TREX_RGB_*_KEOGRAM'),
};

/** Whether the archive makes such pictures of a dataset. */
export function hasSummaryKeograms(dataset: string): boolean {
  return Object.hasOwn(products, dataset);
}

/**
 * The archive's own keograms of a camera whose day (or hour) the range touches: by the listing service, else by looking
 * through `stream2/YYYY/MM/DD/<site>_<device>` and, for hourly ones, its `utHH`. In time order, all devices of the site
 * unless one is named, one picture for each device and span. A dataset without such pictures has none.
 */
export async function listSummaryKeograms(
  wanted: WantedFiles,
  network: Network,
  kind: SummaryKind = 'daily',
): Promise<Outcome<readonly SummaryKeogram[]>> {
  const summary = Object.hasOwn(products, wanted.dataset.name) ? products[wanted.dataset.name] : undefined;
  const days = daysOf(wanted.range);
  if (!summary || days.length === 0) return { ok: true, value: [] };
  if (days.length > mostDays) return failed(tooManyDays);
  const found = await serviceElseDirectory(
    () => byService(wanted, summary[kind], kind, network),
    // Where nobody answered, one folder is enough to see whether anybody does there.
    (failure) => byDirectory(wanted, summary.directory, { days, kind, isDoubtful: isUnanswered(failure) }, network),
  );
  return found.ok ? { ok: true, value: found.value.value } : found;
}

async function byService(
  wanted: WantedFiles,
  datasets: readonly string[],
  kind: SummaryKind,
  network: Network,
): Promise<Outcome<readonly SummaryKeogram[]>> {
  const { range, siteUid, deviceUid } = wanted;
  const unitUs = unitOf(kind);
  const startUs = Math.floor(range.startUs / unitUs) * unitUs;
  const lastUs = Math.ceil(range.endUs / secondUs) * secondUs - secondUs;
  for (const dataset of datasets) {
    const list = await listUrls({ dataset, startUs, lastUs, siteUid, deviceUid, withTotal: false }, network);
    if (!list.ok) return list;
    const found = chosen(list.value.urls, wanted, kind);
    if (found.length > 0) return { ok: true, value: found };
  }
  return { ok: true, value: [] };
}

interface Walk {
  readonly days: readonly ArchiveDay[];
  readonly kind: SummaryKind;
  /** Whether the first folder is opened alone, since it may well be that nobody answers. */
  readonly isDoubtful: boolean;
}

async function byDirectory(
  wanted: WantedFiles,
  directory: string,
  { days, kind, isDoubtful }: Walk,
  network: Network,
): Promise<Outcome<readonly SummaryKeogram[]>> {
  const root = directory.split('/');
  // That there is a folder of pictures at all is a guess for some arrays.
  const sureDepth = root.length - 1;
  const open = ({ path }: ArchiveDay) => openFolder([...root, ...path], sureDepth, network);
  const dayPages = await (isDoubtful ? firstThenParallel : inParallel)(days, foldersAtATime, open);
  if (!dayPages.ok) return dayPages;
  const cameras = days.flatMap((day, index) =>
    (dayPages.value[index] ?? [])
      .filter((entry) => entry.isFolder && isCameraFolder(entry.name, wanted))
      .map((entry) => ({ path: [...root, ...day.path, entry.name], hours: day.hours })),
  );
  const cameraFiles = await inParallel(cameras, foldersAtATime, async ({ path, hours }): Promise<Outcome<string[]>> => {
    const page = await readFolder(path, network);
    if (!page.ok) return page;
    // The pictures of the hours may lie in folders of their own, or beside that of the day.
    const folders = kind === 'hourly' ? page.value.filter((entry) => entry.isFolder && hours.has(entry.name)) : [];
    const here = page.value.filter((entry) => !entry.isFolder).map((entry) => archiveUrl(...path, entry.name));
    const below = await inParallel(folders, 1, ({ name }) => readFolder([...path, name], network));
    if (!below.ok) return below;
    const inHours = folders.flatMap((folder, index) =>
      (below.value[index] ?? []).map((entry) => archiveUrl(...path, folder.name, entry.name)),
    );
    return { ok: true, value: [...here, ...inHours] };
  });
  return cameraFiles.ok ? { ok: true, value: chosen(cameraFiles.value.flat(), wanted, kind) } : cameraFiles;
}

/** Those of the wanted camera and range, in time order; of two pictures of the same the PNG, which loses nothing. */
function chosen(urls: readonly string[], wanted: WantedFiles, kind: SummaryKind): SummaryKeogram[] {
  const best = new Map<string, SummaryKeogram>();
  for (const url of urls) {
    const picture = pictureAt(url, wanted, kind);
    if (!picture) continue;
    const key = `${picture.deviceUid} ${picture.range.startUs}`;
    const other = best.get(key);
    if (!other || (isPng(picture) && !isPng(other))) best.set(key, picture);
  }
  return [...best.values()].sort((a, b) => a.range.startUs - b.range.startUs || (a.name < b.name ? -1 : 1));
}

function pictureAt(url: string, { range, siteUid, deviceUid }: WantedFiles, kind: SummaryKind): SummaryKeogram | null {
  const name = fileNameOf(url);
  const told = name === null ? null : parseSummaryName(name);
  if (!name || told?.span !== kind) return null;
  if (told.siteUid !== siteUid.toLowerCase()) return null;
  if (deviceUid !== null && told.deviceUid !== deviceUid.toLowerCase()) return null;
  if (told.range.startUs >= range.endUs || told.range.endUs <= range.startUs) return null;
  return { url, name, range: told.range, kind, deviceUid: told.deviceUid };
}

function isPng({ name }: SummaryKeogram): boolean {
  return name.toLowerCase().endsWith('.png');
}

function unitOf(kind: SummaryKind): number {
  return kind === 'daily' ? dayUs : hourUs;
}

/** @param datasets with a star for the span */
function product(directory: string, ...datasets: readonly string[]): SummaryProduct {
  const named = (span: string) => datasets.map((dataset) => dataset.replace('*', span));
  return { directory, daily: named('DAILY'), hourly: named('HOURLY') };
}
