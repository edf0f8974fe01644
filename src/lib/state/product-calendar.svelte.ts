import type { Answer } from '$lib/loading/kept-answer';
import type { Products } from '$lib/loading/products';
import type { Counted, CountsWanted, SourceCounts } from '$lib/model/data-product';
import type { ExploreChoice } from '$lib/model/explore';
import type { Outcome } from '$lib/model/failure';
import type { DataSource } from '$lib/model/search';
import type { TimeRange } from '$lib/model/time';
import type { Asked } from './day-rows';

/** Without what is counted: that is the calendar's own choice. */
type Wanted = Omit<CountsWanted, 'of'>;

/** What is known of the days; why the rest is not, where something is missed. */
export interface CalendarAnswer extends Answer<readonly SourceCounts[]> {
  /** Years of which nothing is known. */
  readonly missed: readonly TimeRange[];
}

/** How many data products or positions there are on which day, of the sources of a choice. */
export class ProductCalendar {
  /** What is counted. */
  of = $state<Counted>('products');
  counts = $state.raw<Asked<CalendarAnswer>>({ phase: 'idle' });
  /** What was asked for last. */
  wanted = $state.raw<CountsWanted | null>(null);
  /** Of which something was counted in any of the years that were looked at, by name. */
  sources = $state.raw<readonly DataSource[]>([]);

  readonly #products: Pick<Products, 'counts'>;
  #asking = new AbortController();
  /** The days of the choice; others may have been turned to since. */
  #chosen: TimeRange | null = null;

  constructor(products: Pick<Products, 'counts'>) {
    this.#products = products;
  }

  /** Asks the service, unless it was asked the very same; what was asked before is no longer waited for. */
  async show(choice: Wanted): Promise<void> {
    const isTurned = this.#chosen?.startUs === choice.range.startUs && this.#chosen.endUs === choice.range.endUs;
    const range = isTurned && this.wanted ? this.wanted.range : choice.range;
    this.#chosen = choice.range;
    await this.#ask({ ...choice, range, of: this.of });
  }

  /** Counts so many years later, or earlier, until other days are chosen. */
  async turn(years: number): Promise<void> {
    if (this.wanted) await this.#ask({ ...this.wanted, range: yearsBeside(this.wanted.range, years) });
  }

  /** Counts the other kind, of the same days and sources. */
  async count(of: Counted): Promise<void> {
    this.of = of;
    if (this.wanted) await this.#ask({ ...this.wanted, of });
  }

  close(): void {
    this.#asking.abort();
  }

  async #ask(wanted: CountsWanted): Promise<void> {
    const isWhole = this.counts.phase === 'known' && this.counts.value.missed.length === 0;
    const isAsked = isWhole || (this.counts.phase === 'asking' && !this.#asking.signal.aborted);
    if (isAsked && JSON.stringify(wanted) === JSON.stringify(this.wanted)) return;
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    if (!this.wanted || scopeOf(wanted) !== scopeOf(this.wanted)) this.sources = [];
    this.wanted = wanted;
    this.counts = { phase: 'asking' };
    // By years, so that each is asked for once, whichever stand beside it.
    const ranges = yearsOf(wanted.range);
    const answers = await Promise.all(ranges.map((range) => this.#products.counts({ ...wanted, range }, signal)));
    if (signal.aborted) return;
    const counts = joined(answers, ranges);
    this.counts = counts.ok
      ? { phase: 'known', value: { ...counts.value, value: counts.value.value.toSorted(byName) } }
      : { phase: 'failed', failure: counts.failure };
    if (counts.ok) this.sources = withSources(this.sources, counts.value.value);
  }
}

/**
 * What a choice asks the calendar for: the years that its days lie in, this one where there are none, and all sites of
 * its array, so that they can be compared. The service takes one type at a time, else all.
 */
export function countsOf({ range: days, array, types }: ExploreChoice, nowUs: number): Wanted {
  const [first, last] = [yearOf(days?.startUs ?? nowUs), yearOf(days ? days.endUs - 1 : nowUs)];
  const range = { startUs: newYear(first), endUs: newYear(last + 1) };
  const type = types.length === 1 ? types[0]! : null;
  const { program = null, instrumentType = null } = array ?? {};
  return { range, program, instrumentType, platform: null, type };
}

/** Of how many days there is something, and how much in all. */
export function sumOf({ perDay }: Pick<SourceCounts, 'perDay'>): { readonly days: number; readonly records: number } {
  return { days: perDay.size, records: [...perDay.values()].reduce((sum, count) => sum + count, 0) };
}

/** `2020`, `2019–2020` */
export function yearsName({ startUs, endUs }: TimeRange): string {
  const [first, last] = [yearOf(startUs), yearOf(endUs - 1)];
  return first === last ? String(first) : `${first}–${last}`;
}

function yearsBeside({ startUs, endUs }: TimeRange, years: number): TimeRange {
  return { startUs: newYear(yearOf(startUs) + years), endUs: newYear(yearOf(endUs) + years) };
}

/** The years of a range one by one; days that are no whole years stay together. */
function yearsOf(range: TimeRange): readonly TimeRange[] {
  const [first, end] = [yearOf(range.startUs), yearOf(range.endUs)];
  if (range.startUs !== newYear(first) || range.endUs !== newYear(end)) return [range];
  return Array.from({ length: end - first }, (_, at) => ({
    startUs: newYear(first + at),
    endUs: newYear(first + at + 1),
  }));
}

/** One after the other, as old as the oldest of them; years that could not be had are missed, all of them a failure. */
function joined(
  outcomes: readonly Outcome<Answer<readonly SourceCounts[]>>[],
  ranges: readonly TimeRange[],
): Outcome<CalendarAnswer> {
  const answers = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const [failure = null] = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.failure]));
  if (failure && answers.length === 0) return { ok: false, failure };
  const all = new Map<number, SourceCounts>();
  for (const { source, perDay } of answers.flatMap(({ value }) => value)) {
    const before = all.get(source.identifier)?.perDay ?? [];
    all.set(source.identifier, { source, perDay: new Map([...before, ...perDay]) });
  }
  const value: CalendarAnswer = {
    value: [...all.values()],
    origin: answers.some(({ origin }) => origin === 'kept') ? 'kept' : 'service',
    asOfMs: Math.min(...answers.map(({ asOfMs }) => asOfMs)),
    failure: failure ?? answers.find((answer) => answer.failure !== null)?.failure ?? null,
    missed: ranges.filter((_, place) => !outcomes[place]!.ok),
  };
  return { ok: true, value };
}

/** What is asked for, in whichever years. */
function scopeOf(wanted: CountsWanted): string {
  return JSON.stringify({ ...wanted, range: null });
}

function withSources(known: readonly DataSource[], counts: readonly SourceCounts[]): readonly DataSource[] {
  const others = counts
    .map((one) => one.source)
    .filter((one) => known.every((old) => old.identifier !== one.identifier));
  return [...known, ...others].sort((a, b) => compare(a.displayName, b.displayName));
}

function yearOf(us: number): number {
  return new Date(us / 1000).getUTCFullYear();
}

function newYear(year: number): number {
  return Date.UTC(year, 0, 1) * 1000;
}

function byName(a: SourceCounts, b: SourceCounts): number {
  return compare(a.source.displayName, b.source.displayName);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
