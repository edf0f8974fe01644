import type { CatalogueDataset } from '$lib/model/catalogue';
import { datasetByName } from './catalogue';
import { parseRiometerName } from './riometer-name';

/** Whose file it is and which hour of the day it covers, as its path tells. */
export interface PlaceInArchive {
  /** null for files of a whole array. */
  readonly siteUid: string | null;
  readonly deviceUid: string | null;
  /** null for files that cover the whole day. */
  readonly hour: number | null;
}

/** The folder of one camera in the folder of a day: `gill_themis19`; null for other folders. */
export function parseCameraFolder(folder: string): { readonly siteUid: string; readonly deviceUid: string } | null {
  const match = /^([a-z0-9]{3,5})_([a-z]+-?\d{1,4})$/.exec(folder.toLowerCase());
  return match ? { siteUid: match[1]!, deviceUid: match[2]! } : null;
}

/** The folder of an hour: `ut06`; null for other folders. */
export function parseHourFolder(folder: string): number | null {
  const match = /^ut([01]\d|2[0-3])$/.exec(folder);
  return match ? Number(match[1]) : null;
}

/**
 * Read the path of any dated file of the archive: folders first, `<site>_<device>/utHH/`, and the name where folders
 * do not say it.
 *
 * @param path with slashes, percent-decoded; what goes before the day does not matter
 */
export function placeInArchive(path: string): PlaceInArchive {
  const parts = path.split('/');
  const name = parts.pop()!;
  const folders = parts.slice(-2); // further up, the folder of an array may look like that of a camera
  const camera = firstOf(folders, parseCameraFolder) ?? cameraInName(name);
  const hour = firstOf(folders, parseHourFolder) ?? hourInName(name);
  return { siteUid: camera?.siteUid ?? siteInName(name), deviceUid: camera?.deviceUid ?? null, hour };
}

/**
 * Whether a file of a dataset's folder belongs to it: folders are shared by raw minutes, darks and hourly files, by
 * daily and hourly pictures, by k0 and k2. For a dataset that the app does not know every file does.
 *
 * @param name without folders
 */
export function isFileOf({ name: dataset, kind, fileSpan }: CatalogueDataset, name: string): boolean {
  if (/_dark[_.]/.test(name)) return false;
  switch (kind) {
    case 'frames':
      return datasetByName(dataset)?.fileName.test(name) ?? /^\d{8}_\d{4}/.test(name);
    case 'series':
      return dataset.startsWith('NORSTAR')
        ? parseRiometerName(name).kind === (dataset.includes('_K0_') ? 'k0' : 'k2')
        : name.endsWith('.h5');
    case 'picture':
      return isPictureOf(dataset, fileSpan === '1day', name.toLowerCase());
    case 'other':
      return name.toLowerCase().includes(dataset.slice(dataset.lastIndexOf('_')).toLowerCase());
    case 'spectra':
    case 'grid':
      return name.endsWith('.h5');
    case 'skymap':
    case 'calibration':
      return name.endsWith('.sav');
    case 'unknown':
      return true;
  }
}

function isPictureOf(dataset: string, daily: boolean, name: string): boolean {
  const what = /KEOGRAM|MONTAGE|AVERAGE/.exec(dataset)?.[0].toLowerCase() ?? '';
  const format = /_(JPG|PNG|PGM)$/.exec(dataset)?.[1]?.toLowerCase();
  const ending = format === 'pgm' ? /\.pgm(\.gz)?$/ : format ? new RegExp(`\\.${format}$`) : /\.(jpg|png)$/;
  if (what === '') return ending.test(name);
  // A day's name has two underscores where an hour's has the hour between them.
  return name.includes(what) && ending.test(name) && /^\d{8}__/.test(name) === daily;
}

/** Devices are written in small letters, unlike the method of a grid: `110km_MOSv001`. */
function cameraInName(name: string) {
  const parts = name.split('.')[0]!.split('_');
  const device = parts.findIndex((part, index) => index > 0 && /^[a-z]+-?\d{1,4}$/.test(part) && !/^v\d+$/.test(part));
  const siteUid = parts[device - 1];
  if (device < 1 || siteUid === undefined || !/^(?=.*[a-z])[a-z0-9]{3,5}$/.test(siteUid)) return null;
  return { siteUid, deviceUid: parts[device]! };
}

function siteInName(name: string): string | null {
  return /^\d{8}_([a-z0-9]{3,5})-hsr[_.]/.exec(name)?.[1] ?? parseRiometerName(name).siteUid;
}

/** `20140310_0600_…`, `20080904_07_…`, `20300101_060100_000053_…`; a day's has none: `20211228__…` */
function hourInName(name: string): number | null {
  const match = /^\d{8}_([01]\d|2[0-3])(?:\d{2}){0,2}_/.exec(name);
  return match ? Number(match[1]) : null;
}

function firstOf<T>(items: readonly string[], read: (item: string) => T | null): T | null {
  for (const item of items) {
    const found = read(item);
    if (found !== null) return found;
  }
  return null;
}
