import type { DocumentStore } from '$lib/cache/document-store';
import { createAvailability, type Availability } from '$lib/loading/availability';
import { createCatalogue, type Catalogue } from '$lib/loading/catalogue';
import { createHostGate } from '$lib/services/host-gate';
import type { Hosts } from '$lib/services/hosts';
import { createProbe } from '$lib/services/probe';

/** What there is in the archive, and when. */
export interface CatalogueParts {
  readonly catalogue: Catalogue;
  readonly availability: Availability;
}

export function createCatalogueParts(
  hosts: Hosts,
  fetch: typeof globalThis.fetch,
  allowed: (origin: string) => boolean,
  documents: DocumentStore,
): CatalogueParts {
  const network = { hosts, fetch, gate: createHostGate({ hosts }), probe: createProbe({ fetch, hosts, allowed }) };
  return {
    catalogue: createCatalogue({ network, documents }),
    availability: createAvailability({ network, documents }),
  };
}
