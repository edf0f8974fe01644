import { epochsAround, type AacgmFigures } from '$lib/geometry/aacgm-coefficients';
import type { IgrfFigures } from '$lib/geometry/igrf';
import type { MagneticFigures } from '$lib/geometry/magnetic-model';
import { yearFraction } from '$lib/geometry/year-fraction';
import type { Outcome } from '$lib/model/failure';

/** Where the figures come from: of each part one load. */
export interface FigureSource {
  aacgm(epoch: number): Promise<AacgmFigures>;
  igrf(): Promise<IgrfFigures>;
}

/**
 * Finds what a magnetic model of an instant is made of: the main field (4 kB as it travels) and the two epochs of
 * AACGM-v2 around the instant (13 kB each), loaded when they are first asked for and kept; no epochs outside 2000–2029.
 * They are parts of the app, so that they are there offline too.
 */
export function createMagneticFigures(source: FigureSource = bundled) {
  const epochs = new Map<number, Promise<AacgmFigures>>();
  const fields = new Map<'igrf', Promise<IgrfFigures>>();

  return async (timeUs: number): Promise<Outcome<MagneticFigures>> => {
    const around = epochsAround(yearFraction(timeUs)) ?? [];
    try {
      const [igrf, ...aacgm] = await Promise.all([
        once(fields, 'igrf', () => source.igrf()),
        ...around.map((epoch) => once(epochs, epoch, () => source.aacgm(epoch))),
      ]);
      return { ok: true, value: { igrf, aacgm } };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `the coefficients of magnetic coordinates could not be loaded (${reason})`;
      return { ok: false, failure: { kind: 'browser', part: 'bytes', message } };
    }
  };
}

/** A failed load is forgotten, so that the next one is a real attempt. */
function once<Key, T>(known: Map<Key, Promise<T>>, key: Key, load: () => Promise<T>): Promise<T> {
  const kept = known.get(key);
  if (kept) return kept;
  const loading = load().catch((error: unknown) => {
    known.delete(key);
    throw error;
  });
  known.set(key, loading);
  return loading;
}

const byEpoch: Readonly<Record<number, () => Promise<{ default: AacgmFigures }>>> = {
  2000: () => import('$lib/geometry/figures/aacgm-2000.json'),
  2005: () => import('$lib/geometry/figures/aacgm-2005.json'),
  2010: () => import('$lib/geometry/figures/aacgm-2010.json'),
  2015: () => import('$lib/geometry/figures/aacgm-2015.json'),
  2020: () => import('$lib/geometry/figures/aacgm-2020.json'),
  2025: () => import('$lib/geometry/figures/aacgm-2025.json'),
  2030: () => import('$lib/geometry/figures/aacgm-2030.json'),
};

const bundled: FigureSource = {
  async aacgm(epoch) {
    const load = byEpoch[epoch];
    if (!load) throw new Error(`there are none of ${epoch}`);
    return (await load()).default;
  },
  igrf: async () => (await import('$lib/geometry/figures/igrf-14.json')).default,
};
