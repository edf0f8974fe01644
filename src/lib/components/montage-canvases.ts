import type { CountsLut } from '$lib/render/counts-lut';
import { paintCell, type CellPaint } from '$lib/render/montage-painter';
import type { Turn } from '$lib/render/sky-image';
import { spacePx, type MontageLayout } from '$lib/state/montage-layout';
import { aspectOf, type MontageCell } from '$lib/state/montage-view.svelte';
import { inPortions } from './in-portions';

/** Cells side by side, of one camera. */
export interface MontageRowCells {
  /** Which of the instants' lines, and which of the cameras. */
  readonly band: number;
  readonly camera: number;
  /** Number of the first one's instant. */
  readonly from: number;
  readonly cells: readonly MontageCell[];
}

export interface MontageLook {
  readonly layout: MontageLayout;
  /** Pixels of the screen in a CSS pixel. */
  readonly pixelRatio: number;
  /** By camera. */
  readonly luts: readonly CountsLut[];
  readonly turns: readonly Turn[];
  /** How far an instant is from where somebody looks: those near it are painted first. */
  readonly distance: (instant: number) => number;
}

type Painted = Pick<CellPaint, 'picture' | 'lut' | 'turn'>;

/** One canvas for each row of a montage. What stands on them is known, so that only what changes is painted. */
export class MontageCanvases {
  readonly #painted = new WeakMap<HTMLCanvasElement, { readonly layout: string; readonly cells: (Painted | null)[] }>();

  /**
   * Paints what has changed, in portions.
   *
   * @param canvases one for each row; where there is none yet, nothing is painted
   * @returns drops what has not been painted yet
   */
  paint(
    rows: readonly MontageRowCells[],
    canvases: readonly (HTMLCanvasElement | undefined | null)[],
    look: MontageLook,
  ): () => void {
    const jobs = rows.flatMap((row, number) => {
      const canvas = canvases[number];
      return canvas ? this.#jobsOf(row, canvas, look) : [];
    });
    jobs.sort((one, other) => one.away - other.away);
    return inPortions(jobs.map(({ paint }) => paint));
  }

  #jobsOf({ camera, from, cells }: MontageRowCells, canvas: HTMLCanvasElement, look: MontageLook) {
    const { layout, pixelRatio } = look;
    const [lut, turn] = [look.luts[camera]!, look.turns[camera]!];
    const painted = this.#fitted(canvas, cells.length, look);
    const [width, height] = [Math.round(layout.width * pixelRatio), canvas.height];
    return cells.flatMap(({ shown, look: { track } }, index) => {
      const before = painted[index] ?? null;
      const picture = shown.kind === 'frame' ? shown.picture : null;
      if (picture ? before?.picture === picture && before.lut === lut && before.turn === turn : !before) return [];
      const left = Math.round(index * (layout.width + spacePx) * pixelRatio);
      const paint = () => {
        const aspect = aspectOf(track.dataset.frame);
        paintCell(canvas, { left, width, height }, picture && { picture, aspect, lut, turn });
        painted[index] = picture && { picture, lut, turn };
      };
      return [{ away: look.distance(from + index), paint }];
    });
  }

  /** What stands on a canvas; nothing where it had to be made another size. */
  #fitted(canvas: HTMLCanvasElement, cells: number, { layout, pixelRatio }: MontageLook): (Painted | null)[] {
    const size = `${cells} ${layout.width} ${layout.height} ${pixelRatio}`;
    const known = this.#painted.get(canvas);
    if (known?.layout === size) return known.cells;
    canvas.width = Math.round((cells * (layout.width + spacePx) - spacePx) * pixelRatio);
    canvas.height = Math.round(layout.height * pixelRatio);
    const empty = { layout: size, cells: [] };
    this.#painted.set(canvas, empty);
    return empty.cells;
  }
}
