import type { OwnFileRegistry } from '$lib/loading/own-registry';
import type { CurveFile } from '$lib/model/curve';
import type { ArchiveFile } from '$lib/model/dataset';
import type { OpenFolder } from './given-files';

/** What outlives the tab: small values by key. */
export interface Memory {
  get(key: string): Promise<{ readonly value: unknown } | undefined>;
  put(key: string, value: unknown): Promise<unknown>;
  delete(key: string): Promise<void>;
}

const filesKey = 'own files';
const curvesKey = 'own curves';
const folderKey = 'own folder';
/** A few years of one camera's events. */
const mostRemembered = 20_000;

/** What outlives the tab of a person's own files: which minutes and days they were, and their folder. */
export class OwnRemembered {
  readonly #memory: Memory;
  readonly #registry: OwnFileRegistry;

  constructor(memory: Memory, registry: OwnFileRegistry) {
    this.#memory = memory;
    this.#registry = registry;
  }

  /** Tells the registry what an earlier visit had. @returns the folder of then, where it can be opened again */
  async restore(): Promise<OpenFolder | null> {
    const keys = [filesKey, curvesKey, folderKey];
    const [files, curves, folder] = await Promise.all(keys.map((key) => this.#memory.get(key)));
    if (Array.isArray(files?.value)) this.#registry.remember((files.value as unknown[]).filter(isArchiveFile));
    if (Array.isArray(curves?.value)) this.#registry.curves.remember((curves.value as unknown[]).filter(isCurveFile));
    return isFolder(folder?.value) ? folder.value : null;
  }

  /** What the registry has open, and what it lacks of earlier visits. */
  async keepFiles(): Promise<void> {
    const { files, lostFiles, curves } = this.#registry;
    await Promise.all([
      this.#memory.put(filesKey, [...files, ...lostFiles].slice(0, mostRemembered)),
      this.#memory.put(curvesKey, [...curves.files, ...curves.lostFiles].slice(0, mostRemembered)),
    ]);
  }

  async keepFolder(folder: OpenFolder): Promise<void> {
    await this.#memory.put(folderKey, folder);
  }

  async forget(): Promise<void> {
    await Promise.all([filesKey, curvesKey, folderKey].map((key) => this.#memory.delete(key)));
  }
}

/** Whether what was remembered is such a file: written by another version perhaps, it is looked at first. */
function isArchiveFile(value: unknown): value is ArchiveFile {
  return isCurveFile(value) && 'deviceUid' in value && typeof value.deviceUid === 'string';
}

function isCurveFile(value: unknown): value is CurveFile {
  const { url, name, dataset, siteUid, startUs } = (value ?? {}) as Partial<Record<keyof CurveFile, unknown>>;
  return [url, name, dataset, siteUid].every((text) => typeof text === 'string') && typeof startUs === 'number';
}

function isFolder(value: unknown): value is OpenFolder {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'directory';
}
