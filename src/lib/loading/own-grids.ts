import type { GridFile, GridFrames } from '$lib/model/grid';
import type { Decoder } from '$lib/workers/decoder';
import { bytesOfGrids, gridSource, type GridLoading } from './grid-files';
import { lostFile } from './own-blob';
import type { OwnGridRegistry } from './own-grid-registry';
import { createOwnProducts, type OwnParts } from './own-products';

interface Parts extends OwnParts<GridLoading, OwnGridRegistry> {
  readonly decoder: Pick<Decoder, 'grids'>;
}

/**
 * A person's own grid files in front of the archive's: where both have a minute, the own one counts. Minutes whose own
 * file was open in an earlier visit only, and which the archive lacks, are listed and fail with that reason.
 */
export function createOwnGrids({ usual, registry, decoder, decoding }: Parts): GridLoading {
  const products = createOwnProducts<GridFrames>(decoding, bytesOfGrids);
  /** Of the files that are listed as lost: the archive may have others of the same address. */
  const listedAsLost = new Set<string>();
  const isLost = ({ url }: GridFile) => listedAsLost.has(url) && registry.isLost(url);

  return {
    gridFiles: async (dataset, range, signal) => {
      const asked = await usual.gridFiles(dataset, range, signal);
      if (!asked.ok && asked.failure.kind === 'cancelled') return asked;
      const own = registry.filesOf(dataset, range);
      const archive = asked.ok ? asked.value.files : [];
      const there = new Set([...own, ...archive].map(({ startUs }) => startUs));
      const lost = registry.lostOf(dataset, range).filter(({ startUs }) => !there.has(startUs));
      for (const { url } of lost) listedAsLost.add(url);
      if (own.length + lost.length === 0) return asked;
      const minutes = new Set(own.map(({ startUs }) => startUs));
      const others = archive.filter(({ startUs }) => !minutes.has(startUs));
      const files = [...own, ...lost, ...others].sort((one, other) => one.startUs - other.startUs);
      const without = { found: 'own files', known: [], keptMs: null } as const;
      const told = asked.ok ? asked.value : { ...without, serviceFailure: asked.failure };
      return { ok: true, value: { ...told, files, ownFiles: own.length } };
    },
    grids: (file: GridFile, wish) => {
      const blob = registry.blobOf(file.url);
      if (!blob) return isLost(file) ? Promise.resolve(lostFile('minute', file)) : usual.grids(file, wish);
      return products.ask(file, blob, wish, (buffer, turn) => decoder.grids(buffer, gridSource(file), turn));
    },
    forgetGrids: async (file) => {
      products.forget(file);
      if (!registry.blobOf(file.url) && !isLost(file)) await usual.forgetGrids(file);
    },
  };
}
