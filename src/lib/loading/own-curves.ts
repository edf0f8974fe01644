import type { CurveFile, ReducedCurves } from '$lib/model/curve';
import type { Decoder } from '$lib/workers/decoder';
import { bytesOfCurves, type CurveListing, type CurveLoading } from './curve-files';
import { lostFile } from './own-blob';
import type { OwnCurveRegistry } from './own-curve-registry';
import { createOwnProducts, type OwnParts } from './own-products';

interface Parts extends OwnParts<CurveLoading, OwnCurveRegistry> {
  readonly decoder: Pick<Decoder, 'curves'>;
}

/** A person's own days of curves in front of the archive's: where both have a day, the own one counts. */
export function createOwnCurves({ usual, registry, decoder, decoding }: Parts): CurveLoading {
  const products = createOwnProducts<ReducedCurves>(decoding, bytesOfCurves);
  /** Of the files that are listed as lost: the archive may have others of the same address. */
  const listedAsLost = new Set<string>();
  const isLost = ({ url }: CurveFile) => listedAsLost.has(url) && registry.isLost(url);

  return {
    curveFiles: async (site, range, signal) => {
      const asked = await usual.curveFiles(site, range, signal);
      if (!asked.ok && asked.failure.kind === 'cancelled') return asked;
      const archive = asked.ok ? asked.value : await usual.keptCurveFiles(site, range);
      const own = registry.filesOf(site, range);
      const there = new Set([...own, ...(archive?.files ?? [])].map(({ startUs }) => startUs));
      const lost = registry.lostOf(site, range).filter(({ startUs }) => !there.has(startUs));
      for (const { url } of lost) listedAsLost.add(url);
      if (own.length + lost.length === 0) return asked;
      const serviceFailure = asked.ok ? asked.value.serviceFailure : asked.failure;
      return { ok: true, value: merged(own, lost, archive, serviceFailure) };
    },
    keptCurveFiles: async (site, range) => {
      const [own, archive] = [registry.filesOf(site, range), await usual.keptCurveFiles(site, range)];
      return own.length === 0 ? archive : merged(own, [], archive, null);
    },
    curves: (file, wish, onBytes) => {
      const blob = registry.blobOf(file.url);
      if (!blob) return isLost(file) ? Promise.resolve(lostFile('day', file)) : usual.curves(file, wish, onBytes);
      const { dataset, name } = file;
      return products.ask(file, blob, wish, (buffer, turn) => decoder.curves(buffer, { dataset, name }, turn));
    },
    forgetCurves: async (file) => {
      products.forget(file);
      if (!registry.blobOf(file.url) && !isLost(file)) await usual.forgetCurves(file);
    },
  };
}

function merged(
  own: readonly CurveFile[],
  lost: readonly CurveFile[],
  archive: CurveListing | null,
  serviceFailure: CurveListing['serviceFailure'],
): CurveListing {
  const mine = [...own, ...lost];
  const days = new Set(mine.map(({ startUs }) => startUs));
  const others = (archive?.files ?? []).filter(({ startUs }) => !days.has(startUs));
  return {
    files: [...mine, ...others].sort((one, other) => one.startUs - other.startUs),
    found: archive?.found ?? 'own files',
    knownDays: [...new Set([...(archive?.knownDays ?? []), ...days])],
    keptMs: archive?.keptMs ?? null,
    serviceFailure,
    ownFiles: own.length,
  };
}
