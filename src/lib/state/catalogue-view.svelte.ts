import type { Availability } from '$lib/loading/availability';
import type { Catalogue } from '$lib/loading/catalogue';
import type { DayAvailability } from '$lib/model/availability';
import type { ArrayObservatories, CatalogueDataset, DatasetCatalogue } from '$lib/model/catalogue';
import { matching, noFilter, type CatalogueFilter } from './catalogue-filter';
import type { CatalogueChoice } from './catalogue-link';
import { dayRows, type Asked, type DayRow } from './day-rows';

/** Sites that are asked about at a time when all are. */
const sitesAtATime = 2;

/** What a person sees of the catalogue: the list, the chosen dataset, its sites, and what there is of a day. */
export class CatalogueView {
  #found = $state.raw<DatasetCatalogue | null>(null);
  /** What the service says or said; until then what the app carries. */
  readonly catalogue = $derived.by<DatasetCatalogue>(() => this.#found ?? this.#catalogue.carried);
  /** True until the service has answered, or has not. */
  asking = $state(true);
  choice = $state.raw<CatalogueChoice>({ dataset: null, siteUid: null, dayUs: null });
  filter = $state.raw<CatalogueFilter>(noFilter);
  observatories = $state.raw<ArrayObservatories | null>(null);
  /** The cameras of the chosen day. */
  day = $state.raw<Asked<DayAvailability>>({ phase: 'idle' });
  /** The hours of single sites on that day. */
  ofSite = $state.raw<ReadonlyMap<string, Asked<DayAvailability>>>(new Map());
  /** The search for the last day with files; its value is null where there is none. */
  latest = $state.raw<Asked<number | null>>({ phase: 'idle' });

  readonly listed = $derived(matching(this.catalogue.value, this.filter));
  readonly dataset = $derived<CatalogueDataset | null>(
    this.catalogue.value.find(({ name }) => name === this.choice.dataset) ?? null,
  );
  readonly rows = $derived<readonly DayRow[]>(
    dayRows(this.day.phase === 'known' ? this.day.value.holdings : [], this.ofSite),
  );
  /** Codes of the sites that have something on the chosen day. */
  readonly heldSites = $derived<ReadonlySet<string>>(
    new Set(
      this.rows.flatMap(({ siteUid, phase, hours, dayFiles }) =>
        siteUid !== null && (phase === 'idle' || dayFiles > 0 || (hours?.length ?? 0) > 0) ? [siteUid] : [],
      ),
    ),
  );

  /** Whether its files hold all sites together, so that nothing can be said of single ones. */
  readonly holdsAllSites = $derived(this.dataset?.kind === 'grid' || this.rows.some(({ siteUid }) => siteUid === null));

  readonly #catalogue: Catalogue;
  readonly #availability: Availability;
  #ofDataset = new AbortController();
  #ofDay = new AbortController();
  readonly #closed = new AbortController();
  /** What `show` was last called for. */
  #shown = '';

  constructor(catalogue: Catalogue, availability: Availability) {
    this.#catalogue = catalogue;
    this.#availability = availability;
  }

  /** Asks the service which datasets there are; what the app carries is shown meanwhile. */
  async start(): Promise<void> {
    const { signal } = this.#closed;
    const found = await this.#catalogue.datasets(signal);
    if (signal.aborted) return;
    this.#found = found;
    this.asking = false;
    this.show(this.choice); // it may be a dataset that only the service knows
  }

  /** Shows what is chosen, and asks for what is not known of it. */
  show(choice: CatalogueChoice): void {
    this.choice = choice;
    const { dataset } = this;
    const [before] = this.#shown.split(' ');
    const ofDataset = dataset?.name ?? '';
    const shown = `${ofDataset} ${choice.dayUs ?? ''}`;
    if (before !== ofDataset || this.#shown === '') this.#openDataset(dataset);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#openDay(dataset, choice.dayUs);
    }
    this.#openSite(choice.siteUid);
  }

  /** Asks about the hours of every site of the day that are not known yet. */
  async lookAtAll(): Promise<void> {
    const { signal } = this.#ofDay;
    const open = this.rows.flatMap(({ siteUid, phase }) => (siteUid !== null && phase === 'idle' ? [siteUid] : []));
    const sites = [...new Set(open)];
    const work = async () => {
      for (let site = sites.shift(); site !== undefined && !signal.aborted; site = sites.shift()) await this.#ask(site);
    };
    await Promise.all(Array.from({ length: sitesAtATime }, work));
  }

  /** Asks the archive anew about the day and the chosen site. */
  lookAgain(): void {
    const { siteUid, dayUs } = this.choice;
    this.#openDay(this.dataset, dayUs, true);
    this.#openSite(siteUid, true);
  }

  /**
   * Looks for the last day with files.
   *
   * @returns null when there is none, or it could not be found out; `latest` says which
   */
  async findLatest(): Promise<number | null> {
    const { dataset } = this;
    if (!dataset) return null;
    const { signal } = this.#ofDataset;
    this.latest = { phase: 'asking' };
    const found = await this.#availability.latestDay(dataset, signal);
    if (signal.aborted) return null;
    this.latest = found.ok ? { phase: 'known', value: found.value } : { phase: 'failed', failure: found.failure };
    return found.ok ? found.value : null;
  }

  close(): void {
    for (const controller of [this.#closed, this.#ofDataset, this.#ofDay]) controller.abort();
  }

  #openDataset(dataset: CatalogueDataset | null): void {
    this.#ofDataset.abort();
    const { signal } = (this.#ofDataset = new AbortController());
    this.observatories = null;
    this.latest = { phase: 'idle' };
    if (!dataset) return;
    void this.#catalogue.observatories(dataset.instrumentArray, signal).then((found) => {
      if (!signal.aborted) this.observatories = found;
    });
  }

  #openDay(dataset: CatalogueDataset | null, startUs: number | null, anew = false): void {
    this.#ofDay.abort();
    const { signal } = (this.#ofDay = new AbortController());
    this.ofSite = new Map();
    this.day = { phase: 'idle' };
    if (!dataset || startUs === null || dataset.fileSpan === 'none') return;
    this.day = { phase: 'asking' };
    void this.#availability.day(dataset, startUs, null, { signal, anew }).then((found) => {
      if (signal.aborted) return;
      this.day = found.ok ? { phase: 'known', value: found.value } : { phase: 'failed', failure: found.failure };
      this.#openSite(this.choice.siteUid, anew);
    });
  }

  /** Asks about a site's hours, unless they came with the day. */
  #openSite(siteUid: string | null, anew = false): void {
    if (siteUid === null || this.day.phase === 'idle' || this.day.phase === 'asking') return;
    const own = this.rows.filter((row) => row.siteUid === siteUid);
    const isOpen = this.ofSite.get(siteUid)?.phase;
    if (isOpen === 'asking' || isOpen === 'known') return;
    // A day whose cameras are known, and this is none of them, has nothing of the site.
    if (this.day.phase === 'known' && own.every(({ phase }) => phase === 'known')) return;
    void this.#ask(siteUid, anew);
  }

  async #ask(siteUid: string, anew = false): Promise<void> {
    const { dataset } = this;
    const { dayUs } = this.choice;
    const { signal } = this.#ofDay;
    if (!dataset || dayUs === null) return;
    const put = (asked: Asked<DayAvailability>) => void (this.ofSite = new Map(this.ofSite).set(siteUid, asked));
    put({ phase: 'asking' });
    const found = await this.#availability.day(dataset, dayUs, siteUid, { signal, anew });
    if (signal.aborted) return;
    put(found.ok ? { phase: 'known', value: found.value } : { phase: 'failed', failure: found.failure });
  }
}
