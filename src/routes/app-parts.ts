import { base } from '$app/paths';
import { createFileStore } from '$lib/cache/file-store';
import { createLoading, type Loading } from '$lib/loading/loading';
import { findHosts, type Hosts } from '$lib/services/hosts';
import { Preferences } from '$lib/state/preferences.svelte';
import { createDecoder } from '$lib/workers/decoder';

/** Compressed files that stay in memory, so that looking at a frame again downloads nothing. */
const fileBudgetBytes = 256_000_000;

export interface AppParts {
  readonly loading: Loading;
  readonly hosts: Hosts;
}

let parts: Promise<AppParts> | null = null;

/** Everything that lives as long as the tab, wired once. Only in a browser. */
export function appParts(): Promise<AppParts> {
  parts ??= wire();
  return parts;
}

export const preferences = new Preferences(() => localStorage);

async function wire(): Promise<AppParts> {
  const request: typeof fetch = (...call) => globalThis.fetch(...call);
  const appBase = new URL(`${base}/`, location.href);
  const hosts = await findHosts(appBase, request);
  const loading = createLoading({
    hosts,
    decoder: createDecoder(),
    store: createFileStore(fileBudgetBytes),
    fetch: request,
  });
  return { loading, hosts };
}
