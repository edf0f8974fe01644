import { BoundedMap } from '$lib/cache/bounded-map';
import type { DocumentStore } from '$lib/cache/document-store';
import { curveDatasetByName } from '$lib/datasets/curve-catalogue';
import type { CurveFile, ReducedCurves } from '$lib/model/curve';
import type { Failure, Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import type { Wish } from '$lib/model/work';
import { listCurveFiles } from '$lib/services/curve-files';
import type { Network } from '$lib/services/network';
import type { Decoder } from '$lib/workers/decoder';
import type { createDecoding } from './decoding';
import type { BytesSource } from './file-bytes';
import { createCurveListingStore } from './kept-curve-days';
import { SharedWork, type OnBytes } from './shared-work';

/** The day files of one site in a range of time. */
export interface CurveListing {
  /** In order of time, one for each UTC day that has one. */
  readonly files: readonly CurveFile[];
  /** `kept`: as an earlier visit found it. */
  readonly found: 'listing service' | 'directory listing' | 'kept' | 'own files';
  /** Starts of the UTC days of which it is known whether they have a file: all of the range, unless kept. */
  readonly knownDays: readonly number[];
  /** When it was asked, milliseconds since 1970; null for an answer just given. */
  readonly keptMs: number | null;
  /** Why the listing service was not used; null when it was. */
  readonly serviceFailure: Failure | null;
  /** How many of the files are a person's own, in place of the archive's; none unless said. */
  readonly ownFiles?: number;
}

/** Where curves are measured. */
export interface CurveSite {
  readonly dataset: string;
  readonly siteUid: string;
}

/** The part of loading that has to do with curves. */
export interface CurveLoading {
  /** The day files of a site: by the listing service, else by looking through the archive's folders. */
  curveFiles(site: CurveSite, range: TimeRange, signal: AbortSignal): Promise<Outcome<CurveListing>>;
  /** The same as an earlier visit found it, of as many days as it knew; null when it knew none. */
  keptCurveFiles(site: CurveSite, range: TimeRange): Promise<CurveListing | null>;
  /**
   * The curves of a day: from memory, else the file from the cache, else downloaded, then read in a worker. They are
   * shared between all who ask: not to be changed or given away.
   */
  curves(file: CurveFile, wish: Wish, onBytes?: OnBytes): Promise<Outcome<ReducedCurves>>;
  /** Forgets all that is kept of a day, so that the next attempt downloads it anew. */
  forgetCurves(file: CurveFile): Promise<void>;
}

export interface CurveLoadingParts {
  readonly network: Omit<Network, 'signal'>;
  readonly documents: DocumentStore;
  readonly source: BytesSource;
  readonly decoding: ReturnType<typeof createDecoding>;
  readonly decoder: Pick<Decoder, 'curves'>;
}

/** A day of eleven bands at one second takes some 8 MB. */
const budgetBytes = 96 * 2 ** 20;

export function createCurveLoading(parts: CurveLoadingParts): CurveLoading {
  const { network, source, decoding, decoder } = parts;
  const store = createCurveListingStore(parts.documents);
  const held = new BoundedMap<ReducedCurves>(budgetBytes);
  const reading = new SharedWork<ReducedCurves>();

  const read = async (file: CurveFile, wish: Wish, onBytes: OnBytes): Promise<Outcome<ReducedCurves>> => {
    const { dataset, name } = file;
    const made = await decoding(file, wish, (buffer, turn) => decoder.curves(buffer, { dataset, name }, turn), onBytes);
    if (made.ok) held.set(file.url, made.value, bytesOfCurves(made.value));
    return made;
  };

  return {
    curveFiles: async (site, range, signal) => {
      const dataset = curveDatasetByName(site.dataset);
      if (!dataset) {
        const message = `${site.dataset} is not a dataset of curves that this app reads`;
        return { ok: false, failure: { kind: 'unsupported', format: 'dataset', message } };
      }
      const listed = await listCurveFiles({ dataset, siteUid: site.siteUid, range }, { ...network, signal });
      if (!listed.ok) return listed;
      const { value: files, found, serviceFailure } = listed.value;
      const knownDays = await store.write(site, range, files);
      return { ok: true, value: { files, found, knownDays, keptMs: null, serviceFailure } };
    },
    keptCurveFiles: async (site, range) => {
      const kept = await store.read(site, range);
      return kept && { ...kept, found: 'kept', serviceFailure: null };
    },
    curves: (file, wish, onBytes) => {
      const known = held.get(file.url);
      if (known) return Promise.resolve({ ok: true, value: known });
      return reading.ask(file.url, wish, (shared, tell) => read(file, shared, tell), onBytes);
    },
    forgetCurves: async (file) => {
      held.delete(file.url);
      await source.renew(file);
    },
  };
}

export function bytesOfCurves({ timesUs, curves }: ReducedCurves): number {
  // The summaries take four bytes for each sample.
  return timesUs.byteLength + curves.reduce((sum, { values }) => sum + values.byteLength + 4 * values.length, 0);
}
