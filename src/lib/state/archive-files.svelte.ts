import type { Availability } from '$lib/loading/availability';
import type { Loading } from '$lib/loading/loading';
import { dayUs } from '$lib/datasets/utc';
import type { CatalogueDataset, CatalogueFile } from '$lib/model/catalogue';
import type { Outcome } from '$lib/model/failure';
import type { FileInspector, Inspection } from '$lib/model/inspection';
import type { Wish } from '$lib/model/work';
import type { Asked, DayRow } from './day-rows';

/** Of which line of a day, and which of its hours; a null hour stands for files of the whole day. */
export interface HourChoice {
  readonly dataset: CatalogueDataset;
  readonly dayUs: number;
  readonly row: Pick<DayRow, 'siteUid' | 'deviceUid'>;
  readonly hour: number | null;
}

export interface ArchiveFilesParts {
  readonly availability: Pick<Availability, 'files'>;
  readonly loading: Pick<Loading, 'keeping'>;
  readonly inspector: Pick<FileInspector, 'inspect' | 'describe'>;
}

/** Files of the archive that are no part of a track: found, downloaded and kept, and looked into one by one. */
export class ArchiveFiles {
  of = $state.raw<HourChoice | null>(null);
  files = $state.raw<Asked<readonly CatalogueFile[]>>({ phase: 'idle' });
  chosen = $state.raw<CatalogueFile | null>(null);

  readonly #parts: ArchiveFilesParts;
  #asking = new AbortController();

  constructor(parts: ArchiveFilesParts) {
    this.#parts = parts;
  }

  /** Lists the files of an hour, and opens the first. */
  async open(choice: HourChoice): Promise<void> {
    this.close();
    const { signal } = this.#asking;
    this.of = choice;
    this.files = { phase: 'asking' };
    const { dataset, dayUs: dayStartUs, hour, row } = choice;
    const { siteUid, deviceUid } = row;
    const found = await this.#parts.availability.files({ dataset, dayStartUs, hour, siteUid, deviceUid }, signal);
    if (signal.aborted) return;
    this.files = found.ok ? { phase: 'known', value: found.value } : { phase: 'failed', failure: found.failure };
    this.chosen = found.ok ? (found.value[0] ?? null) : null;
  }

  close(): void {
    this.#asking.abort();
    this.#asking = new AbortController();
    this.of = null;
    this.files = { phase: 'idle' };
    this.chosen = null;
  }

  bytes(file: CatalogueFile, signal: AbortSignal): Promise<Outcome<Blob>> {
    const startUs = this.of?.dayUs ?? 0;
    return this.#parts.loading.keeping({ startUs, endUs: startUs + dayUs }).fetch(file, wishOf(signal));
  }

  async inspect(file: CatalogueFile, signal: AbortSignal): Promise<Outcome<Inspection>> {
    const bytes = await this.bytes(file, signal);
    return bytes.ok ? this.#parts.inspector.inspect(bytes.value, file.name, wishOf(signal)) : bytes;
  }

  async describe(file: CatalogueFile, signal: AbortSignal): Promise<Outcome<string>> {
    const bytes = await this.bytes(file, signal);
    return bytes.ok ? this.#parts.inspector.describe(bytes.value, file.name, wishOf(signal)) : bytes;
  }
}

function wishOf(signal: AbortSignal): Wish {
  return { rank: () => -1, signal };
}
