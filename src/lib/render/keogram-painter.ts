import type { TimeRange } from '$lib/model/time';
import type { CountsLut } from './counts-lut';
import { CountsPicture, isInView, type KeogramFile, type Span } from './keogram-image';
import { hasRunningSums, runningSums } from './running-sums';

export interface KeogramView {
  readonly window: TimeRange;
  readonly cadenceUs: number;
  readonly lut: CountsLut;
  /** Pixel columns. */
  readonly width: number;
  /** All of one height and as many channels. */
  readonly files: readonly KeogramFile[];
}

/** A whole repaint goes over every pixel: a picture of at most so many is painted well within 50 ms everywhere. */
const mostPixels = 1 << 20;
/** How long new files are prepared and added before the screen may go on, in milliseconds. */
const filesMs = 8;
/** More separate stretches than this are cheaper to paint as a whole. */
const mostSpans = 32;

/**
 * Pixel columns for a picture that is so wide on screen: one per device pixel, as long as that does not get too many.
 *
 * @param width in CSS pixels
 */
export function pixelColumns(width: number, devicePixelRatio: number, height: number): number {
  return Math.round(Math.min(width * devicePixelRatio, Math.max(width, mostPixels / height)));
}

/**
 * Keeps a canvas showing a keogram, exactly: nothing is scaled from an earlier picture. A file that came is added, one
 * that went is taken out, and only their columns are coloured; another scaling colours all columns anew; another window
 * or size adds up all files in view anew, from their running sums, at most once a frame of the screen. What has no
 * frames stays transparent.
 */
export class KeogramPainter {
  #counts: CountsPicture | null = null;
  #image: ImageData | null = null;
  /** The files that are in the picture, as they were added, by their counts. */
  readonly #added = new Map<Uint16Array, KeogramFile>();
  #shown: KeogramView | null = null;
  #wanted: { readonly canvas: HTMLCanvasElement; readonly view: KeogramView } | null = null;
  #nextFrame = 0;
  #painted = false;

  /**
   * Shows a view: at once, or with the next frame of the screen when all of it was painted in this one already. Goes on
   * by itself until every file is in it.
   */
  show(canvas: HTMLCanvasElement, view: KeogramView): void {
    this.#wanted = { canvas, view };
    if (!this.#painted || !this.#isOther(view)) this.#goOn();
  }

  /** Ends what `show` began. */
  stop(): void {
    cancelAnimationFrame(this.#nextFrame);
    this.#nextFrame = 0;
    this.#wanted = null;
  }

  /**
   * Paints what can be painted in one go. Files that were in the picture, or could have been, are always all there; of
   * those that are new, as many as there is time for.
   *
   * @param budgetMs for new files
   * @returns whether there is more to do
   */
  paint(canvas: HTMLCanvasElement, view: KeogramView, budgetMs = filesMs): boolean {
    const context = canvas.getContext('2d');
    if (!context || view.width < 1) return false;
    const anew = this.#isElsewhere(view);
    if (anew) this.#beginAnew(canvas, context, view);
    const changed = anew ? [] : this.#takeOut(view);
    const more = this.#add(view, changed, performance.now() + budgetMs);
    const whole = anew || this.#shown?.lut !== view.lut || changed.length > mostSpans;
    this.#colour(context, view, whole ? [{ from: 0, to: view.width }] : changed);
    this.#shown = view;
    return more;
  }

  #goOn(): void {
    if (!this.#wanted) return;
    const { canvas, view } = this.#wanted;
    this.#painted ||= this.#isOther(view);
    const more = this.paint(canvas, view);
    if ((!this.#painted && !more) || this.#nextFrame) return;
    this.#nextFrame = requestAnimationFrame(() => {
      this.#nextFrame = 0;
      this.#painted = false;
      if (more || this.#wanted?.view !== this.#shown) this.#goOn();
    });
  }

  #isOther(view: KeogramView): boolean {
    return this.#isElsewhere(view) || this.#shown?.lut !== view.lut;
  }

  #isElsewhere({ window, width, cadenceUs, files }: KeogramView): boolean {
    const shown = this.#shown;
    return (
      !shown ||
      shown.width !== width ||
      shown.cadenceUs !== cadenceUs ||
      shown.window.startUs !== window.startUs ||
      shown.window.endUs !== window.endUs ||
      this.#counts?.height !== heightOf(files) ||
      this.#counts.channels !== channelsOf(files)
    );
  }

  #beginAnew(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, { width, files }: KeogramView): void {
    const height = heightOf(files);
    const channels = channelsOf(files);
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    this.#added.clear();
    if (this.#counts?.width === width && this.#counts.height === height && this.#counts.channels === channels) {
      this.#counts.clear();
      return;
    }
    this.#counts = new CountsPicture(width, height, channels);
    this.#image = context.createImageData(width, height);
  }

  /** Takes out the files that went, and moves the ends of those whose following file came or went. */
  #takeOut({ files, cadenceUs, window }: KeogramView): Span[] {
    const changed: Span[] = [];
    const counts = this.#counts!;
    let still = 0;
    for (const file of files) {
      const before = this.#added.get(file.counts);
      if (!before) continue;
      still += 1;
      if (before.nextUs === file.nextUs) continue;
      changed.push(counts.changeEnd(before, file, cadenceUs, window));
      this.#added.set(file.counts, file);
    }
    if (still < this.#added.size) {
      const now = new Set(files.map((file) => file.counts));
      for (const [key, file] of this.#added) {
        if (now.has(key)) continue;
        changed.push(counts.remove(file, cadenceUs, window));
        this.#added.delete(key);
      }
    }
    return changed;
  }

  /** Adds the files that are not in the picture yet, then prepares those out of view for when they come into it. */
  #add({ files, cadenceUs, window }: KeogramView, changed: Span[], untilMs: number): boolean {
    const hidden: KeogramFile[] = [];
    let late = false;
    for (const file of files) {
      if (this.#added.has(file.counts)) continue;
      const prepared = hasRunningSums(file.counts);
      if (!isInView(file, cadenceUs, window)) {
        if (!prepared) hidden.push(file);
        continue;
      }
      late ||= !prepared && performance.now() > untilMs;
      if (late && !prepared) continue;
      runningSums(file.counts, file.height * file.channels);
      changed.push(this.#counts!.add(file, cadenceUs, window));
      this.#added.set(file.counts, file);
    }
    for (const file of hidden) {
      late ||= performance.now() > untilMs;
      if (late) break;
      runningSums(file.counts, file.height * file.channels);
    }
    return late;
  }

  #colour(context: CanvasRenderingContext2D, { width, lut }: KeogramView, spans: readonly Span[]): void {
    const counts = this.#counts!;
    const image = this.#image!;
    const pixels = new Uint32Array(image.data.buffer, 0, width * counts.height);
    for (const { from, to } of spans) {
      if (to <= from) continue;
      counts.paint(pixels, { from, to }, lut);
      context.putImageData(image, 0, 0, from, 0, to - from, counts.height);
    }
  }
}

function channelsOf(files: readonly KeogramFile[]): 1 | 3 {
  return files[0]?.channels ?? 1;
}

function heightOf(files: readonly KeogramFile[]): number {
  return files[0]?.height ?? 1;
}
