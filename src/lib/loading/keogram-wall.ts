import { BoundedMap } from '$lib/cache/bounded-map';
import { datasetByName } from '$lib/datasets/catalogue';
import { rawDatasetOf, sitesOfArray } from '$lib/datasets/source-camera';
import { dayUs } from '$lib/datasets/utc';
import type { ExploreArray } from '$lib/model/explore';
import type { Failure, Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import type { ReadyPicture, WallCamera, WallPicture } from '$lib/model/wall';
import type { Wish } from '$lib/model/work';
import { mostDays } from '$lib/services/archive-days';
import { addressOf, type Hosts } from '$lib/services/hosts';
import { cancelled, failed } from '$lib/services/http';
import { inParallel } from '$lib/services/parallel';
import { hasSummaryKeograms, type SummaryKeogram } from '$lib/services/summary-keogram';
import type { Loading } from './loading';
import { summaryShelf } from './summary-pictures';

export interface FoldersWatch {
  readonly signal: AbortSignal;
  /** Pictures as they are found, and how many of the questions have been answered. */
  readonly onPortion: (pictures: readonly WallPicture[], done: number, total: number) => void;
}

/** Pictures for a wall of keograms. */
export interface WallLoading {
  /**
   * What the archive's folders have of an array's daily keograms, latest first, for when the search service cannot tell.
   *
   * @param platforms as the search service spells them; none: all sites
   * @returns ok when at least one question was answered; `missed` are those that were not
   */
  fromFolders(
    array: ExploreArray,
    platforms: readonly string[],
    range: TimeRange,
    watch: FoldersWatch,
  ): Promise<Outcome<{ readonly missed: readonly Failure[] }>>;
  /** A camera's keograms of single hours: finer than that of the day. */
  hourly(camera: WallCamera, range: TimeRange, signal: AbortSignal): Promise<Outcome<readonly WallPicture[]>>;
  /** A picture that was made ready before and is still in memory. */
  held(picture: WallPicture, mostRows: number): ReadyPicture | null;
  /** @param mostRows rows of the bitmap at most */
  ready(picture: WallPicture, mostRows: number, wish: Wish): Promise<Outcome<ReadyPicture>>;
  /** Where the page may show a picture that it may not read; null where its policy forbids that, too. */
  shownAt(picture: WallPicture): string | null;
  /** Whether what is shown of this range was computed, not observed. */
  isSynthetic(range: TimeRange): boolean;
}

export interface WallParts {
  readonly loading: Pick<Loading, 'listSummaries' | 'summary' | 'sampleOf'>;
  readonly hosts: Hosts;
  /** Whether the page's policy lets it ask an origin. */
  readonly allowed: (origin: string) => boolean;
}

const questionsAtATime = 4;
/** Unpacked pictures: some three hundred nights of low rows, some hundred of high ones. */
const readyBudgetBytes = 64 * 2 ** 20;

export function createWallLoading({ loading, hosts, allowed }: WallParts): WallLoading {
  const inMemory = new BoundedMap<ReadyPicture>(readyBudgetBytes);
  const shownAt = (url: string): string | null => {
    const address = addressOf(url, hosts);
    const parsed = URL.parse(address);
    return parsed && allowed(parsed.origin) ? address : null;
  };
  return {
    async fromFolders(array, platforms, range, { signal, onPortion }) {
      const dataset = rawDatasetOf(array);
      if (dataset === null || !hasSummaryKeograms(dataset)) return { ok: true, value: { missed: [] } };
      const sites = sitesOfArray(array, platforms);
      const questions = stretchesOf(range).flatMap((stretch) => sites.map(({ siteUid }) => ({ stretch, siteUid })));
      const missed: Failure[] = [];
      let done = 0;
      await inParallel(questions, questionsAtATime, async ({ stretch, siteUid }): Promise<Outcome<null>> => {
        const listed = await loading.listSummaries({ dataset, siteUid, deviceUid: null }, stretch, 'daily', signal);
        if (signal.aborted) return failed(cancelled);
        done++;
        if (!listed.ok) missed.push(listed.failure);
        onPortion(
          listed.ok ? listed.value.map((found) => wallPicture(found, dataset, siteUid)) : [],
          done,
          questions.length,
        );
        return { ok: true, value: null };
      });
      const [first] = missed;
      if (signal.aborted) return failed(cancelled);
      return first && missed.length === questions.length ? failed(first) : { ok: true, value: { missed } };
    },
    async hourly({ dataset, siteUid, deviceUid }, range, signal) {
      if (dataset === null || siteUid === null || !hasSummaryKeograms(dataset)) return { ok: true, value: [] };
      const listed = await loading.listSummaries({ dataset, siteUid, deviceUid }, range, 'hourly', signal);
      if (!listed.ok) return listed;
      return { ok: true, value: listed.value.map((found) => wallPicture(found, dataset, siteUid)) };
    },
    held: (picture, mostRows) => inMemory.get(memoryKey(picture, mostRows)) ?? null,
    ready: async (picture, mostRows, wish) => {
      const { url, name, range, camera } = picture;
      if (shownAt(url) === null) {
        const message = `${url} lies on a server that this app does not ask`;
        return failed({ kind: 'refused', host: URL.parse(url)?.host ?? '', reason: 'cross-origin', message });
      }
      const dataset = summaryShelf(camera.dataset ?? camera.name);
      const ready = await loading.summary({ url, name, dataset }, range, mostRows, wish);
      if (ready.ok) inMemory.set(memoryKey(picture, mostRows), ready.value, bytesOf(ready.value));
      return ready;
    },
    shownAt: ({ url }) => shownAt(url),
    isSynthetic: (range) => loading.sampleOf(range) !== null,
  };
}

function memoryKey({ url }: WallPicture, mostRows: number): string {
  return `${mostRows} ${url}`;
}

function bytesOf({ bitmap, brightness }: ReadyPicture): number {
  return bitmap.width * bitmap.height * 4 + brightness.byteLength;
}

/** Stretches that the archive is asked about at once, the latest first. */
function stretchesOf({ startUs, endUs }: TimeRange): TimeRange[] {
  const stretches: TimeRange[] = [];
  for (let untilUs = endUs; untilUs > startUs; untilUs -= mostDays * dayUs)
    stretches.push({ startUs: Math.max(startUs, untilUs - mostDays * dayUs), endUs: untilUs });
  return stretches;
}

function wallPicture(
  { url, name, range, kind, deviceUid }: SummaryKeogram,
  dataset: string,
  siteUid: string,
): WallPicture {
  const title = `${datasetByName(dataset)?.title ?? dataset} ${siteUid.toUpperCase()}`;
  return { ...{ url, name, range, span: kind, kind }, camera: { name: title, dataset, siteUid, deviceUid } };
}
