import type { Outcome } from '$lib/model/failure';
import type { Wish } from '$lib/model/work';
import { RankedQueue } from '$lib/workers/ranked-queue';
import { cancelled } from './cancelled';
import type { TabLocks } from './tab-locks';

/** As the published clients do; more would be rude. */
export const mostDownloadsPerHost = 5;

/**
 * The places of each host: at most so many downloads at a time from one, ranked anew whenever a place is free. All tabs
 * of the app share them, so that two tabs are no less polite than one.
 */
export class HostPlaces {
  readonly #locks: TabLocks;
  readonly #hosts = new Map<string, { readonly queue: RankedQueue; readonly free: number[] }>();
  #places = mostDownloadsPerHost;

  constructor(locks: TabLocks) {
    this.#locks = locks;
  }

  /** Downloads per host at a time, 1…5. */
  setPlaces(places: number): void {
    this.#places = Math.min(mostDownloadsPerHost, Math.max(1, Math.round(places)));
    for (const { queue } of this.#hosts.values()) queue.setPlaces(this.#places);
  }

  /** Ranks have changed: what was held back may go. */
  reconsider(): void {
    for (const { queue } of this.#hosts.values()) queue.reconsider();
  }

  /** Runs the job when its turn has come. */
  run<T>(host: string, wish: Wish, job: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const { queue, free } = this.#placesOf(host);
    return queue.run(wish, async () => {
      // The smallest number, in whatever order they were given back: tabs with fewer places share the first ones.
      const place = free.sort((a, b) => a - b).shift() ?? 0;
      try {
        return await this.#locks.hold(`nightside download ${host} ${place}`, wish.signal, job);
      } catch (error) {
        // Waiting for another tab's download to end, this one was dropped.
        if (wish.signal.aborted) return cancelled;
        throw error;
      } finally {
        free.push(place);
      }
    });
  }

  #placesOf(host: string) {
    let places = this.#hosts.get(host);
    if (!places) {
      const free = Array.from({ length: mostDownloadsPerHost }, (_, index) => index);
      places = { queue: new RankedQueue(this.#places), free };
      this.#hosts.set(host, places);
    }
    return places;
  }
}
