import { datasetByName } from '$lib/datasets/catalogue';
import { secondUs } from '$lib/datasets/utc';
import type { ArchiveFile } from '$lib/model/dataset';
import type { OwnCalibration, OwnFrames, OwnSkymap } from '$lib/model/own-file';
import type { TimeRange } from '$lib/model/time';
import { archiveUrl } from '$lib/services/hosts';

export interface OwnSkymapFile extends OwnSkymap {
  readonly name: string;
  readonly blob: Blob;
}

export interface OwnCalibrationFile extends OwnCalibration {
  readonly name: string;
  readonly blob: Blob;
}

/** A camera in a request: with no device, whichever there is. */
interface AnyCamera {
  readonly dataset: string;
  readonly siteUid: string;
  readonly deviceUid: string | null;
}

/** A person's own files that this tab has open, by the address that they would have on the archive. */
export class OwnFileRegistry {
  readonly #open = new Map<string, { readonly file: ArchiveFile; readonly blob: Blob }>();
  readonly #cameras = new Map<string, Set<ArchiveFile>>();
  readonly #lost = new Map<string, ArchiveFile>();
  #skymaps: readonly OwnSkymapFile[] = [];
  #calibrations: readonly OwnCalibrationFile[] = [];

  /** @returns false when another file of the same camera and time is open already: that one stays */
  addFrames(blob: Blob, content: OwnFrames): boolean {
    const { dataset, siteUid, deviceUid, startUs, path } = content;
    const url = archiveUrl(path);
    if (this.#open.has(url)) return false;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const file: ArchiveFile = { url, name, dataset, siteUid, deviceUid, startUs, bytes: blob.size };
    this.#open.set(url, { file, blob });
    const camera = keyOf(file);
    this.#cameras.set(camera, (this.#cameras.get(camera) ?? new Set()).add(file));
    this.#lost.delete(url);
    return true;
  }

  addSkymap(skymap: OwnSkymapFile): void {
    this.#skymaps = [...this.#skymaps, skymap];
  }

  addCalibration(calibration: OwnCalibrationFile): void {
    this.#calibrations = [...this.#calibrations, calibration];
  }

  get skymaps(): readonly OwnSkymapFile[] {
    return this.#skymaps;
  }

  get calibrations(): readonly OwnCalibrationFile[] {
    return this.#calibrations;
  }

  /** All files with frames, in the order in which they came. */
  get files(): readonly ArchiveFile[] {
    return Array.from(this.#open.values(), ({ file }) => file);
  }

  blobOf(url: string): Blob | null {
    return this.#open.get(url)?.blob ?? null;
  }

  /** Whether an own file of this address was open in an earlier visit, and is not now. */
  isLost(url: string): boolean {
    return this.#lost.has(url);
  }

  /** Open files of a camera with frames in a range, in order of time. */
  filesOf(camera: AnyCamera, range: TimeRange): ArchiveFile[] {
    return within([...(this.#cameras.get(keyOf(camera)) ?? [])], camera, range);
  }

  /** Those of an earlier visit, which this tab does not have. */
  lostOf(camera: AnyCamera, range: TimeRange): ArchiveFile[] {
    if (this.#lost.size === 0) return [];
    const key = keyOf(camera);
    return within(
      [...this.#lost.values()].filter((file) => keyOf(file) === key),
      camera,
      range,
    );
  }

  /** Files of an earlier visit, as `files` gave them then. */
  remember(files: readonly ArchiveFile[]): void {
    for (const file of files) if (!this.#open.has(file.url)) this.#lost.set(file.url, file);
  }

  get lostFiles(): readonly ArchiveFile[] {
    return [...this.#lost.values()];
  }

  /** Neither these files nor those of earlier visits are wanted any more. */
  clear(): void {
    this.#open.clear();
    this.#cameras.clear();
    this.#lost.clear();
    this.#skymaps = [];
    this.#calibrations = [];
  }
}

function keyOf({ dataset, siteUid }: { readonly dataset: string; readonly siteUid: string }): string {
  return `${dataset} ${siteUid.toLowerCase()}`;
}

function within(files: readonly ArchiveFile[], { deviceUid }: AnyCamera, range: TimeRange): ArchiveFile[] {
  const device = deviceUid?.toLowerCase();
  return files
    .filter((file) => (device === undefined || file.deviceUid === device) && touches(file, range))
    .sort((one, other) => one.startUs - other.startUs || (one.name < other.name ? -1 : 1));
}

function touches(file: ArchiveFile, { startUs, endUs }: TimeRange): boolean {
  return file.startUs < endUs && file.startUs + spanUsOf(file.dataset) > startUs;
}

/** What a file of a dataset is named for. */
export function spanUsOf(dataset: string): number {
  return (datasetByName(dataset)?.packing.fileSpanSec ?? 60) * secondUs;
}
