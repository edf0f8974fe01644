import type { CurveFile } from '$lib/model/curve';
import type { ArchiveFile } from '$lib/model/dataset';
import type { OpenFolder } from './given-files';

/** Whether what was remembered is such a file: written by another version perhaps, it is looked at first. */
export function isArchiveFile(value: unknown): value is ArchiveFile {
  return isCurveFile(value) && 'deviceUid' in value && typeof value.deviceUid === 'string';
}

export function isCurveFile(value: unknown): value is CurveFile {
  const { url, name, dataset, siteUid, startUs } = (value ?? {}) as Partial<Record<keyof CurveFile, unknown>>;
  return [url, name, dataset, siteUid].every((text) => typeof text === 'string') && typeof startUs === 'number';
}

export function isFolder(value: unknown): value is OpenFolder {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'directory';
}
