import type { SeasonLoading } from '$lib/loading/season-nights';
import type { Observatory } from '$lib/model/dataset';
import type { Failure } from '$lib/model/failure';
import { binsOfDay, binUs, noData, type NightColumn, type SeasonSky } from '$lib/model/season';
import type { TimeRange } from '$lib/model/time';
import type { WallPicture } from '$lib/model/wall';
import { daysOf } from './season-range';
import { isAt, type SeasonSite } from './season-sites';
import { rowsOf } from './wall-rows';

/** How far the nights have come. */
export interface SeasonProgress {
  readonly kind: 'loading' | 'stopped' | 'done';
  /** Nights that came, and nights that there are. */
  readonly done: number;
  readonly total: number;
  /** Milliseconds, by those that came over the network; null while too few have. */
  readonly leftMs: number | null;
}

/** Of which a season is shown. */
export interface SeasonWanted {
  /** Whole days, from whenever rows begin. */
  readonly range: TimeRange;
  readonly sites: readonly SeasonSite[];
  readonly pictures: readonly WallPicture[];
}

/** Fewer tell no rate. */
const fewestForRate = 5;

/** The nights of a season, as far as they have come, and the Sun and the Moon over them. */
export class Season {
  progress = $state.raw<SeasonProgress | null>(null);
  /** Nights that could not be had, and why. */
  failures = $state.raw<ReadonlyMap<WallPicture, Failure>>(new Map());
  /** By site; those that are not known yet are missing. */
  skies = $state.raw<ReadonlyMap<string, SeasonSky>>(new Map());
  skyFailure = $state.raw<Failure | null>(null);
  /** Grows when a night has come: what was painted is out of date. */
  version = $state(0);

  readonly #loading: SeasonLoading;
  readonly #nowMs: () => number;
  #wanted: SeasonWanted | null = null;
  readonly #known = new Set<string>();
  #grids = new Map<string, Uint8Array<ArrayBuffer>>();
  #nights = new AbortController();
  #sky = new AbortController();
  #skyRange: TimeRange | null = null;

  constructor(loading: SeasonLoading, nowMs = () => performance.now()) {
    this.#loading = loading;
    this.#nowMs = nowMs;
  }

  /** Shows the nights of these pictures, the latest first; those that are shown already stay. */
  show(wanted: SeasonWanted): void {
    const before = this.#wanted;
    const isSame = before !== null && placesOf(before) === placesOf(wanted);
    if (isSame && before.pictures === wanted.pictures) return;
    if (!isSame) {
      this.#known.clear();
      this.#grids = new Map(wanted.sites.map(({ platform }) => [platform, emptyGrid(wanted.range)]));
      this.version++;
    }
    this.#wanted = wanted;
    this.failures = new Map();
    void this.#load(wanted);
  }

  /** Goes on where it was stopped; what could not be had is asked for again. */
  goOn(): void {
    this.failures = new Map();
    if (this.#wanted) void this.#load(this.#wanted);
  }

  /** What has come stays. */
  stop(): void {
    this.#nights.abort();
    if (this.progress?.kind === 'loading') this.progress = { ...this.progress, kind: 'stopped', leftMs: null };
  }

  /** [day][part]: brightness of a site as far as it is known; null before. Replaced for another season only. */
  gridOf({ platform }: SeasonSite): Uint8Array | null {
    void this.version;
    return this.#grids.get(platform) ?? null;
  }

  /** Reckons Sun and Moon over a place, unless that is done. */
  async wantSky(range: TimeRange, place: Observatory): Promise<void> {
    if (this.#skyRange?.startUs !== range.startUs) {
      this.#sky.abort();
      this.#sky = new AbortController();
      this.#skyRange = range;
      this.skies = new Map();
    }
    if (this.skies.has(place.siteUid)) return;
    const { signal } = this.#sky;
    const sky = await this.#loading.sky(range, place, signal);
    if (signal.aborted) return;
    this.skyFailure = sky.ok ? null : sky.failure;
    if (sky.ok) this.skies = new Map(this.skies).set(place.siteUid, sky.value);
  }

  close(): void {
    this.#nights.abort();
    this.#sky.abort();
    this.#skyRange = null;
    this.#wanted = null;
    this.progress = null;
  }

  async #load({ range, sites, pictures }: SeasonWanted): Promise<void> {
    this.#nights.abort();
    this.#nights = new AbortController();
    const { signal } = this.#nights;
    const own = pictures.filter(({ camera }) => sites.some((site) => isAt(camera, site)));
    // Of several pictures of a night one is enough.
    const rows = rowsOf(own, { groupedBy: 'date', latestFirst: true }, 0);
    const all = [...new Set(rows.flatMap((row) => row.pictures))];
    const others = all.filter(({ url }) => !this.#known.has(url));
    const byUrl = new Map(others.map((picture) => [picture.url, picture]));
    const startedMs = this.#nowMs();
    let came = all.length - others.length;
    let fetched = 0;
    const tell = (kind: SeasonProgress['kind']) => {
      const perNightMs = fetched < fewestForRate ? null : (this.#nowMs() - startedMs) / fetched;
      const left = all.length - came - this.failures.size;
      this.progress = { kind, done: came, total: all.length, leftMs: perNightMs === null ? null : perNightMs * left };
    };
    tell('loading');
    await this.#loading.nights(others, {
      signal,
      onColumns: (columns, isKept) => {
        for (const [url, column] of columns) this.#place(byUrl.get(url)!, column, range, sites);
        came += columns.size;
        if (!isKept) fetched += columns.size;
        this.version++;
        tell('loading');
      },
      onFailure: (picture, failure) => {
        this.failures = new Map(this.failures).set(picture, failure);
        fetched++;
        tell('loading');
      },
    });
    if (!signal.aborted) tell('done');
  }

  #place(picture: WallPicture, column: NightColumn, range: TimeRange, sites: readonly SeasonSite[]): void {
    this.#known.add(picture.url);
    const site = sites.find((one) => isAt(picture.camera, one));
    const grid = site && this.#grids.get(site.platform);
    if (!grid) return;
    const first = Math.round((picture.range.startUs - range.startUs) / binUs);
    for (let part = 0; part < column.length; part++) {
      const at = first + part;
      if (at >= 0 && at < grid.length && grid[at] === noData) grid[at] = column[part]!;
    }
  }
}

function placesOf({ range, sites }: SeasonWanted): string {
  return `${range.startUs} ${sites.map(({ platform, name }) => `${platform} ${name}`).join(', ')}`;
}

function emptyGrid(range: TimeRange): Uint8Array<ArrayBuffer> {
  return new Uint8Array(daysOf(range) * binsOfDay).fill(noData);
}
