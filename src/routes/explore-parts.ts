import type { Cache } from '$lib/cache/cache';
import { createWallLoading, type WallLoading } from '$lib/loading/keogram-wall';
import type { Loading } from '$lib/loading/loading';
import { createLearnedLabels, type LearnedLabels } from '$lib/loading/learned-labels';
import { createProducts, type Products } from '$lib/loading/products';
import { createSeasonLoading, type SeasonLoading } from '$lib/loading/season-nights';
import { createHostGate } from '$lib/services/host-gate';
import type { Hosts } from '$lib/services/hosts';
import { createProbe } from '$lib/services/probe';
import type { LabelReader, ProductReader, SkyReckoner } from '$lib/workers/decoder';

/** What others have made of the data, and where to find it. */
export interface ExploreParts {
  readonly products: Products;
  readonly wall: WallLoading;
  readonly season: SeasonLoading;
  readonly labels: LearnedLabels;
}

export function createExploreParts(
  hosts: Hosts,
  fetch: typeof globalThis.fetch,
  allowed: (origin: string) => boolean,
  { documents, products }: Pick<Cache, 'documents' | 'products'>,
  decoder: ProductReader & LabelReader & SkyReckoner,
  loading: Loading,
): ExploreParts {
  const network = { hosts, fetch, gate: createHostGate({ hosts }), probe: createProbe({ fetch, hosts, allowed }) };
  const wall = createWallLoading({ loading, hosts, allowed });
  const parts = { network, documents, decoder };
  return {
    products: createProducts(parts),
    wall,
    season: createSeasonLoading({ wall, products, sky: decoder }),
    labels: createLearnedLabels(parts),
  };
}
