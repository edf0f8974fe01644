import type { GridFile, GridFrames } from '$lib/model/grid';
import type { Decoder } from '$lib/workers/decoder';
import type { createDecoding } from './decoding';
import { bytesOfGrids, gridSource, type GridLoading } from './grid-files';
import { createKept } from './kept-products';
import { blobNumbers } from './own-blob';
import type { OwnGridRegistry } from './own-grid-registry';

/** A few minutes: they are read again from where they lie in a moment. */
const budgetBytes = 48 * 2 ** 20;

export interface OwnGridParts {
  /** The archive's. */
  readonly usual: GridLoading;
  readonly registry: OwnGridRegistry;
  readonly decoder: Pick<Decoder, 'grids'>;
  /** Of own files' bytes. */
  readonly decoding: ReturnType<typeof createDecoding>;
}

/** A person's own grid files in front of the archive's: where both have a minute, the own one counts. */
export function createOwnGrids({ usual, registry, decoder, decoding }: OwnGridParts): GridLoading {
  const kept = createKept<GridFrames>(budgetBytes, bytesOfGrids);
  const numberOf = blobNumbers();
  return {
    gridFiles: async (dataset, range, signal) => {
      const own = registry.filesOf(dataset, range);
      const asked = await usual.gridFiles(dataset, range, signal);
      if (own.length === 0 || (!asked.ok && asked.failure.kind === 'cancelled')) return asked;
      const minutes = new Set(own.map(({ startUs }) => startUs));
      const others = asked.ok ? asked.value.files.filter(({ startUs }) => !minutes.has(startUs)) : [];
      const files = [...own, ...others].sort((one, other) => one.startUs - other.startUs);
      const found = asked.ok ? asked.value.found : 'own files';
      const serviceFailure = asked.ok ? asked.value.serviceFailure : asked.failure;
      return { ok: true, value: { files, found, serviceFailure, ownFiles: own.length } };
    },
    grids: (file: GridFile, wish) => {
      const blob = registry.blobOf(file.url);
      if (!blob) return usual.grids(file, wish);
      const read = (shared: typeof wish) =>
        decoding(file, shared, (buffer, turn) => decoder.grids(buffer, gridSource(file), turn));
      return kept.ask(file, wish, undefined, read, ` ${numberOf(blob)}`);
    },
    forgetGrids: async (file) => {
      kept.forget(file);
      if (!registry.blobOf(file.url)) await usual.forgetGrids(file);
    },
  };
}
