import type { EnvelopePoint } from '$lib/analysis/curve-envelope';
import { heightOf } from './curve-painter';
import { labelPlaces } from './label-places';
import { valueTicks } from './value-axis';

type Bounds = readonly [low: number, high: number];

/** A line of the axis and its label. */
export interface CurveTick {
  readonly value: number;
  readonly text: string;
  /** Of the line, in pixels from the upper edge. */
  readonly at: number;
  /** Where the label stands by its line; null where there is no room for it. */
  readonly place: 'above' | 'below' | null;
}

/** Between the labels of the axis, and the height of a name at its line, in pixels. */
const [tickSpace, nameSize] = [20, 16];

/**
 * Lines at round values. A label stands on its line; below the uppermost one where there is no room above it, but for
 * the next one's label.
 *
 * @param height of the picture, in pixels
 * @returns rising
 */
export function curveTicks(bounds: Bounds, height: number): CurveTick[] {
  const ticks = valueTicks(bounds, Math.max(2, Math.floor(height / tickSpace)));
  const heights = ticks.map(({ value }) => heightOf(value, bounds, height));
  return ticks.map(({ value, label: text }, index) => {
    const at = heights[index]!;
    const below = at < nameSize;
    const hasRoom = below ? (heights[index - 1] ?? height) - at >= 2 * nameSize : at < height - 1;
    return { value, text, at, place: hasRoom ? (below ? 'below' : 'above') : null };
  });
}

/**
 * Where the names of several curves stand at the ends of their lines, above the line and none on another.
 *
 * @param envelopes of each curve, by pixel columns
 * @param columns of the picture
 * @param height of the picture, in pixels
 * @returns middles of the names, in pixels from the upper edge; null for a curve of which nothing is seen
 */
export function curveNamePlaces(
  envelopes: readonly (readonly EnvelopePoint[])[],
  columns: number,
  bounds: Bounds,
  height: number,
): (number | null)[] {
  const ends = envelopes.map((points) => points.findLast(({ column }) => column >= 0 && column < columns));
  const wanted = ends.flatMap((end) => {
    if (!end) return [];
    const above = heightOf(end.mean, bounds, height) - nameSize / 2 - 2;
    return [Math.min(height, Math.max(0, above))];
  });
  const places = labelPlaces(wanted, nameSize, height);
  let next = 0;
  return ends.map((end) => (end ? places[next++]! : null));
}
