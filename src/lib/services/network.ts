import type { Hosts } from './hosts';
import type { Sleep } from './retry';

/** What every request needs: where the hosts are, how to fetch, and when to stop. */
export interface Network {
  readonly hosts: Hosts;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  /** How to wait before a second attempt; tests do not. */
  readonly sleep?: Sleep;
}
