import { isJoined, type EnvelopePoint } from '$lib/analysis/curve-envelope';
import type { TimeRange } from '$lib/model/time';

export interface PaintedCurve {
  /** Made for as many columns as the canvas has. */
  readonly points: readonly EnvelopePoint[];
  /** A CSS colour. */
  readonly colour: string;
}

export interface CurvesView {
  /** The first one is drawn last, on top of the others. */
  readonly curves: readonly PaintedCurve[];
  readonly window: TimeRange;
  readonly cadenceUs: number;
  /** Values at the lower and the upper edge. */
  readonly range: readonly [low: number, high: number];
  /** In device pixels. */
  readonly width: number;
  readonly height: number;
  readonly devicePixelRatio: number;
}

/** Lines of a curve, and of the values between which it moves within a pixel column, in CSS pixels and as a share. */
const [lineWidth, dotRadius, envelopeAlpha] = [1.25, 1.5, 0.3];

/**
 * Draws curves: a line through the means of the pixel columns, and behind it, paler, all values between the least and
 * the largest of each column. Where samples are missing the line ends; a sample that stands alone is a dot. The rest
 * stays transparent.
 */
export function drawCurves(canvas: HTMLCanvasElement, view: CurvesView): void {
  const { width, height } = view;
  const context = canvas.getContext('2d');
  if (!context || width < 1 || height < 1) return;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.clearRect(0, 0, width, height);
  for (const curve of view.curves.toReversed()) drawCurve(context, curve, view);
}

/** Where a value stands, in pixels from the upper edge; beyond the edges too. */
export function heightOf(value: number, [low, high]: readonly [low: number, high: number], height: number): number {
  return (height * (high - value)) / (high - low);
}

function drawCurve(context: CanvasRenderingContext2D, { points, colour }: PaintedCurve, view: CurvesView): void {
  const { window, range, width, height, cadenceUs, devicePixelRatio } = view;
  const yOf = (value: number) => heightOf(value, range, height);
  const perUs = width / (window.endUs - window.startUs);
  // One sample stands where it was taken, several over their column.
  const xOf = ({ column, count, firstUs }: EnvelopePoint) =>
    count === 1 ? (firstUs - window.startUs) * perUs : column + 0.5;

  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = lineWidth * devicePixelRatio;
  context.lineJoin = 'round';

  context.globalAlpha = envelopeAlpha;
  for (const { column, count, min, max } of points) {
    if (count > 1) context.fillRect(column, yOf(max), 1, Math.max(1, yOf(min) - yOf(max)));
  }

  context.globalAlpha = 1;
  context.beginPath();
  const alone: EnvelopePoint[] = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    const fromBefore = before !== undefined && isJoined(before, point, cadenceUs);
    if (fromBefore) context.lineTo(xOf(point), yOf(point.mean));
    else context.moveTo(xOf(point), yOf(point.mean));
    if (!fromBefore && !(after && isJoined(point, after, cadenceUs))) alone.push(point);
  });
  context.stroke();
  for (const point of alone) {
    context.beginPath();
    context.arc(xOf(point), yOf(point.mean), dotRadius * devicePixelRatio, 0, 2 * Math.PI);
    context.fill();
  }
}
