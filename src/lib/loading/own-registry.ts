import { datasetByName } from '$lib/datasets/catalogue';
import { secondUs } from '$lib/datasets/utc';
import type { ArchiveFile } from '$lib/model/dataset';
import type { FileProblem } from '$lib/model/failure';
import type { OwnCalibration, OwnFrames, OwnSkymap } from '$lib/model/own-file';
import type { TimeRange } from '$lib/model/time';
import { archiveUrl } from '$lib/services/hosts';
import { OwnGridRegistry } from './own-grid-registry';
import { OwnCurveRegistry } from './own-curve-registry';

/** Before what names a person's own file in a track's choices, and in links. */
export const ownPrefix = 'own:';

interface OwnFileOfChoice {
  readonly name: string;
  readonly blob: Blob;
  /** What it is called in a track's choices: `own:my_skymap.sav`; of no other file of its kind. */
  readonly choice: string;
}

export type OwnSkymapFile = OwnSkymap & OwnFileOfChoice;
export type OwnCalibrationFile = OwnCalibration & OwnFileOfChoice;

interface OpenFrames {
  readonly file: ArchiveFile;
  readonly blob: Blob;
  /** Whole ones in the file. */
  readonly frames: number;
  readonly isDamaged: boolean;
}

/** What makes one of two files of the same camera and time the better one. */
export type Advantage = 'more frames' | 'no damage' | 'opened later';

/** Which of two files of the same camera and time is used, and why. */
export interface Preference {
  readonly used: 'this one' | 'the other one';
  readonly because: Advantage;
}

/** A camera in a request: with no device, whichever there is. */
interface AnyCamera {
  readonly dataset: string;
  readonly siteUid: string;
  readonly deviceUid: string | null;
}

/** A person's own files that this tab has open, by the address that they would have on the archive. */
export class OwnFileRegistry {
  readonly #open = new Map<string, OpenFrames>();
  readonly #cameras = new Map<string, Set<ArchiveFile>>();
  readonly #lost = new Map<string, ArchiveFile>();
  readonly curves = new OwnCurveRegistry();
  readonly grids = new OwnGridRegistry();
  /** Is told of a file that turned out to be damaged later, and of how many frames it gives. */
  onDamage: ((blob: Blob, problem: FileProblem, frames: number) => void) | null = null;
  #skymaps: readonly OwnSkymapFile[] = [];
  #calibrations: readonly OwnCalibrationFile[] = [];

  /**
   * Of two files of the same camera and time the more complete one is used, whichever came first.
   *
   * @returns null where there is no other one
   */
  addFrames(blob: Blob, content: OwnFrames, problem: FileProblem | null = null): Preference | null {
    const { dataset, siteUid, deviceUid, startUs, path } = content;
    const url = archiveUrl(path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const file: ArchiveFile = { url, name, dataset, siteUid, deviceUid, startUs, bytes: blob.size };
    const added: OpenFrames = { file, blob, frames: content.frames, isDamaged: problem !== null };
    const open = this.#open.get(url);
    const preference = open ? preferred(added, open) : null;
    if (preference?.used === 'the other one') return preference;
    const camera = keyOf(file);
    const files = this.#cameras.get(camera) ?? new Set();
    if (open) files.delete(open.file);
    this.#cameras.set(camera, files.add(file));
    this.#open.set(url, added);
    this.#lost.delete(url);
    return preference;
  }

  /**
   * That a file turned out to be damaged when its pictures were read.
   *
   * @param frames those that could be read
   */
  markDamaged(blob: Blob, problem: FileProblem, frames: number): void {
    for (const [url, open] of this.#open)
      if (open.blob === blob && !open.isDamaged) this.#open.set(url, { ...open, frames, isDamaged: true });
    this.onDamage?.(blob, problem, frames);
  }

  isDamaged({ url }: ArchiveFile): boolean {
    return this.#open.get(url)?.isDamaged ?? false;
  }

  addSkymap(skymap: Omit<OwnSkymapFile, 'choice'>): void {
    this.#skymaps = withChoice(this.#skymaps, skymap);
  }

  addCalibration(calibration: Omit<OwnCalibrationFile, 'choice'>): void {
    this.#calibrations = withChoice(this.#calibrations, calibration);
  }

  /** Whether the file that a track's choice names is open. */
  hasChoice(choice: string): boolean {
    return [...this.#skymaps, ...this.#calibrations].some((file) => file.choice === choice);
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
    return this.#open.get(url)?.blob ?? this.curves.blobOf(url) ?? this.grids.blobOf(url);
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
    this.curves.clear();
    this.grids.clear();
    this.#skymaps = [];
    this.#calibrations = [];
  }
}

function preferred(added: OpenFrames, open: OpenFrames): Preference {
  const isAdded = (better: boolean) => (better ? 'this one' : 'the other one');
  if (added.frames !== open.frames) return { used: isAdded(added.frames > open.frames), because: 'more frames' };
  if (added.isDamaged !== open.isDamaged) return { used: isAdded(open.isDamaged), because: 'no damage' };
  return { used: 'this one', because: 'opened later' };
}

/** The same file, opened again, takes its own place; another one of the same name is called otherwise. */
function withChoice<File extends OwnFileOfChoice>(
  files: readonly File[],
  added: Omit<File, 'choice'>,
): readonly File[] {
  const plain = `${ownPrefix}${added.name.replace(/[^A-Za-z0-9_+.-]/g, '_').slice(-80)}`;
  let choice = plain;
  const other = () => files.find((file) => file.choice === choice);
  for (let number = 2; other() && !isSame(other()!, added); number++) choice = `${plain}.${number}`;
  return [...files.filter((file) => file.choice !== choice), { ...added, choice } as File];
}

function isSame(one: Pick<OwnFileOfChoice, 'name' | 'blob'>, other: Pick<OwnFileOfChoice, 'name' | 'blob'>): boolean {
  return one.name === other.name && one.blob.size === other.blob.size;
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
