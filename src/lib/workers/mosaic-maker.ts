import { transfer } from 'comlink';
import type { Outcome } from '$lib/model/failure';
import type { MosaicRequest, MosaicTable, NamedFile } from '$lib/model/mosaic';
import type { Wish } from '$lib/model/work';
import type { DecodeApi } from '../../../workers/decode-api';
import type { ProjectionSpec } from '../../../workers/mosaic-projection';
import { startDecodeWorker } from './decoder';
import { WorkerPool } from './worker-pool';

/** Bytes of a skymap file, each time anew since they are given away; from what is kept, so that no thread waits for it. */
export type SkymapFile = (name: string) => Promise<Outcome<ArrayBuffer>>;

export interface MosaicMaker {
  /** The table of a mosaic; `cancelled` as soon as its wish is aborted. */
  mosaicTable(request: MosaicRequest<ProjectionSpec>, file: SkymapFile, wish: Wish): Promise<Outcome<MosaicTable>>;
}

/**
 * Tables from a thread of their own: it remembers the skymaps it has seen and the steps of the last table (two would each
 * have to be told everything), and does not stand in line behind minutes to be decoded. It starts with the first table.
 */
export function createMosaicMaker(startWorker: () => Worker = startDecodeWorker): MosaicMaker & { dispose(): void } {
  const pool = new WorkerPool<DecodeApi>(startWorker, 1);
  return {
    mosaicTable: (request, file, wish) =>
      pool.run(wish, async (api) => {
        const first = await api.mosaicTable(request, []);
        if (!first.ok) return first;
        if (first.value.kind === 'table') return { ok: true, value: first.value.table };
        const files: NamedFile[] = [];
        for (const name of first.value.skymaps) {
          const bytes = await file(name);
          if (!bytes.ok) return bytes;
          files.push({ name, bytes: bytes.value });
        }
        const buffers = files.map(({ bytes }) => bytes);
        const second = await api.mosaicTable(request, transfer(files, buffers));
        if (!second.ok) return second;
        if (second.value.kind === 'table') return { ok: true, value: second.value.table };
        const message = `The decoder lost the skymap ${second.value.skymaps.join(', ')}.`;
        return { ok: false, failure: { kind: 'browser', part: 'decoder', message } };
      }),
    dispose: () => pool.dispose(),
  };
}
