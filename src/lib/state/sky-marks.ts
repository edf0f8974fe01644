import type { Orientation } from '$lib/model/dataset';
import type { CompassedSkymap } from '$lib/model/skymap';

/** A letter on the sky, in stored pixels from the upper left corner: the middle of the first pixel is at 0.5. */
export interface SkyMark {
  readonly name: 'N' | 'E' | 'S' | 'W';
  readonly row: number;
  readonly column: number;
}

/**
 * Where north, east, south and west stand in a picture. The skymap knows; without one the edges of the array tell it
 * up to the rotation of the camera, tens of degrees at some sites.
 */
export function skyMarks(
  skymap: CompassedSkymap | null,
  orientation: Orientation,
  { height, width }: { readonly height: number; readonly width: number },
): SkyMark[] {
  if (orientation.eastSide === 'none') return [];
  if (skymap && skymap.height === height && skymap.width === width) {
    const { north, east, south, west } = skymap.compass;
    const found = (name: SkyMark['name'], point: { row: number; column: number } | null): SkyMark[] =>
      // The letter stays inside the picture even where the lens circle is cut off by the chip.
      point ? [{ name, row: within(point.row + 0.5, height), column: within(point.column + 0.5, width) }] : [];
    return [...found('N', north), ...found('E', east), ...found('S', south), ...found('W', west)];
  }
  const east = orientation.eastSide === 'right' ? 0.95 : 0.05;
  const mark = (name: SkyMark['name'], row: number, column: number) => ({
    name,
    row: row * height,
    column: column * width,
  });
  const northSouth = [mark('N', 0.04, 0.5), mark('S', 0.96, 0.5)];
  return orientation.eastSide === 'unknown'
    ? northSouth
    : [...northSouth, mark('E', 0.5, east), mark('W', 0.5, 1 - east)];
}

function within(place: number, size: number): number {
  return Math.min(size * 0.97, Math.max(size * 0.03, place));
}
