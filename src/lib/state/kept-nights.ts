import { trackDatasetByName } from '$lib/datasets/any-dataset';
import { imagerDatasets } from '$lib/datasets/catalogue';
import { nightOfFile } from '$lib/datasets/night-of-file';
import { dayUs } from '$lib/datasets/utc';
import type { LibraryFile } from '$lib/loading/library';
import type { TimeRange } from '$lib/model/time';

/** What is kept of one night (or of no night: skymaps and the like) of one dataset at one site. */
export interface KeptNight {
  /** The same as long as anything of the night is kept. */
  readonly id: string;
  /** As the archive spells the raw dataset: its skymaps and summary pictures are counted with it. */
  readonly dataset: string;
  readonly isSample: boolean;
  readonly siteUid: string | null;
  /** Midnight UTC at the start of the night's date; null for what belongs to no night. */
  readonly nightUs: number | null;
  readonly files: readonly LibraryFile[];
  readonly bytes: number;
  readonly pinnedFiles: number;
  readonly pinnedBytes: number;
  /** Milliseconds since 1970: of the first of them, of the last. */
  readonly keptMs: number;
  readonly usedMs: number;
  /** From the first to the last file of which the name tells the time, at most a day; null where none does. */
  readonly range: TimeRange | null;
}

export interface KeptSite {
  readonly siteUid: string | null;
  /** The latest first, what belongs to no night last. */
  readonly nights: readonly KeptNight[];
}

export interface KeptDataset {
  readonly id: string;
  readonly dataset: string;
  readonly isSample: boolean;
  /** For people. */
  readonly title: string;
  readonly files: number;
  readonly bytes: number;
  readonly sites: readonly KeptSite[];
}

type Growing = { -readonly [Key in keyof KeptNight]: KeptNight[Key] } & { files: LibraryFile[] };

/** Sorts what is kept by dataset, site and night, portion by portion. */
export class KeptIndex {
  readonly #nights = new Map<string, Growing>();

  add(files: readonly LibraryFile[]): void {
    for (const file of files) this.#addFile(file);
  }

  nights(): KeptNight[] {
    return [...this.#nights.values()];
  }

  #addFile(file: LibraryFile): void {
    const { siteUid, nightUs, span } = nightOfFile(file.name);
    const dataset = rawDatasetOf(file.dataset);
    const id = [file.isSample ? 'sample' : 'archive', dataset, siteUid ?? '', nightUs ?? ''].join(' ');
    let night = this.#nights.get(id);
    if (!night) {
      night = {
        ...{ id, dataset, isSample: file.isSample, siteUid, nightUs, files: [], range: null },
        ...{ bytes: 0, pinnedFiles: 0, pinnedBytes: 0, keptMs: file.keptMs, usedMs: file.usedMs },
      };
      this.#nights.set(id, night);
    }
    night.files.push(file);
    night.bytes += file.bytes;
    if (file.pin) {
      night.pinnedFiles += 1;
      night.pinnedBytes += file.bytes;
    }
    night.keptMs = Math.min(night.keptMs, file.keptMs);
    night.usedMs = Math.max(night.usedMs, file.usedMs);
    night.range = joined(night.range, span);
  }
}

/** Datasets in the catalogue's order, then others by name, the sample event's last; sites by their codes. */
export function groupNights(nights: readonly KeptNight[]): KeptDataset[] {
  const ofOneKind = [...grouped(nights, ({ dataset }) => dataset).values()].flatMap((own) => [
    ...grouped(own, ({ isSample }) => isSample).values(),
  ]);
  return ofOneKind
    .map((own): KeptDataset => {
      const { dataset, isSample } = own[0]!; // no group is empty
      return {
        id: `${isSample ? 'sample' : 'archive'} ${dataset}`,
        ...{ dataset, isSample, title: titleOfDataset(dataset, isSample), sites: sitesOf(own) },
        files: own.reduce((sum, night) => sum + night.files.length, 0),
        bytes: own.reduce((sum, night) => sum + night.bytes, 0),
      };
    })
    .sort((a, b) => placeOf(a) - placeOf(b) || (a.id < b.id ? -1 : 1));
}

/** `THEMIS ASI`; `Sample event (synthetic): THEMIS ASI` */
export function titleOfDataset(dataset: string, isSample: boolean): string {
  const title = trackDatasetByName(dataset)?.title ?? dataset;
  return isSample ? `Sample event (synthetic): ${title}` : title;
}

/** The raw dataset that skymaps, calibrations and summary pictures belong to; any other name stays. */
export function rawDatasetOf(dataset: string): string {
  const name = dataset.replace(/ summary$/, '');
  const owner = imagerDatasets.find(
    ({ skymaps, calibrations }) =>
      skymaps?.dataset === name || calibrations?.flatfieldDataset === name || calibrations?.rayleighsDataset === name,
  );
  return owner?.name ?? name;
}

function sitesOf(nights: readonly KeptNight[]): KeptSite[] {
  return [...grouped(nights, ({ siteUid }) => siteUid)]
    .map(([siteUid, own]) => ({
      siteUid,
      nights: own.sort((a, b) => (b.nightUs ?? -Infinity) - (a.nightUs ?? -Infinity)),
    }))
    .sort((a, b) => ((a.siteUid ?? '~') < (b.siteUid ?? '~') ? -1 : 1));
}

/** Each group grows in place: there are nights by the thousand. */
function grouped<Key>(nights: readonly KeptNight[], keyOf: (night: KeptNight) => Key): Map<Key, KeptNight[]> {
  const groups = new Map<Key, KeptNight[]>();
  for (const night of nights) {
    const key = keyOf(night);
    const others = groups.get(key);
    if (others) others.push(night);
    else groups.set(key, [night]);
  }
  return groups;
}

function placeOf({ dataset, isSample }: KeptDataset): number {
  const known = imagerDatasets.findIndex(({ name }) => name === dataset);
  return (isSample ? 1000 : 0) + (known < 0 ? imagerDatasets.length : known);
}

function joined(range: TimeRange | null, span: TimeRange | null): TimeRange | null {
  if (!range || !span) return range ?? span;
  const startUs = Math.min(range.startUs, span.startUs);
  return { startUs, endUs: Math.min(startUs + dayUs, Math.max(range.endUs, span.endUs)) };
}
