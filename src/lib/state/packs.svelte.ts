import type { Expeditions } from '$lib/loading/expedition';
import type { Outcome } from '$lib/model/failure';
import type { Pack, PackPlan, PackProgress, PackWish } from '$lib/model/pack';
import type { LastingPromise } from './lasting.svelte';

/** A pack as it is shown. */
export interface ShownPack {
  readonly pack: Pack;
  readonly progress: PackProgress;
  /** `elsewhere`: another tab is at it. */
  readonly phase: 'running' | 'elsewhere' | 'stopped' | 'ended';
}

const nothing: PackProgress = { filesHere: 0, bytesHere: 0, bytesComing: 0, failures: {} };
/** Bytes come in hundreds of pieces a second. */
const tellEveryMs = 150;

/** The expedition packs of this browser, for as long as the tab lives: they go on when the page is left for another. */
export class Packs {
  /** The latest first; null until they were looked up. */
  shown = $state.raw<readonly ShownPack[] | null>(null);

  readonly #expeditions: Expeditions;
  readonly #lasting: LastingPromise;
  readonly #now: () => number;
  readonly #running = new Map<string, AbortController>();

  constructor(expeditions: Expeditions, lasting: LastingPromise, now: () => number = () => performance.now()) {
    this.#expeditions = expeditions;
    this.#lasting = lasting;
    this.#now = now;
  }

  /** Whether any is running in this tab. */
  get busy(): boolean {
    return this.shown?.some(({ phase }) => phase === 'running') ?? false;
  }

  plan(wish: PackWish, signal: AbortSignal): Promise<Outcome<PackPlan>> {
    return this.#expeditions.plan(wish, signal);
  }

  /** What is shown of a pack like this, whichever its device; null when there is none. */
  like({ dataset, siteUid, range }: PackWish): ShownPack | null {
    const isLike = ({ pack }: ShownPack) =>
      pack.dataset === dataset &&
      pack.siteUid === siteUid.toLowerCase() &&
      pack.range.startUs === range.startUs &&
      pack.range.endUs === range.endUs;
    return this.shown?.find(isLike) ?? null;
  }

  /**
   * Look them up, and go on with those that were under way when their tab ended. One that another tab is at is left to
   * it, and taken over when that tab is gone at the next look.
   */
  async look(): Promise<void> {
    const never = new AbortController().signal;
    const packs = [...(await this.#expeditions.list())].sort((a, b) => b.createdMs - a.createdMs);
    const shown = await Promise.all(
      packs.map(async (pack): Promise<ShownPack> => {
        const known = this.#find(pack.id);
        if (known && this.#running.has(pack.id)) return known;
        const progress = await this.#expeditions.progressOf(pack, never);
        return { pack, progress, phase: pack.state === 'under way' ? 'elsewhere' : pack.state };
      }),
    );
    // What was begun while this was looked up is not in the list.
    const begun = this.shown?.filter(({ pack }) => !packs.some(({ id }) => id === pack.id)) ?? [];
    this.shown = [...begun.filter(({ pack }) => this.#running.has(pack.id)), ...shown].map(
      (each) => (this.#running.has(each.pack.id) && this.#find(each.pack.id)) || each,
    );
    for (const { pack, phase } of this.shown) if (phase === 'elsewhere') void this.#run(pack);
  }

  /** Begin, or go on. The browser is asked to keep it for good the first time. */
  start(pack: Pack): void {
    void this.#lasting.atFirstPin();
    void this.#run(pack);
  }

  /** What is on its way is dropped; what has come stays. */
  stop(id: string): void {
    this.#running.get(id)?.abort();
  }

  /** Forget the pack; its files stay until room is needed. One that another tab is at is shown so, and left. */
  async release(id: string): Promise<void> {
    const shown = this.#find(id);
    if (!shown || this.#running.has(id)) return;
    if (!(await this.#expeditions.release(shown.pack))) return this.look();
    this.shown = this.shown?.filter(({ pack }) => pack.id !== id) ?? null;
  }

  async #run(pack: Pack): Promise<void> {
    if (this.#running.has(pack.id)) return;
    const control = new AbortController();
    this.#running.set(pack.id, control);
    let toldMs = -Infinity;
    let last = this.#find(pack.id)?.progress ?? nothing;
    const run = await this.#expeditions.run(pack, control.signal, (progress) => {
      last = progress;
      if (this.#now() - toldMs < tellEveryMs) return;
      toldMs = this.#now();
      this.#show({ pack, progress, phase: 'running' });
    });
    this.#running.delete(pack.id);
    if (run === 'elsewhere') return;
    this.#show({ pack: { ...pack, state: run, failures: last.failures }, progress: last, phase: run });
  }

  #find(id: string): ShownPack | undefined {
    return this.shown?.find(({ pack }) => pack.id === id);
  }

  #show(one: ShownPack): void {
    const others = this.shown ?? [];
    const isKnown = others.some(({ pack }) => pack.id === one.pack.id);
    this.shown = isKnown ? others.map((each) => (each.pack.id === one.pack.id ? one : each)) : [one, ...others];
  }
}
