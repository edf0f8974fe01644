import { base } from '$app/paths';
import type { Cache } from '$lib/cache/cache';
import { openCache } from '$lib/cache/indexed-cache';
import { prefixedCache, sampleShelf } from '$lib/cache/prefixed-cache';
import { createArchives } from '$lib/loading/archives';
import { createLoading, type Loading, type LoadingParts } from '$lib/loading/loading';
import { once } from '$lib/loading/once';
import type { FileInspector } from '$lib/model/inspection';
import type { SampleEvent } from '$lib/model/sample';
import { findHosts, type HostOverrides, type Hosts } from '$lib/services/hosts';
import { allowedByPolicy } from '$lib/services/page-policy';
import { findSample, type FoundSample } from '$lib/services/sample';
import type { OwnFiles } from '$lib/state/own-files.svelte';
import { remembersOwnFiles } from '$lib/state/own-memory';
import { Preferences } from '$lib/state/preferences.svelte';
import { Settings, type BaseUrls } from '$lib/state/settings.svelte';
import { createDecoder } from '$lib/workers/decoder';
import type { CatalogueParts } from './catalogue-parts';
import type { ExploreParts } from './explore-parts';
import type { LibraryParts } from './library-parts';

export interface AppParts {
  readonly loading: Loading;
  readonly hosts: Hosts;
  /** null where the app's server has none. */
  readonly sample: SampleEvent | null;
  readonly cache: Cache;
  readonly inspector: FileInspector;
  /** Whether the own file that a track's choice names is open: see `TrackChoices`. */
  readonly hasOwnChoice: (choice: string) => boolean;
  /** What the person opened in this tab. Loaded, like what follows, when a page first needs it. */
  readonly ownFiles: () => Promise<OwnFiles>;
  readonly catalogueParts: () => Promise<CatalogueParts>;
  readonly libraryParts: () => Promise<LibraryParts>;
  readonly exploreParts: () => Promise<ExploreParts>;
}

let parts: Promise<AppParts> | null = null;

/** Everything that lives as long as the tab, wired once. Only in a browser. */
export function appParts(): Promise<AppParts> {
  parts ??= wire();
  return parts;
}

export const preferences = new Preferences(() => localStorage);
export const settings = new Settings(() => localStorage);

/** Under these names what was found last is kept, for when the app's own server cannot be asked. */
const hostsKey = 'hosts';
const sampleKey = 'sample';
/** That there is none is remembered, too: the next time a slow server is not waited for. */
const noSample = { sample: null };

async function wire(): Promise<AppParts> {
  const request: typeof fetch = (...call) => globalThis.fetch(...call);
  const appBase = new URL(`${base}/`, location.href);
  const cache = await openCache({ version: __REDUCTION__, budgetBytes: settings.cacheBudgetBytes });
  const { documents } = cache;
  const [keptHosts, keptSample] = await Promise.all([documents.get(hostsKey), documents.get(sampleKey)]);
  const [hosts, sample] = await Promise.all([
    findHosts(appBase, request, overridesOf(settings.baseUrlsInUse), keptHosts?.value ?? null),
    findSample(appBase, request, keptSample?.value ?? null),
  ]);
  void documents.put(hostsKey, hosts.found ?? hosts);
  void documents.put(sampleKey, sample?.description ?? noSample);
  const allowed = (origin: string) => allowedByPolicy(origin);
  const decoder = createDecoder();
  const parts = { decoder, cache, fetch: request, allowed };
  const usual = createLoading({ ...parts, hosts });
  const archive = sample ? withSample(usual, sample, parts) : usual;
  const loading = { ...archive };
  let opened: OwnFiles | null = null;
  const ownFiles = once(async () => {
    const { createOwnParts } = await import('./own-parts');
    const own = await createOwnParts(archive, decoder, documents);
    // For those, too, that hold it already.
    Object.assign(loading, own.loading);
    opened = own.files;
    return own.files;
  });
  if (await remembersOwnFiles(documents)) await ownFiles();
  const apply = () => {
    loading.setDownloads(settings.parallelDownloads);
    void cache.setBudget(settings.cacheBudgetBytes);
  };
  settings.onchange(apply);
  apply();
  return {
    loading,
    hosts,
    sample,
    cache,
    inspector: decoder,
    hasOwnChoice: (choice) => opened?.hasChoice(choice) ?? false,
    ownFiles,
    catalogueParts: once(async () => {
      const { createCatalogueParts } = await import('./catalogue-parts');
      return createCatalogueParts(hosts, request, allowed, documents);
    }),
    libraryParts: once(async () => {
      const { createLibraryParts } = await import('./library-parts');
      return createLibraryParts(archive, cache);
    }),
    exploreParts: once(async () => {
      const { createExploreParts } = await import('./explore-parts');
      return createExploreParts(hosts, request, allowed, cache, decoder, archive);
    }),
  };
}

/**
 * What its files are called is no address of the public archive, and another edition of it has other files of the same
 * names: it keeps everything on a shelf of its own. What an edition left behind goes as any file that nobody uses.
 */
function withSample(usual: Loading, sample: FoundSample, parts: Omit<LoadingParts, 'hosts' | 'sample'>): Loading {
  const { hosts, range, edition } = sample;
  const cache = prefixedCache(parts.cache, sampleShelf(edition));
  return createArchives(usual, { range, loading: createLoading({ ...parts, cache, hosts, sample }) });
}

function overridesOf({ data, srs, aurorax }: BaseUrls): HostOverrides {
  return { data: data ?? undefined, srs: srs ?? undefined, aurorax: aurorax ?? undefined };
}
