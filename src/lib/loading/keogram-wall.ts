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
import { isOnline, isUnanswered } from '$lib/services/online';
import { firstThenParallel, inParallel } from '$lib/services/parallel';
import { hasSummaryKeograms, type SummaryKeogram } from '$lib/services/summary-keogram';
import type { Camera } from './file-listing';
import type { Loading } from './loading';
import { summaryShelf, type ListedSummaries } from './summary-pictures';

export interface FoldersWatch {
  readonly signal: AbortSignal;
  /** Why the search service could not tell; null when it did. */
  readonly why: Failure | null;
  /** Pictures as they are found, and how many of the questions have been answered. */
  readonly onPortion: (pictures: readonly WallPicture[], done: number, total: number) => void;
}

/** How far the folders told. */
export interface FoldersLook {
  /** Why some questions were not answered, or not for all of their days. */
  readonly missed: readonly Failure[];
  /** When the oldest list of an earlier visit was made that stands in for the archive, milliseconds since 1970; null without any. */
  readonly asOfMs: number | null;
}

/** Pictures for a wall of keograms. */
export interface WallLoading {
  /**
   * What the archive's folders have of an array's daily keograms, latest first, for when the search service cannot tell.
   * Once it is seen that nobody answers there, the rest is told by lists of earlier visits.
   *
   * @param platforms as the search service spells them; none: all sites
   * @returns ok when at least one question was answered
   */
  fromFolders(
    array: ExploreArray,
    platforms: readonly string[],
    range: TimeRange,
    watch: FoldersWatch,
  ): Promise<Outcome<FoldersLook>>;
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
  readonly loading: Pick<Loading, 'listSummaries' | 'listKeptSummaries' | 'summary' | 'sampleOf'>;
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
    async fromFolders(array, platforms, range, { signal, why, onPortion }) {
      const dataset = rawDatasetOf(array);
      if (dataset === null || !hasSummaryKeograms(dataset)) return { ok: true, value: { missed: [], asOfMs: null } };
      const sites = sitesOfArray(array, platforms);
      const questions = stretchesOf(range).flatMap((stretch) => sites.map(({ siteUid }) => ({ stretch, siteUid })));
      const desk = createListDesk(loading, signal);
      const missed: Failure[] = [];
      let asOfMs = Infinity;
      let done = 0;
      const ask = async ({ stretch, siteUid }: Question): Promise<Outcome<null>> => {
        const listed = await desk({ dataset, siteUid, deviceUid: null }, stretch);
        if (signal.aborted) return failed(cancelled);
        done++;
        if (!listed.ok) missed.push(listed.failure);
        const { pictures, kept } = listed.ok ? listed.value : { pictures: [], kept: null };
        if (kept) asOfMs = Math.min(asOfMs, kept.asOfMs);
        if (kept?.isWhole === false) missed.push(kept.failure);
        onPortion(
          pictures.map((found) => wallPicture(found, dataset, siteUid)),
          done,
          questions.length,
        );
        return { ok: true, value: null };
      };
      // Where there may be no network, one question is enough to see whether the archive answers.
      const isDoubtful = !isOnline() || (why !== null && isUnanswered(why));
      await (isDoubtful ? firstThenParallel : inParallel)(questions, questionsAtATime, ask);
      const [first] = missed;
      if (signal.aborted) return failed(cancelled);
      if (first && missed.length === questions.length && asOfMs === Infinity) return failed(first);
      return { ok: true, value: { missed, asOfMs: asOfMs === Infinity ? null : asOfMs } };
    },
    async hourly({ dataset, siteUid, deviceUid }, range, signal) {
      if (dataset === null || siteUid === null || !hasSummaryKeograms(dataset)) return { ok: true, value: [] };
      const listed = await loading.listSummaries({ dataset, siteUid, deviceUid }, range, 'hourly', signal);
      if (!listed.ok) return listed;
      return { ok: true, value: listed.value.pictures.map((found) => wallPicture(found, dataset, siteUid)) };
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

interface Question {
  readonly stretch: TimeRange;
  readonly siteUid: string;
}

/** Asks for lists as long as anybody may answer; then those of earlier visits have to do. */
function createListDesk(loading: WallParts['loading'], signal: AbortSignal) {
  let nobody: Failure | null = null;
  let isReached = false;
  return async (camera: Camera, range: TimeRange): Promise<Outcome<ListedSummaries>> => {
    if (nobody) return loading.listKeptSummaries(camera, range, 'daily', nobody);
    const listed = await loading.listSummaries(camera, range, 'daily', signal);
    const failure = listed.ok ? (listed.value.kept?.failure ?? null) : listed.failure;
    if (failure === null) {
      isReached = true;
      nobody = null;
    } else if (failure.kind === 'offline' || (!isReached && isUnanswered(failure))) nobody = failure;
    return listed;
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
