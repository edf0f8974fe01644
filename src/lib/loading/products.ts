import type { DocumentStore } from '$lib/cache/document-store';
import { productFields, productSearchBody } from '$lib/datasets/product-query';
import type { CountsWanted, ProductQuery, ProductTable, SourceCounts } from '$lib/model/data-product';
import type { Failure, Outcome } from '$lib/model/failure';
import type { DescribedSource, SearchStatus } from '$lib/model/search';
import type { TimeRange } from '$lib/model/time';
import { listDataSources } from '$lib/services/data-source-list';
import { failed } from '$lib/services/http';
import type { Network } from '$lib/services/network';
import { countRecords } from '$lib/services/product-counts';
import type { ProductReader } from '$lib/workers/decoder';
import { keptAnswer, type Answer } from './kept-answer';
import { createSearchStore } from './kept-searches';
import { isRequestId, newRequestId } from './request-id';
import { endSearch, recordsAtOnce, recordsBySearch, recordsOfSearch } from './search-records';
import type { FoundRecords, SearchWatch } from './search-records';

/** What a search found. */
export interface FoundProducts {
  readonly table: ProductTable;
  /** Under which it can be reopened; null of what was found at once, of which the service keeps nothing. */
  readonly requestId: string | null;
  /** What the service said last; null of what was kept, and of what was found at once. */
  readonly status: SearchStatus | null;
  readonly origin: 'service' | 'kept';
  /** When the oldest and the newest of it was found, milliseconds since 1970: what was kept may be of several searches. */
  readonly asOfMs: number;
  readonly newestMs: number;
  /** Stretches of the question of which nothing is known, in order; none of what the service says. */
  readonly missing: readonly TimeRange[];
  /** Why the service could not be asked; null when it was. */
  readonly failure: Failure | null;
}

/** Pictures, movies and tables of the data, by the AuroraX search service. */
export interface Products {
  /**
   * Searches. Without the service, what searches before this one know of the same days is the answer.
   *
   * @param requestId a UUID of the caller's own, under which it can be cancelled and reopened
   */
  search(query: ProductQuery, requestId: string, watch: SearchWatch): Promise<Outcome<FoundProducts>>;
  /**
   * The same in one call, without a log and nothing to reopen: for short ranges, or when only the records matter. Where
   * the service does not answer at once, it is a search, which ends there too when the signal is aborted.
   */
  searchAtOnce(query: ProductQuery, watch: SearchWatch): Promise<Outcome<FoundProducts>>;
  /** What a search found that was made before, here or elsewhere. */
  reopen(requestId: string, watch: SearchWatch): Promise<Outcome<FoundProducts>>;
  /** Ends a search on the service too. */
  cancel(requestId: string): Promise<Outcome<null>>;
  /** Who has data products or ephemeris, and by what they can be filtered. */
  sources(signal: AbortSignal): Promise<Outcome<Answer<readonly DescribedSource[]>>>;
  /** How many data products or positions there are on which day. */
  counts(wanted: CountsWanted, signal: AbortSignal): Promise<Outcome<Answer<readonly SourceCounts[]>>>;
}

export interface ProductsParts {
  readonly network: Omit<Network, 'signal'>;
  readonly documents: DocumentStore;
  readonly decoder: ProductReader;
  readonly nowMs?: () => number;
  readonly newId?: () => string;
}

/** Sources are added a few times a year. */
const sourcesAreFreshMs = 24 * 3600 * 1000;
/** The service itself counts every few hours. */
const countsAreFreshMs = 3600 * 1000;

export function createProducts(parts: ProductsParts): Products {
  const { network, documents, decoder, nowMs = () => Date.now(), newId = newRequestId } = parts;

  const searches = createSearchStore(documents);

  const read = async (found: Outcome<FoundRecords>, { signal }: SearchWatch): Promise<Outcome<FoundProducts>> => {
    if (!found.ok) return found;
    const { answer, status } = found.value;
    const table = await decoder.productTable(await answer.arrayBuffer(), { rank: () => 0, signal });
    if (!table.ok) return table;
    const now = nowMs();
    const told = { status, origin: 'service', asOfMs: now, newestMs: now, missing: [], failure: null } as const;
    return { ok: true, value: { ...told, requestId: status?.requestId ?? null, table: table.value } };
  };

  /** Keeps what was found; when nothing could be, gives what searches before it know of the same. */
  const kept = async (query: ProductQuery, found: Outcome<FoundProducts>): Promise<Outcome<FoundProducts>> => {
    if (found.ok) {
      void searches.write(query, found.value);
      return found;
    }
    if (found.failure.kind === 'cancelled') return found;
    const before = await searches.read(query);
    if (!before) return found;
    return { ok: true, value: { ...before, status: null, origin: 'kept', failure: found.failure } };
  };

  const wantedOf = (body: object) => ({ kind: 'data_products', body, format: productFields }) as const;

  return {
    async search(query, requestId, watch) {
      const wanted = wantedOf(productSearchBody(query));
      return kept(query, await read(await recordsBySearch(wanted, requestId, network, watch), watch));
    },
    async searchAtOnce(query, watch) {
      const wanted = wantedOf(productSearchBody(query));
      return kept(query, await read(await recordsAtOnce(wanted, newId, network, watch), watch));
    },
    async reopen(requestId, watch) {
      if (!isRequestId(requestId)) return failed({ kind: 'missing', message: `${requestId} is no id of a search` });
      return read(await recordsOfSearch(wantedOf({}), requestId, network, watch), watch);
    },
    cancel: (requestId) => endSearch('data_products', requestId, network),
    sources: (signal) => {
      const now = nowMs();
      return keptAnswer({
        ...{ documents, key: 'data sources', nowMs: now },
        isFresh: (keptMs) => keptMs <= now && now - keptMs < sourcesAreFreshMs,
        isSound: isSourceList,
        ask: () => listDataSources({ ...network, signal }),
      });
    },
    counts: (wanted, signal) => {
      const now = nowMs();
      return keptAnswer({
        ...{ documents, key: `counts ${JSON.stringify(wanted)}`, nowMs: now },
        isFresh: (keptMs) => keptMs <= now && now - keptMs < countsAreFreshMs,
        isSound: isCounts,
        ask: () => countRecords(wanted, { ...network, signal }),
      });
    },
  };
}

function isSourceList(value: unknown): value is readonly DescribedSource[] {
  return (
    Array.isArray(value) &&
    value.every(
      (entry: Partial<DescribedSource> | null) =>
        typeof entry?.identifier === 'number' && Array.isArray(entry.productFields),
    )
  );
}

function isCounts(value: unknown): value is readonly SourceCounts[] {
  return (
    Array.isArray(value) &&
    value.every(
      (entry: Partial<SourceCounts> | null) =>
        typeof entry?.source?.identifier === 'number' && entry.perDay instanceof Map,
    )
  );
}
