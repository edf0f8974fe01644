import type { MapCamera, PictureSize } from '$lib/geometry/map-camera';
import type { MapLine } from '$lib/geometry/map-lines';
import type { MapPoint } from '$lib/geometry/map-projection';

/** Lines of a plane as an SVG path, kilometres, y down; `planeTransform` puts it into the picture. */
export function pathOfPieces(pieces: MapLine['pieces']): string {
  return pieces.map((piece) => `M${piece.map(({ x, y }) => `${kilometres(x)} ${kilometres(-y)}`).join('L')}`).join('');
}

export function planeTransform({ x, y, metresPerPixel }: MapCamera, { width, height }: PictureSize): string {
  const scale = 1000 / metresPerPixel;
  return `matrix(${scale} 0 0 ${scale} ${width / 2 - x / metresPerPixel} ${height / 2 + y / metresPerPixel})`;
}

/** Where a line is named. */
export interface EdgeLabel extends MapPoint {
  readonly text: string;
  readonly edge: Edge;
}

export type Edge = 'left' | 'right' | 'top' | 'bottom';

interface NamedLine {
  readonly text: string;
  readonly pieces: MapLine['pieces'];
  /** Where its name may stand, in order of preference. */
  readonly edges: readonly Edge[];
}

/** Names are this far from each other and from the corners, in pixels. */
const apartPx = { along: 64, across: 18 };
/** Half a name inside the picture. */
const insidePx = 10;
const cornerPx = { left: 44, right: 64, top: 48, bottom: 28 };
/** Up the right edge from its lower corner stand the ruler and the buttons that zoom, also those for fingers. */
const buttonsPx = 184;
/** Along the upper edge stand the time on the left and the switch of views on the right. */
const upperPx = { left: 300, right: 120 };

/**
 * Names lines where they leave the picture; of two that are too near to each other, only the first.
 *
 * @param wordsPx how far down the left edge words stand
 */
export function edgeLabels(
  lines: readonly NamedLine[],
  camera: MapCamera,
  size: PictureSize,
  wordsPx = 0,
): EdgeLabel[] {
  const labels: EdgeLabel[] = [];
  for (const { text, pieces, edges } of lines) {
    const found = edges
      .flatMap((edge) => crossings(pieces, edge, camera, size, wordsPx).map((at) => ({ ...at, text, edge })))
      .find((label) => labels.every((other) => isApart(label, other)));
    if (found) labels.push(found);
  }
  return labels;
}

/** Whether a name inside the picture stands clear of its edges and of the names along them. */
export function isClear(at: MapPoint, named: readonly EdgeLabel[], { width, height }: PictureSize): boolean {
  const isInside = at.x > insidePx && at.y > insidePx && at.x < width - insidePx && at.y < height - insidePx;
  // Names at the edges stand up to twelve pixels further in than their lines end.
  return isInside && named.every(({ x, y }) => Math.abs(x - at.x) >= apartPx.along || Math.abs(y - at.y) >= 28);
}

function crossings(
  pieces: MapLine['pieces'],
  edge: Edge,
  camera: MapCamera,
  size: PictureSize,
  wordsPx: number,
): MapPoint[] {
  const { width, height } = size;
  const isUpright = edge === 'left' || edge === 'right';
  const at = edge === 'left' || edge === 'top' ? 0 : isUpright ? width : height;
  const kept = edge === 'top' ? upperPx : cornerPx;
  const lowest = height - (edge === 'right' ? buttonsPx : cornerPx.bottom);
  const highest = edge === 'left' ? Math.max(cornerPx.top, wordsPx + apartPx.across) : cornerPx.top;
  const [least, most] = isUpright ? [highest, lowest] : [kept.left, width - kept.right];
  const found: MapPoint[] = [];
  for (const piece of pieces) {
    let before: MapPoint | null = null;
    for (const point of piece) {
      const now = {
        x: width / 2 + (point.x - camera.x) / camera.metresPerPixel,
        y: height / 2 - (point.y - camera.y) / camera.metresPerPixel,
      };
      const [from, to] = isUpright ? [before?.x, now.x] : [before?.y, now.y];
      if (before && from !== undefined && from <= at !== to <= at) {
        const share = (at - from) / (to - from);
        const x = before.x + share * (now.x - before.x);
        const y = before.y + share * (now.y - before.y);
        const along = isUpright ? y : x;
        if (along >= least && along <= most) found.push({ x, y });
      }
      before = now;
    }
  }
  return found;
}

function isApart(a: MapPoint, b: MapPoint): boolean {
  return Math.abs(a.x - b.x) >= apartPx.along || Math.abs(a.y - b.y) >= apartPx.across;
}

function kilometres(metres: number): string {
  return (metres / 1000).toFixed(1);
}
