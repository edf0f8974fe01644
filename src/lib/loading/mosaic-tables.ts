import type { MapFrame } from '$lib/geometry/map-frame';
import type { Outcome } from '$lib/model/failure';
import type { MosaicRequest, MosaicTable } from '$lib/model/mosaic';
import type { TimeRange } from '$lib/model/time';
import type { Wish } from '$lib/model/work';
import { createMosaicMaker, type MosaicMaker } from '$lib/workers/mosaic-maker';
import type { ChosenSkymap, Loading } from './loading';

/** Makes the table of a mosaic. */
export interface MosaicTables {
  /**
   * @param skymaps that the request names, as they were found for the range
   * @returns `cancelled` as soon as the wish is aborted
   */
  make(
    request: MosaicRequest<MapFrame>,
    skymaps: readonly ChosenSkymap[],
    range: TimeRange,
    wish: Wish,
  ): Promise<Outcome<MosaicTable>>;
  dispose(): void;
}

/**
 * What a request calls a skymap: a person's own file is not taken for the archive's of the same name, nor for what was
 * open under its name before.
 */
export function keyOf({ own, opening, name }: Pick<ChosenSkymap, 'own' | 'opening' | 'name'>): string {
  return own === undefined ? name : `${own} ${opening}`;
}

/**
 * Tables of mosaics, their skymaps taken from what is kept. The thread that makes them remembers skymaps by their names:
 * it is started anew for the sample event, whose names are those of the archive.
 */
export function createMosaicTables(
  loading: Pick<Loading, 'skymapFile' | 'sampleOf'>,
  startMaker: () => MosaicMaker & { dispose(): void } = createMosaicMaker,
): MosaicTables {
  let maker: ReturnType<typeof startMaker> | null = null;
  let isSample = false;
  return {
    make: (request, skymaps, range, wish) => {
      const wantsSample = loading.sampleOf(range) !== null;
      if (wantsSample !== isSample) {
        maker?.dispose();
        maker = null;
      }
      isSample = wantsSample;
      maker ??= startMaker();
      const file = (name: string) => {
        const chosen = skymaps.find((skymap) => keyOf(skymap) === name);
        if (chosen) return loading.skymapFile(chosen, range, wish);
        const message = `The skymap ${name} is not among those that were found.`;
        return Promise.resolve({ ok: false, failure: { kind: 'browser', part: 'decoder', message } } as const);
      };
      return maker.mosaicTable(request, file, wish);
    },
    dispose: () => maker?.dispose(),
  };
}
