import { base } from '$app/paths';
import type { ListContent } from '$lib/model/event-list';
import { downloadTour } from '$lib/services/tour';
import { listAsJson, parseJsonList } from '$lib/state/list-text';
import { sentenceOf } from '$lib/state/sentences';
import { givenTour, sampleTour } from '$lib/state/tour-link';
import { savedLists } from './list-parts';

/** A tour, or why there is none, for people. */
export type FoundTour = { readonly tour: ListContent } | { readonly sentence: string };

const givenKey = 'nightside.tour';

/** @param hasSample whether the app's server has the sample event, without which its tour shows nothing */
export async function findTour(name: string, hasSample: boolean): Promise<FoundTour> {
  if (name === sampleTour) {
    if (!hasSample) return { sentence: 'The tour is of the sample event, and this server has none.' };
    const text = await downloadTour(
      new URL(`${base}/tours/sample.json`, location.href),
      (...call) => globalThis.fetch(...call),
      new AbortController().signal,
    );
    return text.ok ? read(text.value) : { sentence: `The tour cannot be had. ${sentenceOf(text.failure)}` };
  }
  if (name === givenTour) {
    const text = given();
    return text === null ? { sentence: 'The list was open in another tab, and was not kept.' } : read(text);
  }
  const saved = await savedLists();
  const tour = saved.find(name);
  return tour ? { tour } : { sentence: saved.trouble ?? 'The list that this was a tour of is not in this browser.' };
}

/**
 * Puts a list where the event page of this tab finds it, without keeping it.
 *
 * @returns whether the browser took it
 */
export function giveTour(list: ListContent): boolean {
  try {
    sessionStorage.setItem(givenKey, listAsJson(list));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false; // forbidden or full
    throw error;
  }
}

function given(): string | null {
  try {
    return sessionStorage.getItem(givenKey);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function read(text: string): FoundTour {
  const { list, problems } = parseJsonList(text, 'Tour');
  if (!list) return { sentence: problems[0] ?? 'The tour cannot be read.' };
  return list.entries.length > 0 ? { tour: list } : { sentence: 'The tour has no step that can be shown.' };
}
