import type { FrameTimes } from '$lib/analysis/frame-times';
import type { TimeRange } from '$lib/model/time';
import type { CountsLut } from './counts-lut';
import { mapColumns, paintKeogram } from './keogram-image';

/** One file's columns, with the start of the frame that follows them. */
export interface PaintedFile extends FrameTimes {
  readonly counts: Uint16Array;
  readonly height: number;
}

export interface KeogramPicture {
  readonly window: TimeRange;
  readonly cadenceUs: number;
  readonly lut: CountsLut;
  /** Pixel columns. */
  readonly width: number;
  readonly files: readonly PaintedFile[];
}

/**
 * Keeps a canvas showing a keogram. When only files were added, only these are painted; a change of window, size or
 * scaling paints anew. What has no frames stays transparent.
 */
export class KeogramPainter {
  #shown: Omit<KeogramPicture, 'files'> | null = null;
  #painted = new Map<Uint16Array, number | null>();
  #image: ImageData | null = null;

  paint(canvas: HTMLCanvasElement, picture: KeogramPicture): void {
    const height = picture.files[0]?.height ?? 1;
    const context = canvas.getContext('2d');
    if (!context || picture.width < 1) return;
    if (this.#mustStartAnew(picture, height)) {
      if (canvas.width !== picture.width) canvas.width = picture.width;
      if (canvas.height !== height) canvas.height = height;
      this.#image = context.createImageData(picture.width, height);
      this.#painted.clear();
      this.#shown = picture;
    }
    const image = this.#image!;
    const pixels = new Uint32Array(image.data.buffer);
    for (const file of picture.files) {
      // A camera that changes its picture size within a range cannot share a strip; the first file decides.
      if (file.height !== height || this.#painted.get(file.counts) === file.nextUs) continue;
      paintKeogram(pixels, file, mapColumns(file, picture.cadenceUs, picture.window, picture.width), picture.lut);
      this.#painted.set(file.counts, file.nextUs);
    }
    context.putImageData(image, 0, 0);
  }

  #mustStartAnew({ window, lut, width, files }: KeogramPicture, height: number): boolean {
    const shown = this.#shown;
    return (
      !shown ||
      shown.lut !== lut ||
      shown.width !== width ||
      shown.window.startUs !== window.startUs ||
      shown.window.endUs !== window.endUs ||
      this.#image?.height !== height ||
      files.length < this.#painted.size
    );
  }
}
