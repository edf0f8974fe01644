import { gridDatasetByName, gridFilePath } from '$lib/datasets/grid-catalogue';
import { minuteUs } from '$lib/datasets/utc';
import type { GridFile } from '$lib/model/grid';
import type { OwnGrid } from '$lib/model/own-file';
import type { TimeRange } from '$lib/model/time';
import { archiveUrl } from '$lib/services/hosts';

/** A person's own grid files that this tab has open, by the address that they would have on the archive. */
export class OwnGridRegistry {
  readonly #open = new Map<string, { readonly file: GridFile; readonly blob: Blob }>();
  readonly #lost = new Map<string, GridFile>();

  /** @returns false when another file of the same minute is open already, or where it is not known of which dataset it is */
  add(blob: Blob, { dataset: name, firstUs }: OwnGrid): boolean {
    const dataset = name === null ? null : gridDatasetByName(name);
    if (!dataset) return false;
    const startUs = Math.floor(firstUs / minuteUs) * minuteUs;
    const path = gridFilePath(dataset, startUs);
    const url = archiveUrl(path);
    if (this.#open.has(url)) return false;
    const file = { url, name: path.slice(path.lastIndexOf('/') + 1), dataset: dataset.name, startUs, bytes: blob.size };
    this.#open.set(url, { file, blob });
    this.#lost.delete(url);
    return true;
  }

  /** Whether neither this tab nor an earlier visit had any open. */
  get isEmpty(): boolean {
    return this.#open.size + this.#lost.size === 0;
  }

  blobOf(url: string): Blob | null {
    return this.#open.get(url)?.blob ?? null;
  }

  /** Open files of a dataset in the minutes that a range touches, in order of time. */
  filesOf(dataset: string, range: TimeRange): GridFile[] {
    return within(this.files, dataset, range);
  }

  /** Those of an earlier visit, which this tab does not have. */
  lostOf(dataset: string, range: TimeRange): GridFile[] {
    return within(this.lostFiles, dataset, range);
  }

  isLost(url: string): boolean {
    return this.#lost.has(url);
  }

  get files(): readonly GridFile[] {
    return Array.from(this.#open.values(), ({ file }) => file);
  }

  get lostFiles(): readonly GridFile[] {
    return [...this.#lost.values()];
  }

  /** Files of an earlier visit, as `files` gave them then. */
  remember(files: readonly GridFile[]): void {
    for (const file of files) if (!this.#open.has(file.url)) this.#lost.set(file.url, file);
  }

  clear(): void {
    this.#open.clear();
    this.#lost.clear();
  }
}

function within(files: readonly GridFile[], dataset: string, { startUs, endUs }: TimeRange): GridFile[] {
  return files
    .filter((file) => file.dataset === dataset && file.startUs < endUs && file.startUs + minuteUs > startUs)
    .sort((one, other) => one.startUs - other.startUs);
}
