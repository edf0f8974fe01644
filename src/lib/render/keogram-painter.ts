import type { TimeRange } from '$lib/model/time';
import type { CountsLut } from './counts-lut';
import { CountsPicture, frameSpan, type KeogramFile, type Span } from './keogram-image';

export interface KeogramView {
  readonly window: TimeRange;
  readonly cadenceUs: number;
  readonly lut: CountsLut;
  /** Pixel columns. */
  readonly width: number;
  /** All of one height. */
  readonly files: readonly KeogramFile[];
}

/**
 * Keeps a canvas showing a keogram. A file that came is added and only its columns are coloured; another scaling
 * colours all columns anew; another window, size or set of files begins anew. What has no frames stays transparent.
 */
export class KeogramPainter {
  #counts: CountsPicture | null = null;
  #image: ImageData | null = null;
  /** The files that are in the picture, by their counts. */
  #added = new Map<Uint16Array, KeogramFile>();
  #shown: KeogramView | null = null;

  paint(canvas: HTMLCanvasElement, view: KeogramView): void {
    const height = view.files[0]?.height ?? 1;
    const context = canvas.getContext('2d');
    if (!context || view.width < 1) return;
    const anew = this.#mustBeginAnew(view, height);
    if (anew) {
      if (canvas.width !== view.width) canvas.width = view.width;
      if (canvas.height !== height) canvas.height = height;
      this.#counts = new CountsPicture(view.width, height);
      this.#image = context.createImageData(view.width, height);
      this.#added.clear();
    }
    const counts = this.#counts!;
    const image = this.#image!;
    const changed: Span[] = [];
    for (const file of view.files) {
      if (this.#added.has(file.counts)) continue;
      changed.push(counts.add(file, view.cadenceUs, view.window));
      this.#added.set(file.counts, file);
    }
    const whole: Span = { from: 0, to: view.width };
    const pixels = new Uint32Array(image.data.buffer);
    const spans = anew || this.#shown?.lut !== view.lut ? [whole] : changed;
    for (const span of spans) counts.paint(pixels, span, view.lut);
    this.#shown = view;
    if (spans.length > 0) context.putImageData(image, 0, 0);
  }

  #mustBeginAnew({ window, width, files }: KeogramView, height: number): boolean {
    const shown = this.#shown;
    if (!shown || this.#counts?.height !== height || shown.width !== width) return true;
    if (shown.window.startUs !== window.startUs || shown.window.endUs !== window.endUs) return true;
    const now = new Map(files.map((file) => [file.counts, file]));
    return [...this.#added.values()].some((file) => {
      const same = now.get(file.counts);
      // A file that was taken back (it is being fetched anew), or whose last frame turned out to last longer or
      // shorter now that the next file is there: neither can be subtracted.
      return !same || (same.nextUs !== file.nextUs && endsElsewhere(file, same, shown));
    });
  }
}

/** Whether the last frame fills other pixel columns than before. */
function endsElsewhere(before: KeogramFile, now: KeogramFile, { cadenceUs, window, width }: KeogramView): boolean {
  const last = now.timesUs.length - 1;
  if (last < 0) return false;
  const [old, next] = [before, now].map((file) => frameSpan(file, last, cadenceUs, window, width));
  return old?.from !== next?.from || old?.to !== next?.to;
}
