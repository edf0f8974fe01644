import { MosaicBuilder } from '$lib/analysis/mosaic-builder';
import { allRuns } from '$lib/analysis/mosaic-runs';
import { BoundedMap } from '$lib/cache/bounded-map';
import { readSkymap } from '$lib/datasets/skymap';
import type { Outcome } from '$lib/model/failure';
import type { MosaicAnswer, MosaicRequest, NamedFile } from '$lib/model/mosaic';
import type { Skymap } from '$lib/model/skymap';
import { projectionOf, type ProjectionSpec } from './mosaic-projection';

/** Some forty THEMIS cameras, or ten of REGO and ten of TREx RGB. */
const skymapBudgetBytes = 96 * 2 ** 20;

/** What the last tables were made of, so that the next one asks for no file that has been here. */
const skymaps = new BoundedMap<Skymap>(skymapBudgetBytes);
const builder = new MosaicBuilder();

/**
 * The table of a mosaic.
 *
 * @param files the skymaps that an answer before said were lacking; none the first time
 * @returns the names of skymaps that are needed and not here, instead of a table
 */
export async function mosaicTable(
  request: MosaicRequest<ProjectionSpec>,
  files: readonly NamedFile[],
): Promise<Outcome<MosaicAnswer>> {
  const { view, rule, sources } = request;
  // Held on to here: the budget may be smaller than what one mosaic needs.
  const inUse = new Map<string, Skymap>();
  for (const { name, bytes } of files) {
    const outcome = await readSkymap(new Uint8Array(bytes), name);
    if (!outcome.ok) return outcome;
    // Azimuths are of no use here.
    const skymap = { ...outcome.value, azimuthDeg: null };
    inUse.set(name, skymap);
    skymaps.set(name, skymap, bytesOf(skymap));
  }
  const lacking = new Set<string>();
  for (const source of sources) {
    if (source.kind === 'grid' || inUse.has(source.skymap)) continue;
    const known = skymaps.get(source.skymap);
    if (known) inUse.set(source.skymap, known);
    else lacking.add(source.skymap);
  }
  if (lacking.size > 0) return { ok: true, value: { kind: 'lacking', skymaps: [...lacking] } };
  const order = {
    ...{ view, rule, sources },
    projection: projectionOf(request.projection),
    projectionKey: JSON.stringify(request.projection),
  };
  const table = builder.build(order, (name) => inUse.get(name)!);
  if (!table.ok) return table;
  // Made here, where it holds up nobody: the page only paints.
  return { ok: true, value: { kind: 'table', table: { ...table.value, runs: allRuns(table.value) } } };
}

function bytesOf({ elevationDeg, cornerLatDeg, cornerLonDeg }: Skymap): number {
  return elevationDeg.byteLength + cornerLatDeg.byteLength + cornerLonDeg.byteLength;
}
