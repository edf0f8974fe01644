import { base } from '$app/paths';
import type { Cache } from '$lib/cache/cache';
import { openCache } from '$lib/cache/indexed-cache';
import { createLoading, type Loading } from '$lib/loading/loading';
import type { HostCheck, HostKey } from '$lib/model/connection';
import { checkHost } from '$lib/services/connection-check';
import { findHosts, type HostOverrides, type Hosts } from '$lib/services/hosts';
import { allowedByPolicy } from '$lib/services/page-policy';
import { Preferences } from '$lib/state/preferences.svelte';
import { Settings, type BaseUrls } from '$lib/state/settings.svelte';
import { createDecoder } from '$lib/workers/decoder';

export interface AppParts {
  readonly loading: Loading;
  readonly hosts: Hosts;
  readonly cache: Cache;
  checkHost(key: HostKey, signal: AbortSignal): Promise<HostCheck>;
}

let parts: Promise<AppParts> | null = null;

/** Everything that lives as long as the tab, wired once. Only in a browser. */
export function appParts(): Promise<AppParts> {
  parts ??= wire();
  return parts;
}

export const preferences = new Preferences(() => localStorage);
export const settings = new Settings(() => localStorage);

/** Under this name the hosts found last are kept, for when the app's own server cannot be asked. */
const hostsKey = 'hosts';

async function wire(): Promise<AppParts> {
  const request: typeof fetch = (...call) => globalThis.fetch(...call);
  const appBase = new URL(`${base}/`, location.href);
  const cache = await openCache({ version: __REDUCTION__, budgetBytes: settings.cacheBudgetBytes });
  const kept = await cache.documents.get(hostsKey);
  const hosts = await findHosts(appBase, request, overridesOf(settings.baseUrlsInUse), kept?.value ?? null);
  void cache.documents.put(hostsKey, hosts.found ?? hosts);
  const allowed = (origin: string) => allowedByPolicy(origin);
  const loading = createLoading({ hosts, decoder: createDecoder(), cache, fetch: request, allowed });
  const apply = () => {
    loading.setDownloads(settings.parallelDownloads);
    void cache.setBudget(settings.cacheBudgetBytes);
  };
  settings.onchange(apply);
  apply();
  return {
    loading,
    hosts,
    cache,
    checkHost: (key, signal) => checkHost(key, hosts, { fetch: request, signal, allowed }),
  };
}

function overridesOf({ data, srs, aurorax }: BaseUrls): HostOverrides {
  return { data: data ?? undefined, srs: srs ?? undefined, aurorax: aurorax ?? undefined };
}
