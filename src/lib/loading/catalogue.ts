import type { DocumentStore } from '$lib/cache/document-store';
import { archiveDatasets } from '$lib/datasets/archive-datasets';
import { mergedCatalogue } from '$lib/datasets/merged-catalogue';
import { observatoriesOf } from '$lib/datasets/observatories';
import type { ArrayObservatories, DatasetCatalogue, ListedDataset } from '$lib/model/catalogue';
import type { Observatory } from '$lib/model/dataset';
import type { Failure } from '$lib/model/failure';
import { listDatasets } from '$lib/services/dataset-list';
import type { Network } from '$lib/services/network';
import { listObservatories } from '$lib/services/observatory-list';
import { keptAnswer } from './kept-answer';

/** What data there are and where they are measured: as the service says, as it said before, or as the app carries it. */
export interface Catalogue {
  /** What the app carries, at once. */
  readonly carried: DatasetCatalogue;
  /** Never fails: without the service there is always what the app carries. */
  datasets(signal: AbortSignal): Promise<DatasetCatalogue>;
  /** @param instrumentArray as in `CatalogueDataset`; null has no sites */
  observatories(instrumentArray: string | null, signal: AbortSignal): Promise<ArrayObservatories>;
}

export interface CatalogueParts {
  readonly network: Omit<Network, 'signal'>;
  readonly documents: DocumentStore;
  readonly nowMs?: () => number;
}

/** Datasets are added a few times a year: a list of the same day is as good as a new one. */
const freshMs = 24 * 3600 * 1000;

/** Arrays that the service keeps no list of. */
const unlisted: readonly string[] = ['rainbow'];

export function createCatalogue({ network, documents, nowMs = () => Date.now() }: CatalogueParts): Catalogue {
  const keeping = () => {
    const now = nowMs();
    // A clock that was set back must not make a list last for ever.
    return { documents, nowMs: now, isFresh: (keptMs: number) => keptMs <= now && now - keptMs < freshMs };
  };
  const carried: DatasetCatalogue = builtIn(archiveDatasets, null);
  return {
    carried,
    async datasets(signal) {
      const answer = await keptAnswer({
        ...keeping(),
        key: 'catalogue datasets',
        isSound: isDatasetList,
        ask: () => listDatasets({ ...network, signal }),
      });
      if (!answer.ok) return { ...carried, failure: answer.failure };
      return { ...answer.value, value: mergedCatalogue(answer.value.value) };
    },
    async observatories(instrumentArray, signal) {
      const own = observatoriesOf(instrumentArray);
      if (instrumentArray === null || unlisted.includes(instrumentArray)) return builtIn(own, null);
      const answer = await keptAnswer({
        ...keeping(),
        key: `catalogue observatories ${instrumentArray}`,
        isSound: isObservatoryList,
        ask: () => listObservatories(instrumentArray, { ...network, signal }),
      });
      if (!answer.ok) return builtIn(own, answer.failure);
      // A service that knows an array and none of its sites knows less than the app.
      return answer.value.value.length > 0 ? answer.value : builtIn(own, null);
    },
  };
}

function builtIn<T>(value: T, failure: Failure | null) {
  return { value, origin: 'built in', asOfMs: null, failure } as const;
}

function isDatasetList(value: unknown): value is readonly ListedDataset[] {
  return (
    Array.isArray(value) &&
    value.every((entry: Partial<ListedDataset> | null) => typeof entry?.name === 'string' && Array.isArray(entry.dois))
  );
}

function isObservatoryList(value: unknown): value is readonly Observatory[] {
  return (
    Array.isArray(value) &&
    value.every(
      (entry: Partial<Observatory> | null) => typeof entry?.siteUid === 'string' && typeof entry.latDeg === 'number',
    )
  );
}
