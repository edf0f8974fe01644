import type { TimeRange } from '$lib/model/time';
import { drawPart } from './picture-part';
import type { DrawnPicture } from './smaller-picture';

/** A row of the wall as it is to be painted. */
export interface PaintedRow {
  /** From the canvas's upper edge, CSS pixels. */
  readonly top: number;
  readonly height: number;
  /** What its width shows. */
  readonly shown: TimeRange;
  /** One over the other. */
  readonly pictures: readonly PaintedPicture[];
  /** What stands where no picture does: nothing yet, or nothing to come. */
  readonly ground: 'coming' | 'none';
}

export interface PaintedPicture extends DrawnPicture {
  /** What its width covers. */
  readonly range: TimeRange;
}

/** What parts two rows: nights that are missing, or another group. */
export interface PaintedBreak {
  readonly kind: 'gap' | 'line';
  /** From the canvas's upper edge, CSS pixels. */
  readonly top: number;
  readonly height: number;
}

export interface WallColours {
  readonly empty: string;
  readonly hatch: string;
  readonly line: string;
}

/** What is painted on. */
export interface WallGround {
  /** CSS pixels. */
  readonly width: number;
  /** Device pixels to one of CSS. */
  readonly ratio: number;
  readonly colours: WallColours;
}

/**
 * Paints the rows in sight, all of them anew: a hundred take some milliseconds, and nothing of it grows with what is out
 * of sight.
 *
 * @param context of a canvas whose pixels are the screen's
 */
export function paintWall(
  context: CanvasRenderingContext2D,
  rows: readonly PaintedRow[],
  { width, ratio, colours }: WallGround,
): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  for (const { top, height, shown, pictures, ground } of rows) {
    const y = Math.round(top * ratio);
    const gap = height >= 16 ? ratio : 0;
    const rowHeight = Math.max(1, Math.round((top + height) * ratio - gap) - y);
    context.fillStyle = colours.empty;
    context.fillRect(0, y, Math.round(width * ratio), rowHeight);
    if (ground === 'none') hatch(context, y, rowHeight, Math.round(width * ratio), colours.hatch);
    for (const picture of pictures) {
      const place = placeOf(picture.range, shown, picture.width, width * ratio);
      if (!place) continue;
      drawPart(context, picture, { ...place, top: y, height: rowHeight });
    }
  }
}

/** Paints what parts the rows in sight over what `paintWall` has painted. */
export function paintBreaks(
  context: CanvasRenderingContext2D,
  breaks: readonly PaintedBreak[],
  { width, ratio, colours }: WallGround,
): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  for (const { kind, top, height } of breaks) {
    const y = Math.round(top * ratio);
    const thickness = Math.max(1, Math.round((top + height) * ratio) - y);
    if (kind === 'gap') hatch(context, y, thickness, Math.round(width * ratio), colours.line);
    else {
      context.fillStyle = colours.line;
      context.fillRect(0, y, Math.round(width * ratio), thickness);
    }
  }
}

/** Where a picture stands in a row; null where it has nothing in it. */
export function placeOf(
  range: TimeRange,
  shown: TimeRange,
  pictureWidth: number,
  rowWidth: number,
): { readonly source: number; readonly sourceWidth: number; readonly left: number; readonly width: number } | null {
  const [fromUs, toUs] = [Math.max(range.startUs, shown.startUs), Math.min(range.endUs, shown.endUs)];
  if (toUs <= fromUs) return null;
  const perUs = pictureWidth / (range.endUs - range.startUs);
  const onScreen = rowWidth / (shown.endUs - shown.startUs);
  return {
    source: (fromUs - range.startUs) * perUs,
    sourceWidth: (toUs - fromUs) * perUs,
    left: (fromUs - shown.startUs) * onScreen,
    width: (toUs - fromUs) * onScreen,
  };
}

/** Slanting lines: nothing is to come there. */
export function hatch(
  context: CanvasRenderingContext2D,
  y: number,
  height: number,
  width: number,
  colour: string,
): void {
  context.save();
  context.beginPath();
  context.rect(0, y, width, height);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = -height; x < width; x += 8) {
    context.moveTo(x, y + height);
    context.lineTo(x + height, y);
  }
  context.stroke();
  context.restore();
}
