import type { HostGate } from './host-gate';
import type { Hosts } from './hosts';
import type { Probe } from './probe';
import type { RetryOptions, Sleep } from './retry';

/** What every request needs: where the hosts are, how to fetch, and when to stop. */
export interface Network {
  readonly hosts: Hosts;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  /** How to wait before another attempt; tests do not. */
  readonly sleep?: Sleep | undefined;
  readonly random?: (() => number) | undefined;
  /** What all requests to a host know together. */
  readonly gate?: HostGate | undefined;
  /** Finds out why a connection failed. */
  readonly probe?: Probe | undefined;
}

/** A list can be had elsewhere, and somebody waits for it: one attempt less than for a file. */
const listAttempts = 3;

/** How often and when to ask again for a list or a folder's page. */
export function retryOf(network: Network, url: string, attempts = listAttempts): RetryOptions {
  const { signal, sleep, random, gate } = network;
  return { signal, sleep, random, gate, url, attempts };
}
