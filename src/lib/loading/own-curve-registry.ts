import { dayUs } from '$lib/datasets/utc';
import type { CurveFile } from '$lib/model/curve';
import type { OwnRiometer } from '$lib/model/own-file';
import type { TimeRange } from '$lib/model/time';
import { archiveUrl } from '$lib/services/hosts';

interface Site {
  readonly dataset: string;
  readonly siteUid: string;
}

/** A person's own day files of curves that this tab has open, by the address that they would have on the archive. */
export class OwnCurveRegistry {
  readonly #open = new Map<string, { readonly file: CurveFile; readonly blob: Blob }>();
  readonly #lost = new Map<string, CurveFile>();

  /** @returns false when another file of the same site and day is open already, or where the site is not known */
  add(blob: Blob, { dataset, siteUid, startUs, path }: OwnRiometer): boolean {
    if (path === null || siteUid === null) return false;
    const url = archiveUrl(path);
    if (this.#open.has(url)) return false;
    const name = path.slice(path.lastIndexOf('/') + 1);
    this.#open.set(url, { file: { url, name, dataset, siteUid, startUs, bytes: blob.size }, blob });
    this.#lost.delete(url);
    return true;
  }

  blobOf(url: string): Blob | null {
    return this.#open.get(url)?.blob ?? null;
  }

  /** Open files of a site of the days that a range touches, in order of time. */
  filesOf(site: Site, range: TimeRange): CurveFile[] {
    return within(this.files, site, range);
  }

  /** Those of an earlier visit, which this tab does not have. */
  lostOf(site: Site, range: TimeRange): CurveFile[] {
    return within(this.lostFiles, site, range);
  }

  isLost(url: string): boolean {
    return this.#lost.has(url);
  }

  get files(): readonly CurveFile[] {
    return Array.from(this.#open.values(), ({ file }) => file);
  }

  get lostFiles(): readonly CurveFile[] {
    return [...this.#lost.values()];
  }

  /** Files of an earlier visit, as `files` gave them then. */
  remember(files: readonly CurveFile[]): void {
    for (const file of files) if (!this.#open.has(file.url)) this.#lost.set(file.url, file);
  }

  clear(): void {
    this.#open.clear();
    this.#lost.clear();
  }
}

function within(files: readonly CurveFile[], site: Site, { startUs, endUs }: TimeRange): CurveFile[] {
  return files
    .filter((file) => file.dataset === site.dataset && file.siteUid === site.siteUid.toLowerCase())
    .filter((file) => file.startUs < endUs && file.startUs + dayUs > startUs)
    .sort((one, other) => one.startUs - other.startUs);
}
