import { signedDegrees } from '$lib/geometry/angles';
import type { GroundPlace } from '$lib/geometry/geodesy';
import type { Failure, Outcome } from '$lib/model/failure';
import type { MosaicSource, MosaicTable, OverlapRule } from '$lib/model/mosaic';
import type { Coverage } from './mosaic-coverage';

/** Bits of an entry that hold the pixel; the source has the rest. */
export const pixelBits = 20;
const mostPixelsOfSource = 2 ** pixelBits;
const mostSources = 2 ** (32 - pixelBits);
/** A picture of 4096 × 4096; and eight candidates a pixel of it. */
const mostPixelsOfPicture = 2 ** 24;
const mostEntries = 2 ** 27;

/** Where a source lies in the picture, and what decides between it and others. */
export interface CoveredSource extends MosaicSource {
  readonly coverage: Coverage;
  /** Of pixel middles, degrees; null of grids, which give way to every camera of their layer. */
  readonly elevationDeg: Float32Array | null;
  /** Altitude at which its pixels are mapped; null of grids. */
  readonly altitudeKm: number | null;
  /** Where the camera stands; null of grids. */
  readonly site: GroundPlace | null;
}

/** The source of an entry: its place in the table's list. */
export function sourceOf(entry: number): number {
  return entry >>> pixelBits;
}

/** The pixel of an entry in its source's pictures, `row * width + column`. */
export function pixelOf(entry: number): number {
  return entry & (mostPixelsOfSource - 1);
}

/** What is too large to be laid on a map, asked before anything is made room for; null where all is well. */
export function mosaicRefusal(
  view: { readonly width: number; readonly height: number },
  sources: readonly Pick<MosaicSource, 'width' | 'height'>[],
): Failure | null {
  if (!isSize(view.width) || !isSize(view.height) || view.width * view.height > mostPixelsOfPicture)
    return unsupported(`A map of ${view.width} × ${view.height} pixels cannot be drawn.`);
  if (sources.length > mostSources) return unsupported(`${sources.length} cameras are too many for one map.`);
  const large = sources.find(
    ({ width, height }) => !isSize(width) || !isSize(height) || width * height > mostPixelsOfSource,
  );
  return large ? unsupported(`Pictures of ${large.width} × ${large.height} pixels cannot be laid on a map.`) : null;
}

/**
 * Puts the candidates of each pixel of a picture in the order of the overlap rule, sources of a higher layer first. Of
 * two that the rule finds equal, the later source of the list is taken, as one drawn over the other: cameras of one site
 * are, wherever they both look, since what their pixels differ by there is their size alone. The order of `mean` and
 * `maximum` is that of `highest`.
 */
export function mergeCoverages(
  { width, height }: { readonly width: number; readonly height: number },
  rule: OverlapRule,
  sources: readonly CoveredSource[],
): Outcome<MosaicTable> {
  const refused = mosaicRefusal({ width, height }, sources);
  if (refused) return { ok: false, failure: refused };
  const offsets = countCandidates(width, height, sources);
  const count = offsets[width * height]!;
  if (count > mostEntries) return { ok: false, failure: unsupported('Too many cameras see the same places.') };
  const entries = new Uint32Array(count);
  const elevationDeg = new Float32Array(count);
  const groups = groupsOf(sources, rule);
  const isGrouped = groups.some((group) => group >= 0);
  // Elevations are in order themselves by most rules.
  const keys = rule === 'order' || rule === 'nearest' || isGrouped ? new Float32Array(count) : elevationDeg;
  const layers = Int32Array.from(sources, ({ layer }) => layer);
  const inTurn = [...sources.keys()].sort((a, b) => layers[b]! - layers[a]! || a - b);
  const keyed = inTurn.map((index) => ({ index, source: sources[index]!, keyAt: keyOf(sources[index]!, index, rule) }));
  const merging = { offsets, entries, elevationDeg, keys, layers, groups, ends: new Uint32Array(width) };
  const put = keys === elevationDeg && layers.every((layer) => layer === layers[0]) ? putRowByElevation : putRow;
  // Row by row of the picture, so that what is put in order lies close together.
  for (let row = 0; row < height; row++) {
    merging.ends.set(offsets.subarray(row * width, (row + 1) * width));
    for (const each of keyed) if (isInRow(each.source.coverage, row)) put(merging, each, row);
  }
  const described = sources.map(({ id, height, width, layer }) => ({ id, height, width, layer }));
  return { ok: true, value: { width, height, rule, sources: described, offsets, entries, elevationDeg } };
}

interface Merging {
  readonly offsets: Uint32Array;
  readonly entries: Uint32Array;
  readonly elevationDeg: Float32Array;
  /** What the candidates of a pixel are ordered by, the highest first; may be the elevations. */
  readonly keys: Float32Array;
  readonly layers: Int32Array;
  /** See `groupsOf`. */
  readonly groups: Int32Array;
  /** Of each column of the row that is being filled, where its next candidate goes. */
  readonly ends: Uint32Array;
}

interface KeyedSource {
  readonly index: number;
  readonly source: CoveredSource;
  /** Null where elevations are the keys. */
  readonly keyAt: ((elevationDeg: number) => number) | null;
}

function keyOf({ altitudeKm }: CoveredSource, index: number, rule: OverlapRule): KeyedSource['keyAt'] {
  if (rule === 'order') return () => index;
  if (rule !== 'nearest') return null;
  return altitudeKm === null ? () => -Infinity : nearnessAt(altitudeKm);
}

const oneSiteDeg = 0.05;

/**
 * Of each source the number of the group it stands in: cameras of one site, which see a place equally well by the rule.
 * −1 for those that stand alone.
 */
