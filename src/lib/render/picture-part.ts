import { smallerPicture, type DrawnPicture } from './smaller-picture';

/** Columns of a picture, and where on a canvas they stand, in its pixels. */
export interface PicturePart {
  readonly source: number;
  readonly sourceWidth: number;
  readonly left: number;
  readonly width: number;
  /** Whole pixels. */
  readonly top: number;
  readonly height: number;
}

/** What is enlarged one way and made smaller the other goes over these; a canvas's own, since some may not be read. */
const between = new WeakMap<CanvasRenderingContext2D, OffscreenCanvas>();

/**
 * Draws columns of a picture from top to bottom. A pixel of it that is many on the screen is seen as what it is, with
 * sharp edges; of several that share one on the screen the mean is seen; each for columns and for rows by itself.
 */
export function drawPart(context: CanvasRenderingContext2D, whole: DrawnPicture, part: PicturePart): void {
  const { left, width, top, height } = part;
  const picture = smallerPicture(whole, part.sourceWidth / width, whole.height / height);
  const scale = picture.width / whole.width;
  const [source, sourceWidth] = [part.source * scale, part.sourceWidth * scale];
  const fewer = sourceWidth > width;
  const lower = picture.height > height;
  const isMixed = fewer ? picture.height < height : lower && sourceWidth < width;
  if (!isMixed) {
    context.imageSmoothingEnabled = fewer || lower;
    context.drawImage(picture.image, source, 0, sourceWidth, picture.height, left, top, width, height);
    return;
  }
  // First what becomes less, the other way untouched; then what becomes more.
  const from = Math.floor(fewer ? left : source);
  const columns = Math.ceil(fewer ? left + width : source + sourceWidth) - from;
  const rows = fewer ? picture.height : height;
  const first = clearBetween(context, columns, rows);
  if (!first) return;
  const [x, wide] = fewer ? [left - from, width] : [0, columns];
  const [sourceX, sourceWide] = fewer ? [source, sourceWidth] : [from, columns];
  first.drawImage(picture.image, sourceX, 0, sourceWide, picture.height, x, 0, wide, rows);
  context.imageSmoothingEnabled = false;
  if (fewer) context.drawImage(first.canvas, 0, 0, columns, rows, from, top, columns, height);
  else context.drawImage(first.canvas, source - from, 0, sourceWidth, rows, left, top, width, height);
}

function clearBetween(
  target: CanvasRenderingContext2D,
  width: number,
  height: number,
): OffscreenCanvasRenderingContext2D | null {
  const canvas = between.get(target) ?? new OffscreenCanvas(width, height);
  between.set(target, canvas);
  // A size that is set makes room anew: it is kept while it suffices.
  if (canvas.width < width) canvas.width = width;
  if (canvas.height < height) canvas.height = height;
  const context = canvas.getContext('2d');
  context?.clearRect(0, 0, width, height);
  return context;
}
