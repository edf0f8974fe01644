import type { Cache } from '$lib/cache/cache';
import { askToLast, storageLasts } from '$lib/cache/lasting';
import { createExpeditions } from '$lib/loading/expedition';
import { createLibrary, type Library } from '$lib/loading/library';
import type { Loading } from '$lib/loading/loading';
import { createTabLocks } from '$lib/loading/tab-locks';
import { LastingPromise } from '$lib/state/lasting.svelte';
import { Packs } from '$lib/state/packs.svelte';

/** What is kept, file by file, the nights to take with one, and whether the browser promises to keep them. */
export interface LibraryParts {
  readonly library: Library;
  readonly packs: Packs;
  readonly lasting: LastingPromise;
}

/** @param loading of the archive alone: own files are no downloads that could be kept */
export function createLibraryParts(loading: Loading, cache: Cache): LibraryParts {
  const lasting = new LastingPromise(storageLasts, askToLast);
  const packs = new Packs(createExpeditions({ loading, cache, locks: createTabLocks() }), lasting);
  return { library: createLibrary(cache), packs, lasting };
}
