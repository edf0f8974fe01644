import type { LearnedLabels } from '$lib/loading/learned-labels';
import type { WallLoading } from '$lib/loading/keogram-wall';
import type { Products } from '$lib/loading/products';
import type { SeasonLoading } from '$lib/loading/season-nights';
import { dayUs } from '$lib/datasets/utc';
import type { ProductQuery } from '$lib/model/data-product';
import type { ExploreChoice } from '$lib/model/explore';
import type { TimeRange } from '$lib/model/time';
import { formatSearch } from './explore-link';
import { KeogramWall } from './keogram-wall.svelte';
import { LabelNights } from './learned-labels.svelte';
import { ProductCalendar } from './product-calendar.svelte';
import { ProductSearch, queryOf } from './product-search.svelte';
import { Season } from './season.svelte';
import { seasonOf } from './season-range';
import { wallQueryOf } from './wall-query';

export interface ExploreLoading {
  readonly products: Products;
  readonly wall: WallLoading;
  readonly season: SeasonLoading;
  readonly labels: LearnedLabels;
}

/** Keograms of so few nights are asked for in one call: a search has a log, and takes seconds to say that it is over. */
const atOnceUpToUs = 31 * dayUs;

/** What the views of Explore have in common: one search, and what is made of its result. */
export class ExploreViews {
  readonly search: ProductSearch;
  readonly calendar: ProductCalendar;
  readonly wall: KeogramWall;
  readonly season: Season;
  /** How many products there are on the days of a season. */
  readonly seasonCounts: ProductCalendar;
  readonly labels: LabelNights;
  /** On which days there are records of what models said at all. */
  readonly labelRecords: ProductCalendar;
  /** What the service was asked last; null before, and for a search that was reopened. */
  query = $state.raw<ProductQuery | null>(null);
  /** Whether all that was asked for is found, or is known not to be. */
  isSettled = $state(false);

  readonly #isSynthetic: WallLoading['isSynthetic'];
  /** The same twice is one search. */
  #asked = '';
  /** Grows with each search: an older one changes nothing any more. */
  #turn = 0;

  constructor({ products, wall, season, labels }: ExploreLoading) {
    this.search = new ProductSearch(products);
    this.calendar = new ProductCalendar(products);
    this.wall = new KeogramWall(wall);
    this.season = new Season(season);
    this.#isSynthetic = (range) => wall.isSynthetic(range);
    this.seasonCounts = new ProductCalendar(products);
    this.labels = new LabelNights(labels);
    this.labelRecords = new ProductCalendar(products);
    this.labelRecords.of = 'ephemeris';
  }

  /**
   * Searches for what was chosen, and hangs what was found.
   *
   * @param anew although it was asked before
   */
  async show(wanted: ExploreChoice, anew = false): Promise<void> {
    const choice = searchedOf(wanted);
    if (!choice) return;
    const asked = `${choice.show === 'table' ? 'table' : 'keograms'} ${formatSearch(choice)}`;
    if (asked === this.#asked && !anew) return;
    this.#asked = asked;
    const turn = ++this.#turn;
    this.isSettled = false;
    this.wall.close();
    // By what keograms of days are told from those of hours.
    if (choice.show !== 'table') await this.search.start();
    if (turn !== this.#turn) return;
    const query = choice.show === 'table' ? queryOf(choice) : wallQueryOf(choice, this.search.sources?.value ?? []);
    this.query = query;
    if (choice.requestId !== null) await this.search.reopen(choice.requestId);
    else if (query && choice.show !== 'table' && isShort(query.range)) await this.search.runAtOnce(query);
    else if (query) await this.search.run(query);
    // What was found before is not what this page asks for.
    else this.search.clear();
    const isAsked = choice.requestId !== null || query !== null;
    if (isAsked && turn === this.#turn && choice.show !== 'table') await this.#hang(choice);
    if (turn === this.#turn) this.isSettled = true;
  }

  /** Dates of which a keogram was computed and not observed. */
  syntheticDates({ startUs, endUs }: TimeRange): readonly number[] {
    const dates = this.wall.pictures
      .filter(({ range }) => range.startUs >= startUs && range.startUs < endUs && this.#isSynthetic(range))
      .map(({ range }) => Math.floor(range.startUs / dayUs) * dayUs);
    return [...new Set(dates)].sort((a, b) => a - b);
  }

  close(): void {
    this.#turn++;
    this.search.close();
    this.calendar.close();
    this.wall.close();
    this.season.close();
    this.seasonCounts.close();
    this.labels.close();
    this.labelRecords.close();
  }

  async #hang({ array, platforms, range, requestId, filters }: ExploreChoice): Promise<void> {
    const { phase } = this.search;
    if (phase.kind === 'found') {
      this.wall.show(phase.found.table);
      // Folders tell nothing of metadata: what the service does not find by them is not there to be found.
      if (phase.found.missing.length === 0 && (this.wall.pictures.length > 0 || filters)) return;
    } else if (phase.kind !== 'failed') return;
    if (!array || !range || requestId !== null) return;
    // What the service does not know, or cannot tell, may be in the archive's folders all the same.
    if (phase.kind === 'failed') await this.wall.lookIntoFolders(array, platforms, range, phase.failure);
    else {
      const { missing, failure } = phase.found;
      const hasSome = this.wall.pictures.length > 0;
      await this.wall.lookIntoFolders(array, platforms, hasSome ? hullOf(missing) : range, failure, hasSome);
    }
  }
}

/** From the first to the last: few long stretches are fewer questions than many short ones. */
function hullOf(stretches: readonly TimeRange[]): TimeRange {
  return { startUs: stretches[0]!.startUs, endUs: stretches.at(-1)!.endUs };
}

/** What is searched for: all of a season, whichever of its days are chosen. Null before there is a site to show it of. */
function searchedOf(choice: ExploreChoice): ExploreChoice | null {
  if (choice.show !== 'season') return choice;
  if (!choice.array || choice.platforms.length === 0) return null;
  return { ...choice, range: seasonOf(choice.range, Date.now() * 1000) };
}

function isShort({ startUs, endUs }: TimeRange): boolean {
  return endUs - startUs <= atOnceUpToUs;
}
