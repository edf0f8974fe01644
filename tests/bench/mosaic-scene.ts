import type { MosaicBuilder, MosaicOrder } from '$lib/analysis/mosaic-builder';
import { readSkymap } from '$lib/datasets/skymap';
import type { MosaicRequestSource, MosaicTable } from '$lib/model/mosaic';
import type { Skymap } from '$lib/model/skymap';
import { createMosaicLook } from '$lib/render/mosaic-look';
import type { MosaicFrame } from '$lib/render/mosaic-painter';
import { projectionOf, type ProjectionSpec } from '../../workers/mosaic-projection';
import { viewOf } from '../unit/analysis/toy-projections';

/* The mosaic that is measured: one real skymap put to many places, in Node and in browsers alike. */

export const [width, height] = [1000, 700];
export const projectionSpec: ProjectionSpec = { kind: 'stereographic', centre: { latDeg: 62, lonDeg: -109 } };
export const benchView = viewOf(width, height, 6000);
const projection = projectionOf(projectionSpec);
const projectionKey = 'bench';

export function tableFor(
  builder: MosaicBuilder,
  skymap: Skymap,
  sites: number,
  altitudeKm: number,
  step = 0,
): MosaicTable {
  const sources = Array.from({ length: sites }, (_, site): MosaicRequestSource => {
    const id = `site ${site}`;
    return { kind: 'skymap', id, skymap: id, altitudeKm, minElevationDeg: 5, mask: null, layer: 0 };
  });
  const view = viewOf(width, height, 6000, 1000 * step, 0);
  const order: MosaicOrder = { view, projection, projectionKey, rule: 'highest', sources };
  const outcome = builder.build(order, (name) => sited(skymap, Number(name.split(' ')[1])));
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

const places = new WeakMap<Skymap, Map<number, Skymap>>();

/** The real skymap somewhere else: sites stand in three rows, some 600 km apart, as those of THEMIS do. */
function sited(skymap: Skymap, site: number): Skymap {
  const known = places.get(skymap) ?? new Map<number, Skymap>();
  places.set(skymap, known);
  const [north, east] = [5 * Math.floor(site / 7) - 6, 12 * (site % 7)];
  const moved = known.get(site) ?? {
    ...skymap,
    site: { ...skymap.site, latDeg: skymap.site.latDeg + north, lonDeg: skymap.site.lonDeg + east },
    cornerLatDeg: skymap.cornerLatDeg.map((latDeg) => latDeg + north),
    cornerLonDeg: skymap.cornerLonDeg.map((lonDeg) => lonDeg + east),
  };
  known.set(site, moved);
  return moved;
}

export function frameOf({ height, width }: Skymap, site: number): MosaicFrame {
  const counts = Uint16Array.from({ length: height * width }, (_, pixel) => 2000 + ((pixel * 131 + site * 977) % 9000));
  return { counts, channels: 1, fillValue: null, look: lookOf('gray') };
}

function lookOf(colormap: 'gray' | 'viridis' | 'magma') {
  const scaling = { valueRange: [2000, 10_000], gamma: 1.1, colormap } as const;
  return createMosaicLook(scaling, { kind: 'counts', darkCounts: 0, perCount: 1 });
}

let turn = 0;

export function without(frames: readonly MosaicFrame[]): (MosaicFrame | null)[] {
  turn++;
  return frames.map((frame, site) => (site === turn % frames.length ? null : frame));
}

/** Every site has a look of its own to be made. */
export function recoloured(frames: readonly MosaicFrame[]): MosaicFrame[] {
  turn++;
  return frames.map((frame) => ({ ...frame, look: lookOf(turn % 2 === 0 ? 'viridis' : 'magma') }));
}

export async function parsedSkymap(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<Skymap> {
  const outcome = await readSkymap(bytes, name);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}
