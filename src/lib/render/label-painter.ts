import type { LabelField, LabelRun, LabelVerdict } from '$lib/model/learned-label';
import type { TimeRange } from '$lib/model/time';

/** A colour and a texture, so that either alone tells verdicts apart. */
interface Look {
  /** For dark and for light pages. */
  readonly colours: readonly [dark: string, light: string];
  readonly texture: 'full' | 'diagonal' | 'dots' | 'upright' | 'level' | 'chequered' | 'base' | 'middle';
}

const looks: Readonly<Record<LabelVerdict, Look>> = {
  cloudy: { colours: ['#8d99a6', '#5d6875'], texture: 'diagonal' },
  clear: { colours: ['#6fb3f2', '#1f6fb5'], texture: 'full' },
  apa: { colours: ['#e8a0f0', '#9332a3'], texture: 'dots' },
  'no apa': { colours: ['#8d99a6', '#5d6875'], texture: 'base' },
  arc: { colours: ['#7fe0b0', '#0b7a4b'], texture: 'level' },
  diffuse: { colours: ['#d9cf6a', '#7a6d00'], texture: 'dots' },
  discrete: { colours: ['#f0906a', '#ad3f14'], texture: 'upright' },
  moon: { colours: ['#e6e3d3', '#6b6650'], texture: 'chequered' },
  'no aurora': { colours: ['#8d99a6', '#5d6875'], texture: 'base' },
  'not classified': { colours: ['#5b6672', '#98a3ae'], texture: 'middle' },
};

const tile = 6;

/**
 * Draw, from the context's origin on, what one model said over a stretch of time; what nothing is known of stays empty.
 *
 * @param size in device pixels, `ratio` of them to a pixel of the page
 */
export function paintLabels(
  context: CanvasRenderingContext2D,
  runs: readonly LabelRun[],
  field: LabelField,
  range: TimeRange,
  { width, height, ratio }: { readonly width: number; readonly height: number; readonly ratio: number },
  theme: 'dark' | 'light',
): void {
  const fills = new Map<LabelVerdict, CanvasPattern | string>();
  const at = (us: number) => Math.round((width * (us - range.startUs)) / (range.endUs - range.startUs));
  for (const run of runs) {
    const verdict = run[field]?.verdict;
    if (verdict === undefined || run.endUs <= range.startUs || run.startUs >= range.endUs) continue;
    const { colours, texture } = looks[verdict];
    const colour = colours[theme === 'dark' ? 0 : 1];
    const from = at(Math.max(run.startUs, range.startUs));
    const to = Math.max(from + 1, at(Math.min(run.endUs, range.endUs)));
    const fill = fills.get(verdict) ?? fillOf(context, colour, texture, ratio);
    fills.set(verdict, fill);
    context.fillStyle = fill;
    if (texture === 'base') context.fillRect(from, height - 2 * ratio, to - from, 2 * ratio);
    else if (texture === 'middle') context.fillRect(from, Math.round(height / 2), to - from, ratio);
    else context.fillRect(from, 0, to - from, height);
  }
}

function fillOf(
  context: CanvasRenderingContext2D,
  colour: string,
  texture: Look['texture'],
  ratio: number,
): CanvasPattern | string {
  if (texture === 'full' || texture === 'base' || texture === 'middle') return colour;
  const canvas = document.createElement('canvas');
  const side = Math.round(tile * ratio);
  canvas.width = canvas.height = side;
  const pen = canvas.getContext('2d')!;
  // Lines in the colour over a weaker one of it: seen as a whole from afar, as lines from near.
  pen.fillStyle = colour;
  pen.globalAlpha = 0.4;
  pen.fillRect(0, 0, side, side);
  pen.globalAlpha = 1;
  const unit = side / tile;
  if (texture === 'upright') pen.fillRect(0, 0, 3 * unit, side);
  if (texture === 'level') pen.fillRect(0, 0, side, 3 * unit);
  if (texture === 'dots') pen.fillRect(unit, unit, 3 * unit, 3 * unit);
  if (texture === 'chequered') {
    pen.fillRect(0, 0, 3 * unit, 3 * unit);
    pen.fillRect(3 * unit, 3 * unit, 3 * unit, 3 * unit);
  }
  if (texture === 'diagonal')
    for (let step = 0; step < side; step++) {
      pen.fillRect(step, side - step - 1, 2 * unit, 1);
      if (step + 2 * unit > side) pen.fillRect(0, side - step - 1, step + 2 * unit - side, 1);
    }
  return context.createPattern(canvas, 'repeat') ?? colour;
}
