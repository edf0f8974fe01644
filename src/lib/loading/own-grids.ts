import type { GridFile, GridFrames } from '$lib/model/grid';
import type { Decoder } from '$lib/workers/decoder';
import { bytesOfGrids, gridSource, type GridLoading } from './grid-files';
import type { OwnGridRegistry } from './own-grid-registry';
import { createOwnProducts, type OwnParts } from './own-products';

interface Parts extends OwnParts<GridLoading, OwnGridRegistry> {
  readonly decoder: Pick<Decoder, 'grids'>;
}

/** A person's own grid files in front of the archive's: where both have a minute, the own one counts. */
export function createOwnGrids({ usual, registry, decoder, decoding }: Parts): GridLoading {
  const products = createOwnProducts<GridFrames>(decoding, bytesOfGrids);
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
      return products.ask(file, blob, wish, (buffer, turn) => decoder.grids(buffer, gridSource(file), turn));
    },
    forgetGrids: async (file) => {
      products.forget(file);
      if (!registry.blobOf(file.url)) await usual.forgetGrids(file);
    },
  };
}
