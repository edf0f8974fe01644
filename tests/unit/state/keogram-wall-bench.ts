import type { FoldersWatch, WallLoading } from '$lib/loading/keogram-wall';
import type { Failure, Outcome } from '$lib/model/failure';
import type { ExploreArray } from '$lib/model/explore';
import type { TimeRange } from '$lib/model/time';
import type { ReadyPicture, WallPicture } from '$lib/model/wall';
import type { Wish } from '$lib/model/work';

export const offline: Failure = { kind: 'offline', message: 'no network' };

export interface AskedPicture {
  readonly picture: WallPicture;
  readonly mostRows: number;
  readonly wish: Wish;
  readonly answer: (failure?: Failure) => Promise<void>;
}

interface AskedFolders {
  readonly array: ExploreArray;
  readonly platforms: readonly string[];
  readonly range: TimeRange;
  readonly watch: FoldersWatch;
  readonly answer: (outcome: Awaited<ReturnType<WallLoading['fromFolders']>>) => Promise<void>;
}

interface AskedHours {
  readonly name: string;
  readonly hours: number;
  readonly signal: AbortSignal;
  readonly answer: (outcome: Outcome<readonly WallPicture[]>) => Promise<void>;
}

/** Lets what waits for an answer go on. */
export const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

/**
 * A loading whose answers the test gives.
 *
 * @param mostHeld pictures that stay in memory
 */
export function fakeWallLoading({ mostHeld = Infinity }: { readonly mostHeld?: number } = {}) {
  const asked: AskedPicture[] = [];
  const folders: AskedFolders[] = [];
  const hours: AskedHours[] = [];
  const held = new Map<string, ReadyPicture>();
  let shown: string | null = null;
  const keyOf = ({ url }: WallPicture, mostRows: number) => `${mostRows} ${url}`;
  const loading: WallLoading = {
    fromFolders: (array, platforms, range, watch) =>
      new Promise((resolve) =>
        folders.push({ array, platforms, range, watch, answer: (outcome) => (resolve(outcome), turn()) }),
      ),
    hourly: ({ name }, { startUs, endUs }, signal) =>
      new Promise((resolve) =>
        hours.push({
          ...{ name, hours: (endUs - startUs) / 3_600_000_000, signal },
          answer: (outcome) => (resolve(outcome), turn()),
        }),
      ),
    held: (picture, mostRows) => held.get(keyOf(picture, mostRows)) ?? null,
    ready: (picture, mostRows, wish) =>
      new Promise((resolve) =>
        asked.push({
          ...{ picture, mostRows, wish },
          answer(failure) {
            if (failure) resolve({ ok: false, failure });
            else {
              const size = { width: 720, height: mostRows };
              const value = { bitmap: size as ImageBitmap, ...size, brightness: new Float32Array(720) };
              held.set(keyOf(picture, mostRows), value);
              const [oldest] = held.keys();
              if (held.size > mostHeld) held.delete(oldest!);
              resolve({ ok: true, value });
            }
            return turn();
          },
        }),
      ),
    shownAt: () => shown,
    isSynthetic: ({ startUs }) => new Date(startUs / 1000).getUTCFullYear() === 2030,
  };
  return { loading, asked, folders, hours, showAt: (address: string | null) => (shown = address) };
}
