import { createListStore } from '$lib/cache/list-store';
import { askToLast, storageLasts } from '$lib/cache/lasting';
import { createLists } from '$lib/loading/lists';
import { LastingPromise } from '$lib/state/lasting.svelte';
import { SavedLists } from '$lib/state/saved-lists.svelte';
import { preferences } from './app-parts';

/* What a person has saved: loaded when a page first shows or changes it, once in a tab. */

let saved: SavedLists | null = null;

/** Looked up anew each time: what went wrong may go well now. */
export async function savedLists(): Promise<SavedLists> {
  if (!saved) {
    saved = new SavedLists(createLists({ store: createListStore() }), (any) => preferences.noteSaved(any));
    saved.watch();
  }
  await saved.look();
  return saved;
}

const lasting = new LastingPromise(storageLasts, askToLast);

/** The first time that something is saved the browser is asked to keep it for good. */
export function askToKeepSaved(): void {
  void lasting.atFirstPin();
}
