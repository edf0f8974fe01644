import { isAlikeLaid, type MapFrame } from '$lib/geometry/map-frame';
import type { MosaicRequest } from '$lib/model/mosaic';
import type { MapCamera } from '$lib/geometry/map-camera';
import type { PlacedLayer } from './map-layers';
import type { SourceLook } from './map-view.svelte';

/** A table that is wanted, and what it is to be made of. */
export interface MapOrder {
  readonly request: MosaicRequest<MapFrame>;
  readonly layers: readonly PlacedLayer[];
  /** In the order of the request's sources. */
  readonly looks: readonly SourceLook[];
  readonly camera: MapCamera;
}

/** Noon of a magnetic map moves by 1.25° in so long, and its parallels by less than a degree in so many kilometres. */
const nearby = { timeUs: 5 * 60e6, heightKm: 60 };

/**
 * Whether what was drawn for one layout of the Earth may stand on another until its own is there. Land and pictures of
 * another projection, or about another centre, would lie in wrong places; a magnetic map that is played or lifted only
 * creeps.
 *
 * @param now null while it is not known: what was drawn stays as a whole
 */
export function mayStand(drawn: MapFrame, now: MapFrame | null): boolean {
  if (now === null || drawn === now) return true;
  if (!isAlikeLaid(drawn, now)) return false;
  if (drawn.kind !== 'magnetic' || now.kind !== 'magnetic') return true;
  const isNear = Math.abs(drawn.timeUs - now.timeUs) <= nearby.timeUs;
  return isNear && drawn.fieldUs === now.fieldUs && Math.abs(drawn.heightKm - now.heightKm) <= nearby.heightKm;
}

/**
 * Has tables made one at a time. Where the one under way is of the same pictures and its picture can still be seen, it is
 * finished, and the last one wanted follows: a slider that is dragged moves the picture along. Otherwise it is dropped.
 */
export class MapMaking {
  readonly #make: (order: MapOrder, signal: AbortSignal) => Promise<void>;
  #stop = new AbortController();
  #underWay: MapOrder | null = null;
  #next: MapOrder | null = null;

  constructor(make: (order: MapOrder, signal: AbortSignal) => Promise<void>) {
    this.#make = make;
  }

  want(order: MapOrder): void {
    if (this.#underWay && isLike(this.#underWay, order)) {
      this.#next = order === this.#underWay ? null : order;
      return;
    }
    this.stop();
    void this.#start(order);
  }

  stop(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#underWay = null;
    this.#next = null;
  }

  async #start(order: MapOrder): Promise<void> {
    const { signal } = this.#stop;
    this.#underWay = order;
    await this.#make(order, signal);
    if (signal.aborted) return;
    const next = this.#next;
    this.#underWay = null;
    this.#next = null;
    if (next) await this.#start(next);
  }
}

/** Of the same pictures: the same skymaps are waited for. */
function isLike(a: MapOrder, b: MapOrder): boolean {
  return (
    mayStand(a.request.projection, b.request.projection) &&
    a.looks.length === b.looks.length &&
    a.looks.every((look, at) => look === b.looks[at]) &&
    a.layers.every(({ chosen }, at) => chosen === b.layers[at]?.chosen)
  );
}
