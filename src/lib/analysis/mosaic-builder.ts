import { sightGridOf, type SightGrid } from '$lib/geometry/sight-grid';
import { unitVectors, type UnitVectors } from '$lib/geometry/unit-vectors';
import type { Outcome } from '$lib/model/failure';
import type {
  MosaicProjection,
  MosaicRequestSource,
  MosaicTable,
  MosaicView,
  OverlapRule,
  PlanePoints,
} from '$lib/model/mosaic';
import type { Skymap } from '$lib/model/skymap';
import { coverageOf, type Coverage } from './mosaic-coverage';
import { cameraGeometry, gridGeometry, type MosaicGeometry } from './mosaic-geometry';
import { mergeCoverages, mosaicRefusal } from './mosaic-table';

/** What a table is to be made of. */
export interface MosaicOrder {
  readonly view: MosaicView;
  readonly projection: MosaicProjection;
  /** Tells the projection from others. */
  readonly projectionKey: string;
  readonly rule: OverlapRule;
  readonly sources: readonly MosaicRequestSource[];
}

/** What is known of one source: each step is kept until what it was made of changes. */
interface Steps {
  readonly source: MosaicRequestSource;
  readonly geometry: MosaicGeometry;
  readonly sights: SightGrid | null;
  /** Places as directions, once a projection has asked for them and where they take long. */
  vectors: UnitVectors | null;
  projected: { readonly key: string; readonly points: PlanePoints } | null;
  covered: { readonly key: string; readonly coverage: Coverage } | null;
}

/**
 * Makes tables one after the other and keeps the steps between: another rule, or a source more or less, only puts the
 * candidates in order again; another view lays the same points on another picture; another altitude is followed along
 * lines of sight that are known. What belongs to sources that are no longer asked for is forgotten.
 */
export class MosaicBuilder {
  #steps = new Map<string, Steps>();

  /** @param skymapOf of every name among the sources */
  build(order: MosaicOrder, skymapOf: (name: string) => Skymap): Outcome<MosaicTable> {
    const { view, projection, projectionKey, rule, sources } = order;
    const sizes = sources.map((source) => (source.kind === 'grid' ? source : skymapOf(source.skymap)));
    const refused = mosaicRefusal(view, sizes);
    if (refused) return { ok: false, failure: refused };
    const viewKey = `${projectionKey} ${view.width} ${view.height} ${view.fromPlane.join(' ')}`;
    const kept = new Map<string, Steps>();
    const covered = sources.map((source) => {
      const before = this.#steps.get(source.id) ?? null;
      // Its room is used again, once.
      this.#steps.delete(source.id);
      const steps = stepsOf(source, before, skymapOf);
      kept.set(source.id, steps);
      const { geometry } = steps;
      if (steps.projected?.key !== projectionKey) {
        const points = pointsOf(steps, projection, before?.projected?.points ?? null);
        steps.projected = { key: projectionKey, points };
        steps.covered = null;
      }
      if (steps.covered?.key !== viewKey) {
        const spare = before?.covered?.coverage.pixels ?? null;
        const coverage = coverageOf(geometry, steps.projected.points, view, projection.periodM, spare);
        steps.covered = { key: viewKey, coverage };
      }
      const { height, width, elevationDeg } = geometry;
      const altitudeKm = source.kind === 'grid' ? null : source.altitudeKm;
      const site = source.kind === 'grid' ? null : skymapOf(source.skymap).site;
      const { id, layer } = source;
      return { id, layer, height, width, elevationDeg, altitudeKm, site, coverage: steps.covered.coverage };
    });
    this.#steps = kept;
    return mergeCoverages(view, rule, covered);
  }
}

/** @param spare points that are not needed any more: their room is used again */
function pointsOf(steps: Steps, projection: MosaicProjection, spare: PlanePoints | null): PlanePoints {
  const { source, geometry } = steps;
  if (projection.vectorsToPlane) {
    const vectors = geometry.vectors?.() ?? (steps.vectors ??= unitVectors(geometry));
    return projection.vectorsToPlane(vectors, spare);
  }
  return projection.toPlane(geometry.latDeg, geometry.lonDeg, source.altitudeKm ?? null);
}

function stepsOf(source: MosaicRequestSource, known: Steps | null, skymapOf: (name: string) => Skymap): Steps {
  if (known && isSamePlace(known.source, source)) return known;
  const fresh = { source, vectors: null, projected: null, covered: null };
  if (source.kind === 'grid')
    return { ...fresh, geometry: gridGeometry(source.height, source.width, source.box), sights: null };
  const skymap = skymapOf(source.skymap);
  const before = known?.source.kind === 'skymap' && known.source.skymap === source.skymap ? known : null;
  const isOtherAltitude = before && isSamePlace({ ...before.source, altitudeKm: source.altitudeKm }, source);
  // Asked for at altitudes that the skymap has no plane for; dragging on, they serve again.
  let sights = before?.sights ?? null;
  const pixels = isOtherAltitude ? before.geometry : undefined;
  const geometry = cameraGeometry(skymap, source, () => (sights ??= sightGridOf(skymap)), pixels);
  return { ...fresh, geometry, sights };
}

/** Whether two sources lie at the same places, pixel by pixel. */
function isSamePlace(a: MosaicRequestSource, b: MosaicRequestSource): boolean {
  if (a.kind === 'grid' || b.kind === 'grid') return a.kind === 'grid' && b.kind === 'grid' && isSameGrid(a, b);
  const isSame = a.skymap === b.skymap && a.altitudeKm === b.altitudeKm && a.minElevationDeg === b.minElevationDeg;
  return isSame && isSameMask(a.mask, b.mask);
}

type GridSource = Extract<MosaicRequestSource, { kind: 'grid' }>;

function isSameGrid(a: GridSource, b: GridSource): boolean {
  const box = ({ height, width, box }: GridSource) => box ?? { row: 0, column: 0, height, width };
  const [one, other] = [box(a), box(b)];
  const isSameBox = one.row === other.row && one.column === other.column;
  const isSameSize = one.height === other.height && one.width === other.width;
  return a.height === b.height && a.width === b.width && a.altitudeKm === b.altitudeKm && isSameBox && isSameSize;
}

function isSameMask(a: Uint8Array | null, b: Uint8Array | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((value, pixel) => value === b[pixel]);
}
