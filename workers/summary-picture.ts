import { lowerRows } from '$lib/analysis/lower-rows';
import { clearColumns, columnBrightness, emptyColumns } from '$lib/analysis/summary-columns';
import { FormatError } from '$lib/formats/format-error';
import { pictureSize } from '$lib/formats/picture-size';
import type { Outcome } from '$lib/model/failure';
import type { ReadyPicture } from '$lib/model/wall';

/** Wider or higher than any of the archive's; unpacked, one of them takes 32 MB. */
const mostWidth = 8192;
const mostHeight = 4096;
const mostPixels = 8 * 2 ** 20;

/**
 * One of the archive's own keograms, unpacked by the browser, its columns without data see-through.
 *
 * @param file JPEG or PNG
 * @param mostRows rows of the bitmap at most: a low row of the wall needs no more
 */
export async function readySummary(file: Uint8Array<ArrayBuffer>, mostRows: number): Promise<Outcome<ReadyPicture>> {
  try {
    const { width, height } = pictureSize(file);
    if (width > mostWidth || height > mostHeight || width * height > mostPixels)
      throw new FormatError('unsupported', 'picture', null, `${width} × ${height} pixels are more than is read`);
    return { ok: true, value: await unpack(file, mostRows) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { kind, format, offset, message } = error;
    if (kind === 'unsupported') return { ok: false, failure: { kind, format, message } };
    return { ok: false, failure: { kind: 'corrupt', format, offset, message } };
  }
}

async function unpack(file: Uint8Array<ArrayBuffer>, mostRows: number): Promise<ReadyPicture> {
  const picture = await createImageBitmap(new Blob([file])).catch((error: unknown) => {
    throw new FormatError('corrupt', 'picture', null, error instanceof Error ? error.message : String(error));
  });
  const { width, height } = picture;
  const whole = new OffscreenCanvas(width, height);
  const context = contextOf(whole);
  context.drawImage(picture, 0, 0);
  picture.close();
  const pixels = context.getImageData(0, 0, width, height);
  const empty = emptyColumns(pixels.data, width, height);
  const brightness = columnBrightness(pixels.data, width, height, empty);
  clearColumns(pixels.data, empty);
  context.putImageData(pixels, 0, 0);
  if (height <= mostRows) return { bitmap: whole.transferToImageBitmap(), width, height, brightness };
  const low = new OffscreenCanvas(width, mostRows);
  contextOf(low).putImageData(new ImageData(lowerRows(pixels.data, width, height, mostRows), width), 0, 0);
  return { bitmap: low.transferToImageBitmap(), width, height, brightness };
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new FormatError('unsupported', 'picture', null, 'this browser draws no pictures in a worker');
  return context;
}