function groupsOf(sources: readonly CoveredSource[], rule: OverlapRule): Int32Array {
  const stands = (a: CoveredSource, b: CoveredSource) => {
    if (!a.site || !b.site || a.layer !== b.layer) return false;
    // Emission at another height is seen at another elevation; how far the site is stays the same.
    if (rule !== 'nearest' && a.altitudeKm !== b.altitudeKm) return false;
    const eastDeg = Math.abs(signedDegrees(a.site.lonDeg - b.site.lonDeg)) * Math.cos((Math.PI / 180) * a.site.latDeg);
    return Math.abs(a.site.latDeg - b.site.latDeg) < oneSiteDeg && eastDeg < oneSiteDeg;
  };
  if (rule === 'order') return new Int32Array(sources.length).fill(-1);
  return Int32Array.from(sources, (source, index) => {
    const first = sources.findIndex((other) => stands(source, other));
    return sources.some((other, place) => place !== index && stands(source, other)) ? first : -1;
  });
}

function isInRow({ top, height }: Coverage, row: number): boolean {
  return row >= top && row < top + height;
}

function putRow(
  { offsets, entries, elevationDeg, keys, layers, groups, ends }: Merging,
  keyed: KeyedSource,
  row: number,
): void {
  const { index, source, keyAt } = keyed;
  const { pixels, left, width } = source.coverage;
  const elevations = source.elevationDeg;
  const layer = layers[index]!;
  const group = groups[index]!;
  const first = row * ends.length;
  const high = index << pixelBits;
  let cell = (row - source.coverage.top) * width;
  for (let column = left; column < left + width; column++, cell++) {
    const covered = pixels[cell]!;
    if (covered === 0) continue;
    const elevation = elevations ? elevations[covered - 1]! : -Infinity;
    // In 32 bits, as what it is compared with is kept.
    let key = keyAt ? Math.fround(keyAt(elevation)) : elevation;
    const start = offsets[first + column]!;
    let place = ends[column]!;
    if (group >= 0) {
      // As good as the one of its group that is there already.
      for (let at = start; at < place; at++) {
        if (groups[entries[at]! >>> pixelBits] !== group) continue;
        key = keys[at]!;
        break;
      }
    }
    ends[column] = place + 1;
    for (; place > start; place--) {
      if (keys[place - 1]! > key || layers[entries[place - 1]! >>> pixelBits] !== layer) break;
      entries[place] = entries[place - 1]!;
      elevationDeg[place] = elevationDeg[place - 1]!;
      keys[place] = keys[place - 1]!;
    }
    entries[place] = high | (covered - 1);
    elevationDeg[place] = elevation;
    keys[place] = key;
  }
}

/** The same where elevations are the keys and all sources lie in one layer, as they mostly do: in two thirds of the time. */
function putRowByElevation(
  { offsets, entries, elevationDeg, ends }: Merging,
  { index, source }: KeyedSource,
  row: number,
): void {
  const { pixels, left, top, width } = source.coverage;
  const elevations = source.elevationDeg ?? nowhereUp;
  const first = row * ends.length;
  const high = index << pixelBits;
  let cell = (row - top) * width;
  for (let column = left; column < left + width; column++, cell++) {
    const pixel = pixels[cell]! - 1;
    if (pixel < 0) continue;
    const elevation = elevations[pixel] ?? -Infinity;
    const start = offsets[first + column]!;
    let place = ends[column]!;
    ends[column] = place + 1;
    for (; place > start && !(elevationDeg[place - 1]! > elevation); place--) {
      entries[place] = entries[place - 1]!;
      elevationDeg[place] = elevationDeg[place - 1]!;
    }
    entries[place] = high | pixel;
    elevationDeg[place] = elevation;
  }
}

/** Of grids. */
const nowhereUp = new Float32Array(0);

/** Where the candidates of each pixel begin, and at the end how many there are. */
function countCandidates(width: number, height: number, sources: readonly CoveredSource[]): Uint32Array<ArrayBuffer> {
  const offsets = new Uint32Array(width * height + 1);
  for (const { coverage } of sources) {
    let cell = 0;
    for (let row = 0; row < coverage.height; row++) {
      let at = (coverage.top + row) * width + coverage.left + 1;
      for (let column = 0; column < coverage.width; column++, at++, cell++)
        if (coverage.pixels[cell] !== 0) offsets[at] = offsets[at]! + 1;
    }
  }
  for (let at = 0; at < width * height; at++) offsets[at + 1] = offsets[at + 1]! + offsets[at]!;
  return offsets;
}

const earthKm = 6371;
const stepsPerDegree = 20;

/**
 * How near to the site the place is that a pixel sees, by the pixel's elevation: less the arc along a round Earth,
 * radians, from a table of it. The ellipsoid would change it by 0.3 %, and alike for neighbouring cameras.
 */
function nearnessAt(altitudeKm: number): (elevationDeg: number) => number {
  const table = Float64Array.from({ length: 90 * stepsPerDegree + 2 }, (_, step) => {
    const elevation = Math.min(Math.PI / 2, ((step / stepsPerDegree) * Math.PI) / 180);
    return elevation - Math.acos((earthKm * Math.cos(elevation)) / (earthKm + altitudeKm));
  });
  return (elevationDeg) => {
    const step = Math.min(90, Math.max(0, elevationDeg)) * stepsPerDegree;
    const below = Math.floor(step);
    return table[below]! + (step - below) * (table[below + 1]! - table[below]!);
  };
}

function isSize(pixels: number): boolean {
  return Number.isInteger(pixels) && pixels > 0;
}

function unsupported(message: string): Failure {
  return { kind: 'unsupported', format: 'mosaic', message };
}
