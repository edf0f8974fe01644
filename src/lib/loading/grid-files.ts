import type { DocumentStore } from '$lib/cache/document-store';
import { gridDatasetByName } from '$lib/datasets/grid-catalogue';
import type { Failure, Outcome } from '$lib/model/failure';
import type { GridFile, GridFrames } from '$lib/model/grid';
import type { TimeRange } from '$lib/model/time';
import type { Wish } from '$lib/model/work';
import { listGridFiles } from '$lib/services/grid-files';
import type { Network } from '$lib/services/network';
import type { Decoder } from '$lib/workers/decoder';
import type { createDecoding } from './decoding';
import type { BytesSource } from './file-bytes';
import { createListingStore } from './kept-listing';
import { createKept } from './kept-products';

/** The grid files of one dataset in a range of time. */
export interface GridListing {
  /** In order of time, at most one for each minute. */
  readonly files: readonly GridFile[];
  /** `kept`: as an earlier visit found it; `own files`: a person's own, without an answer from the archive. */
  readonly found: 'listing service' | 'directory listing' | 'kept' | 'own files';
  /** The parts of the range of which it is known which files the archive has: all of it, where it answered. */
  readonly known: readonly TimeRange[];
  /** When it was asked, milliseconds since 1970; null for an answer just given. */
  readonly keptMs: number | null;
  /** Why the listing service was not used; null when it was. */
  readonly serviceFailure: Failure | null;
  /** How many of the files are a person's own, in place of the archive's. */
  readonly ownFiles: number;
}

/** The part of loading that has to do with grid files. */
export interface GridLoading {
  /**
   * The files of a dataset: by the listing service, else by looking through the archive's folders; where neither answers,
   * as much as an earlier visit found.
   */
  gridFiles(dataset: string, range: TimeRange, signal: AbortSignal): Promise<Outcome<GridListing>>;
  /**
   * The mosaics of a minute: from memory, else the file from the cache, else downloaded, then read in a worker. They are
   * shared between all who ask: not to be changed or given away.
   */
  grids(file: GridFile, wish: Wish): Promise<Outcome<GridFrames>>;
  /** Forgets all that is kept of a minute, so that the next attempt downloads it anew. */
  forgetGrids(file: GridFile): Promise<void>;
}

export interface GridLoadingParts {
  readonly network: Omit<Network, 'signal'>;
  readonly documents: DocumentStore;
  readonly source: BytesSource;
  readonly decoding: ReturnType<typeof createDecoding>;
  readonly decoder: Pick<Decoder, 'grids'>;
}

/** What is merged of all sites has none of its own. */
const allSites = '';

/** A minute of THEMIS takes some 6 MB, one of colour twice that. */
const budgetBytes = 64 * 2 ** 20;

export function createGridLoading({ network, documents, source, decoding, decoder }: GridLoadingParts): GridLoading {
  const store = createListingStore<GridFile>(documents);
  const kept = createKept<GridFrames>(budgetBytes, bytesOfGrids);
  return {
    gridFiles: async (name, range, signal) => {
      const dataset = gridDatasetByName(name);
      if (!dataset) {
        const message = `${name} is not a dataset of grid files that this app reads`;
        return { ok: false, failure: { kind: 'unsupported', format: 'dataset', message } };
      }
      const listed = await listGridFiles(dataset, range, { ...network, signal });
      const whose = { dataset: name, siteUid: allSites };
      if (!listed.ok) {
        if (listed.failure.kind === 'cancelled') return listed;
        const before = await store.read(whose, range);
        if (!before) return listed;
        const { files, known, keptMs } = before;
        const serviceFailure = listed.failure;
        return { ok: true, value: { files, found: 'kept', known, keptMs, serviceFailure, ownFiles: 0 } };
      }
      const { value: files, found, serviceFailure } = listed.value;
      await store.write(whose, range, files, found === 'listing service');
      return { ok: true, value: { files, found, known: [range], keptMs: null, serviceFailure, ownFiles: 0 } };
    },
    grids: (file, wish) =>
      kept.ask(file, wish, undefined, (shared, tell) =>
        decoding(file, shared, (buffer, turn) => decoder.grids(buffer, gridSource(file), turn), tell),
      ),
    forgetGrids: async (file) => {
      kept.forget(file);
      await source.renew(file);
    },
  };
}

/** Only what crosses to the worker. */
export function gridSource({ dataset, name }: GridFile) {
  return { dataset, name };
}

export function bytesOfGrids({ values, confidence, timesUs }: GridFrames): number {
  return values.byteLength + (confidence?.byteLength ?? 0) + timesUs.byteLength;
}
