import type { DocumentStore } from '$lib/cache/document-store';
import { productFields, productSearchBody } from '$lib/datasets/product-query';
import type { CountsWanted, ProductQuery, ProductTable, SourceCounts } from '$lib/model/data-product';
import type { Failure, Outcome } from '$lib/model/failure';
import type { DescribedSource, SearchStatus } from '$lib/model/search';
import { listDataSources } from '$lib/services/data-source-list';
import { failed } from '$lib/services/http';
import type { Network } from '$lib/services/network';
import { countProducts } from '$lib/services/product-counts';
import { cancelSearch, followSearch, runSearch, searchResult } from '$lib/services/search';
import type { ProductReader } from '$lib/workers/decoder';
import { keptAnswer, type Answer } from './kept-answer';

/** What a search found. */
export interface FoundProducts {
  readonly table: ProductTable;
  readonly requestId: string;
  /** What the service said last; null of what was kept. */
  readonly status: SearchStatus | null;
  readonly origin: 'service' | 'kept';
  /** Milliseconds since 1970. */
  readonly asOfMs: number;
  /** Why the service could not be asked; null when it was. */
  readonly failure: Failure | null;
}

export interface SearchWatch {
  readonly signal: AbortSignal;
  readonly onStatus?: (status: SearchStatus) => void;
  readonly onBytes?: (received: number, total: number | null) => void;
}

/** Pictures, movies and tables of the data, by the AuroraX search service. */
export interface Products {
  /**
   * Searches. Without the service, what the very same question found before is the answer.
   *
   * @param requestId a UUID of the caller's own, under which it can be cancelled and reopened
   */
  search(query: ProductQuery, requestId: string, watch: SearchWatch): Promise<Outcome<FoundProducts>>;
  /** What a search found that was made before, here or elsewhere. */
  reopen(requestId: string, watch: SearchWatch): Promise<Outcome<FoundProducts>>;
  /** Ends a search on the service too. */
  cancel(requestId: string): Promise<Outcome<null>>;
  /** Who has data products or ephemeris, and by what they can be filtered. */
  sources(signal: AbortSignal): Promise<Outcome<Answer<readonly DescribedSource[]>>>;
  /** How many data products there are on which day. */
  counts(wanted: CountsWanted, signal: AbortSignal): Promise<Outcome<readonly SourceCounts[]>>;
}

export interface ProductsParts {
  readonly network: Omit<Network, 'signal'>;
  readonly documents: DocumentStore;
  readonly decoder: ProductReader;
  readonly nowMs?: () => number;
}

/** Sources are added a few times a year. */
const sourcesAreFreshMs = 24 * 3600 * 1000;
/** Kept results are for coming back to; larger ones are asked for anew. */
const mostKept = 50_000;

const neverAborted = new AbortController().signal;

interface KeptResult {
  readonly table: ProductTable;
  readonly requestId: string;
}

export function createProducts({ network, documents, decoder, nowMs = () => Date.now() }: ProductsParts): Products {
  const resultOf = async (status: SearchStatus, { signal, onBytes }: SearchWatch): Promise<Outcome<FoundProducts>> => {
    const { requestId } = status;
    const answer = await searchResult('data_products', requestId, productFields, { ...network, signal }, onBytes);
    if (!answer.ok) return answer;
    const bytes = await answer.value.arrayBuffer();
    const table = await decoder.productTable(bytes, { rank: () => 0, signal });
    if (!table.ok) return table;
    const told = { requestId, status, origin: 'service', asOfMs: nowMs(), failure: null } as const;
    return { ok: true, value: { ...told, table: table.value } };
  };

  const follow = async (begun: Outcome<SearchStatus>, watch: SearchWatch) =>
    begun.ok ? resultOf(begun.value, watch) : begun;

  return {
    async search(query, requestId, watch) {
      const { signal, onStatus } = watch;
      const body = productSearchBody(query);
      const key = `products ${JSON.stringify(body)}`;
      const asked = { network: { ...network, signal }, requestId, onStatus };
      const found = await follow(await runSearch('data_products', body, asked), watch);
      if (found.ok) {
        const { table } = found.value;
        if (table.count <= mostKept) void documents.put(key, { table, requestId } satisfies KeptResult);
        return found;
      }
      if (found.failure.kind === 'cancelled') return found;
      const kept = await documents.get(key);
      if (!kept || !isKeptResult(kept.value)) return found;
      const told = { status: null, origin: 'kept', asOfMs: kept.keptMs, failure: found.failure } as const;
      return { ok: true, value: { ...kept.value, ...told } };
    },
    async reopen(requestId, watch) {
      if (!isRequestId(requestId)) return failed({ kind: 'missing', message: `${requestId} is no id of a search` });
      const asked = { network: { ...network, signal: watch.signal }, requestId, onStatus: watch.onStatus };
      return follow(await followSearch('data_products', asked), watch);
    },
    cancel: (requestId) => cancelSearch('data_products', requestId, { ...network, signal: neverAborted }),
    sources: (signal) => {
      const now = nowMs();
      return keptAnswer({
        ...{ documents, key: 'data sources', nowMs: now },
        isFresh: (keptMs) => keptMs <= now && now - keptMs < sourcesAreFreshMs,
        isSound: isSourceList,
        ask: () => listDataSources({ ...network, signal }),
      });
    },
    counts: (wanted, signal) => countProducts(wanted, { ...network, signal }),
  };
}

/** A UUID: nothing else is put into an address. */
export function isRequestId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** As this app has kept it: looked at only so far as to tell another version's from its own. */
function isKeptResult(value: unknown): value is KeptResult {
  const { table, requestId } = (value ?? {}) as Partial<KeptResult>;
  return typeof requestId === 'string' && table?.startUs instanceof Float64Array && Array.isArray(table.sources);
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
