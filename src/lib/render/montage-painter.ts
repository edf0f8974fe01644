import type { CountsLut } from './counts-lut';
import { paintFrame, type FramePicture, type Turn } from './sky-image';

/** Where a picture goes on its canvas, in pixels of the canvas. */
export interface CellBox {
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/** A cell of a montage as it is painted. */
export interface CellPaint {
  readonly picture: FramePicture;
  /** Width of the picture by its height: it is laid into the middle of its box. */
  readonly aspect: number;
  readonly lut: CountsLut;
  readonly turn: Turn;
}

/** Paints a cell of a row of them, or empties it: where there is no picture, what stands behind the canvas is seen. */
export function paintCell(canvas: HTMLCanvasElement, { left, width, height }: CellBox, cell: CellPaint | null): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(left, 0, width, height);
  if (!cell) return;
  const { picture, aspect, lut, turn } = cell;
  const small = bench(picture.width, picture.height);
  if (!small) return;
  small.putImageData(paintFrame(picture, lut, turn), 0, 0);
  const drawn = { width: Math.min(width, height * aspect), height: Math.min(height, width / aspect) };
  // Larger than it is, a picture shows its pixels; smaller, none of them is to be skipped.
  context.imageSmoothingEnabled = drawn.width < picture.width || drawn.height < picture.height;
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    small.canvas,
    ...([0, 0, picture.width, picture.height] as const),
    Math.round(left + (width - drawn.width) / 2),
    Math.round((height - drawn.height) / 2),
    Math.round(drawn.width),
    Math.round(drawn.height),
  );
}

let context: CanvasRenderingContext2D | null = null;

/** One canvas on which every picture is put before it is laid into its cell. */
function bench(width: number, height: number): CanvasRenderingContext2D | null {
  context ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  const { canvas } = context;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  return context;
}
