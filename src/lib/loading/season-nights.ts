import type { Cache } from '$lib/cache/cache';
import { nightColumn } from '$lib/analysis/night-column';
import type { GroundPlace } from '$lib/geometry/sun-moon';
import type { Failure, Outcome } from '$lib/model/failure';
import { binUs, type NightColumn, type SeasonSky } from '$lib/model/season';
import type { TimeRange } from '$lib/model/time';
import type { WallPicture } from '$lib/model/wall';
import type { Wish } from '$lib/model/work';
import { inParallel } from '$lib/services/parallel';
import type { SkyReckoner } from '$lib/workers/decoder';
import type { WallLoading } from './keogram-wall';

export interface NightsWatch {
  readonly signal: AbortSignal;
  /** Columns by the address of their picture, as they come: first those of an earlier visit, in portions. */
  readonly onColumns: (columns: ReadonlyMap<string, NightColumn>, isKept: boolean) => void;
  readonly onFailure: (picture: WallPicture, failure: Failure) => void;
}

/** Nights of a season, each as one column. */
export interface SeasonLoading {
  /** The columns of all these pictures, in their order, a few at a time; settles when there is nothing more to come. */
  nights(pictures: readonly WallPicture[], watch: NightsWatch): Promise<void>;
  /** Sun and Moon over a place. @param range whole days, from whenever they begin */
  sky(range: TimeRange, place: GroundPlace, signal: AbortSignal): Promise<Outcome<SeasonSky>>;
}

/** Pictures on their way at a time: one is being unpacked while others come. */
const atATime = 4;
/** Kept columns are read so many at a time, so that a year does not hold up the page. */
const keptAtATime = 48;
/** Another length of a part, in minutes, is another kind. */
const kind = `night-column-${binUs / 60_000_000}`;

export function createSeasonLoading({
  wall,
  products,
  sky,
}: {
  readonly wall: Pick<WallLoading, 'ready' | 'isSynthetic'>;
  readonly products: Cache['products'];
  readonly sky: SkyReckoner;
}): SeasonLoading {
  const made = async (picture: WallPicture, wish: Wish): Promise<Outcome<NightColumn>> => {
    // Of the picture itself nothing is shown: one row is the least that can be had of it.
    const ready = await wall.ready(picture, 1, wish);
    if (!ready.ok) return ready;
    const { url, range } = picture;
    const value = nightColumn(ready.value.brightness, range.endUs - range.startUs);
    // Another edition of the sample event may have another picture of the same address.
    if (!wall.isSynthetic(range)) void products.put(kind, url, value, value.byteLength);
    return { ok: true, value };
  };

  return {
    async nights(pictures, { signal, onColumns, onFailure }) {
      const known = new Set<string>();
      for (let from = 0; from < pictures.length && !signal.aborted; from += keptAtATime) {
        const urls = pictures.slice(from, from + keptAtATime).map(({ url }) => url);
        const kept = await products.getMany(kind, urls);
        if (signal.aborted) return;
        const columns = new Map([...kept].filter((entry): entry is [string, NightColumn] => isColumn(entry[1])));
        for (const url of columns.keys()) known.add(url);
        if (columns.size > 0) onColumns(columns, true);
      }
      const others = pictures.filter(({ url }) => !known.has(url));
      await inParallel(
        others.map((picture, place) => ({ picture, place })),
        atATime,
        async ({ picture, place }): Promise<Outcome<null>> => {
          if (signal.aborted) return { ok: true, value: null };
          const column = await made(picture, { rank: () => place, signal });
          if (signal.aborted) return { ok: true, value: null };
          if (column.ok) onColumns(new Map([[picture.url, column.value]]), false);
          else onFailure(picture, column.failure);
          return { ok: true, value: null };
        },
      );
    },
    sky: (range, { latDeg, lonDeg }, signal) =>
      sky.seasonSky(range, { latDeg, lonDeg }, { rank: () => -Infinity, signal }),
  };
}

function isColumn(value: unknown): value is NightColumn {
  return value instanceof Uint8Array && value.length > 0;
}
