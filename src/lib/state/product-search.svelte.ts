import type { FoundProducts, Products } from '$lib/loading/products';
import type { Answer } from '$lib/loading/kept-answer';
import { newRequestId } from '$lib/loading/request-id';
import type { ProductQuery } from '$lib/model/data-product';
import type { ExploreChoice } from '$lib/model/explore';
import type { Failure } from '$lib/model/failure';
import type { DescribedSource, SearchStatus } from '$lib/model/search';
import { soundFilters } from './explore-link';

export type SearchPhase =
  | { readonly kind: 'idle' }
  /** `bytes`: of the result, as far as it came; null before it does. */
  | {
      readonly kind: 'running';
      readonly startedMs: number;
      readonly bytes: { readonly received: number; readonly total: number | null } | null;
    }
  | { readonly kind: 'found'; readonly found: FoundProducts; readonly tookMs: number }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | {
      readonly kind: 'cancelled';
      /** Why it may go on there; null when the service was told. */ readonly failure: Failure | null;
    };

type Searcher = Pick<Products, 'search' | 'searchAtOnce' | 'reopen' | 'cancel' | 'sources'>;

/** A search for data products, from the question to what was found. */
export class ProductSearch {
  phase = $state.raw<SearchPhase>({ kind: 'idle' });
  /** Of the search that runs, or ran last, once the service knows it. */
  requestId = $state<string | null>(null);
  /** What the service said of it last. */
  status = $state.raw<SearchStatus | null>(null);
  sources = $state.raw<Answer<readonly DescribedSource[]> | null>(null);
  sourcesFailure = $state.raw<Failure | null>(null);
  readonly isRunning = $derived(this.phase.kind === 'running');

  readonly #products: Searcher;
  readonly #now: () => number;
  readonly #newId: () => string;
  #search = new AbortController();
  /** Of the search that runs, whether the service has heard of it or not. */
  #ownId: string | null = null;
  readonly #closed = new AbortController();
  #started: Promise<void> | null = null;

  constructor(products: Searcher, now = () => performance.now(), newId: () => string = newRequestId) {
    this.#products = products;
    this.#now = now;
    this.#newId = newId;
  }

  /** Asks who has what, once; settles when that is known, or known that it cannot be. */
  start(): Promise<void> {
    return (this.#started ??= this.#findSources());
  }

  async #findSources(): Promise<void> {
    const { signal } = this.#closed;
    const sources = await this.#products.sources(signal);
    if (signal.aborted) return;
    this.sources = sources.ok ? sources.value : null;
    this.sourcesFailure = sources.ok ? sources.value.failure : sources.failure;
  }

  /** Searches anew; a search that runs is given up. */
  async run(query: ProductQuery): Promise<void> {
    const id = this.#newId();
    await this.#watch(id, (watch) => this.#products.search(query, id, watch));
  }

  /** The same in one call: sooner, without a log and nothing to reopen. */
  async runAtOnce(query: ProductQuery): Promise<void> {
    await this.#watch(null, (watch) => this.#products.searchAtOnce(query, watch));
  }

  /** Shows what a search found that was made before. */
  async reopen(requestId: string): Promise<void> {
    await this.#watch(requestId, (watch) => this.#products.reopen(requestId, watch));
  }

  /** Gives up the search that runs, here and on the service. */
  async cancel(): Promise<void> {
    const id = this.#ownId;
    if (this.phase.kind !== 'running') return;
    this.#search.abort();
    this.phase = { kind: 'cancelled', failure: null };
    // A call that was hung up leaves nothing that goes on.
    if (id === null) return;
    const told = await this.#products.cancel(id);
    // What the service does not know, it does not go on with.
    if (!told.ok && told.failure.kind !== 'missing' && this.phase.kind === 'cancelled' && this.#ownId === id)
      this.phase = { kind: 'cancelled', failure: told.failure };
  }

  /** Nothing is searched for any more, and nothing of it shown. */
  clear(): void {
    this.#search.abort();
    this.phase = { kind: 'idle' };
    this.requestId = null;
    this.status = null;
  }

  close(): void {
    this.#search.abort();
    this.#closed.abort();
  }

  async #watch(
    requestId: string | null,
    ask: (watch: Parameters<Products['reopen']>[1]) => ReturnType<Products['search']>,
  ): Promise<void> {
    this.#search.abort();
    const patience = new AbortController();
    this.#search = patience;
    const { signal } = patience;
    const startedMs = this.#now();
    this.#ownId = requestId;
    this.requestId = null;
    this.status = null;
    this.phase = { kind: 'running', startedMs, bytes: null };
    const found = await ask({
      signal,
      onTaken: () => {
        if (!signal.aborted) this.requestId = requestId;
      },
      onStatus: (status) => {
        if (signal.aborted) return;
        this.requestId = requestId;
        this.status = status;
      },
      onBytes: (received, total) => {
        if (!signal.aborted) this.phase = { kind: 'running', startedMs, bytes: { received, total } };
      },
    });
    if (signal.aborted) return;
    if (!found.ok) this.phase = { kind: 'failed', failure: found.failure };
    else {
      // What was kept has the id of the search that found it.
      this.requestId = found.value.requestId;
      this.phase = { kind: 'found', found: found.value, tookMs: this.#now() - startedMs };
    }
  }
}

/** What the service is to be asked; null while no days were chosen. */
export function queryOf({ range, array, platforms, types, filters }: ExploreChoice): ProductQuery | null {
  if (!range) return null;
  return {
    range,
    programs: array ? [array.program] : [],
    platforms,
    instrumentTypes: array ? [array.instrumentType] : [],
    types,
    filters: soundFilters(filters),
  };
}
