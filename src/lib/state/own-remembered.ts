import type { OwnFileRegistry } from '$lib/loading/own-registry';
import type { CurveFile } from '$lib/model/curve';
import type { ArchiveFile } from '$lib/model/dataset';
import type { GridFile } from '$lib/model/grid';
import type { OpenFolder } from './given-files';
import { ownKeys, type Memory } from './own-memory';

const folderKey = 'own folder';
/** A few years of one camera's events. */
const mostRemembered = 20_000;

/** Which minutes and days a person's own files were, and the folder they came from; never anything of their content. */
export function createOwnMemory(memory: Memory, registry: OwnFileRegistry) {
  const { curves, grids } = registry;
  const parts = [
    {
      key: ownKeys.frames,
      remember: (files: readonly unknown[]) => registry.remember(files.filter(isArchiveFile)),
      files: () => [...registry.files, ...registry.lostFiles],
    },
    {
      key: ownKeys.curves,
      remember: (files: readonly unknown[]) => curves.remember(files.filter(isCurveFile)),
      files: () => [...curves.files, ...curves.lostFiles],
    },
    {
      key: ownKeys.grids,
      remember: (files: readonly unknown[]) => grids.remember(files.filter(isGridFile)),
      files: () => [...grids.files, ...grids.lostFiles],
    },
  ];
  return {
    /** Tells the registry of the files of an earlier visit. @returns the folder, where one was open */
    async recall(): Promise<OpenFolder | null> {
      const [folder] = await Promise.all([
        memory.get(folderKey),
        ...parts.map(async ({ key, remember }) => {
          const kept = await memory.get(key);
          if (Array.isArray(kept?.value)) remember(kept.value as readonly unknown[]);
        }),
      ]);
      return isFolder(folder?.value) ? folder.value : null;
    },
    async keep(): Promise<void> {
      await Promise.all(parts.map(({ key, files }) => memory.put(key, files().slice(0, mostRemembered))));
    },
    keepFolder: (folder: OpenFolder) => memory.put(folderKey, folder),
    async forget(): Promise<void> {
      await Promise.all([folderKey, ...parts.map(({ key }) => key)].map((key) => memory.delete(key)));
    },
    /** Files of an earlier visit that are not open. */
    lost: () => registry.lostFiles.length + curves.lostFiles.length + grids.lostFiles.length,
  };
}

/* Written by another version perhaps, what was remembered is looked at first. */

function isArchiveFile(value: unknown): value is ArchiveFile {
  return isCurveFile(value) && 'deviceUid' in value && typeof value.deviceUid === 'string';
}

function isCurveFile(value: unknown): value is CurveFile {
  return isGridFile(value) && 'siteUid' in value && typeof value.siteUid === 'string';
}

function isGridFile(value: unknown): value is GridFile {
  const { url, name, dataset, startUs } = (value ?? {}) as Partial<Record<keyof GridFile, unknown>>;
  return [url, name, dataset].every((text) => typeof text === 'string') && typeof startUs === 'number';
}

function isFolder(value: unknown): value is OpenFolder {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'directory';
}
