import { parseFileName } from '$lib/datasets/file-name';
import { secondUs } from '$lib/datasets/utc';
import type { ArchiveFile, ImagerDataset } from '$lib/model/dataset';
import type { TimeRange } from '$lib/model/time';

/** Which files to look for. */
export interface WantedFiles {
  readonly dataset: ImagerDataset;
  readonly range: TimeRange;
  readonly siteUid: string;
  /** null: every device at the site. */
  readonly deviceUid: string | null;
}

/** The last part of an address, percent-decoded; null where it is not readable. */
export function fileNameOf(url: string): string | null {
  try {
    return decodeURIComponent(url.slice(url.lastIndexOf('/') + 1));
  } catch {
    return null; // a stray % sign: not a name of this archive
  }
}

/**
 * The file at this address when it is one of the wanted: one with frames of the dataset, of that site and device, with
 * frames inside the range. Null for darks, hourly products, neighbours and everything else.
 */
export function wantedFile(url: string, bytes: number | null, wanted: WantedFiles): ArchiveFile | null {
  const { dataset, range, siteUid, deviceUid } = wanted;
  const name = fileNameOf(url);
  if (name === null || !dataset.fileName.test(name)) return null;
  const parsed = parseFileName(name);
  if (!parsed || parsed.siteUid !== siteUid.toLowerCase()) return null;
  if (deviceUid !== null && parsed.deviceUid !== deviceUid.toLowerCase()) return null;
  if (parsed.startUs >= range.endUs || parsed.startUs + dataset.packing.fileSpanSec * secondUs <= range.startUs)
    return null;
  return { ...parsed, url, name, bytes, dataset: dataset.name };
}

/** Time order; devices that imaged at the same minute in order of their names. The same address twice counts once. */
export function inTimeOrder(files: readonly ArchiveFile[]): ArchiveFile[] {
  const distinct = [...new Map(files.map((file) => [file.url, file])).values()];
  return distinct.sort((a, b) => a.startUs - b.startUs || (a.name < b.name ? -1 : 1));
}
