import type { Answer } from '$lib/loading/kept-answer';
import type { Products } from '$lib/loading/products';
import type { Counted, CountsWanted, SourceCounts } from '$lib/model/data-product';
import type { ExploreChoice } from '$lib/model/explore';
import type { Asked } from './day-rows';

/** Without what is counted: that is the calendar's own choice. */
type Wanted = Omit<CountsWanted, 'of'>;

/** How many data products or positions there are on which day, of the sources of a choice. */
export class ProductCalendar {
  /** What is counted. */
  of = $state<Counted>('products');
  counts = $state.raw<Asked<Answer<readonly SourceCounts[]>>>({ phase: 'idle' });
  /** What was asked for last. */
  wanted = $state.raw<CountsWanted | null>(null);

  readonly #products: Pick<Products, 'counts'>;
  #asking = new AbortController();

  constructor(products: Pick<Products, 'counts'>) {
    this.#products = products;
  }

  /** Asks the service, unless it was asked the very same; what was asked before is no longer waited for. */
  async show(choice: Wanted): Promise<void> {
    const wanted: CountsWanted = { ...choice, of: this.of };
    const isAsked = this.counts.phase === 'known' || (this.counts.phase === 'asking' && !this.#asking.signal.aborted);
    if (isAsked && JSON.stringify(wanted) === JSON.stringify(this.wanted)) return;
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    this.wanted = wanted;
    this.counts = { phase: 'asking' };
    const counts = await this.#products.counts(wanted, signal);
    if (signal.aborted) return;
    this.counts = counts.ok
      ? { phase: 'known', value: { ...counts.value, value: counts.value.value.toSorted(byName) } }
      : { phase: 'failed', failure: counts.failure };
  }

  /** Counts the other kind, of the same days and sources. */
  async count(of: Counted): Promise<void> {
    this.of = of;
    if (this.wanted) await this.show(this.wanted);
  }

  close(): void {
    this.#asking.abort();
  }
}

/**
 * What a choice asks the calendar for: the years that its days lie in, this one where there are none, and all sites of
 * its array, so that they can be compared. The service takes one type at a time, else all.
 */
export function countsOf({ range: days, array, types }: ExploreChoice, nowUs: number): Wanted {
  const yearOf = (us: number) => new Date(us / 1000).getUTCFullYear();
  const [first, last] = [yearOf(days?.startUs ?? nowUs), yearOf(days ? days.endUs - 1 : nowUs)];
  const range = { startUs: Date.UTC(first, 0, 1) * 1000, endUs: Date.UTC(last + 1, 0, 1) * 1000 };
  const type = types.length === 1 ? types[0]! : null;
  const { program = null, instrumentType = null } = array ?? {};
  return { range, program, instrumentType, platform: null, type };
}

/** Of how many days there is something, and how much in all. */
export function sumOf({ perDay }: SourceCounts): { readonly days: number; readonly records: number } {
  return { days: perDay.size, records: [...perDay.values()].reduce((sum, count) => sum + count, 0) };
}

function byName(a: SourceCounts, b: SourceCounts): number {
  return a.source.displayName < b.source.displayName ? -1 : a.source.displayName > b.source.displayName ? 1 : 0;
}
