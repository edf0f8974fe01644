import { secondUs } from '$lib/datasets/utc';
import type { TimeRange } from '$lib/model/time';

/** Steps that clocks are read in: each divides the minute, the hour or the day. Seconds. */
export const roundStepsSec = [
  ...[1, 2, 3, 5, 6, 10, 12, 15, 20, 30],
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((minutes) => 60 * minutes),
  ...[1, 2, 3, 6, 12, 24].map((hours) => 3600 * hours),
] as const;

/** Of a round step's first instant from the start of the span: more would leave out what the person asked for. */
const mostOfSpanLate = 0.05;

/** Round steps that lead from frame to frame of a camera, rising; microseconds. */
export function roundStepsUs(cadenceUs: number): number[] {
  return roundStepsSec.map((step) => step * secondUs).filter((us) => us >= cadenceUs && us % cadenceUs === 0);
}

/** Those instants of a span whose UTC is a multiple of a step: another span shows the same ones. */
export function multiplesIn({ startUs, endUs }: TimeRange, stepUs: number): { firstUs: number; count: number } {
  const firstUs = Math.ceil(startUs / stepUs) * stepUs;
  return { firstUs, count: Math.max(0, Math.ceil((endUs - firstUs) / stepUs)) };
}

/**
 * The step at which so many instants take up a span: a round one if it does, else a whole number of frames, so that all
 * are equally far apart. Shorter than even by so little that no further instant would fit.
 *
 * @returns null where only frames that are now nearer, now farther apart do that
 */
export function stepOfCount(
  span: TimeRange,
  count: number,
  cadenceUs: number,
): { readonly firstUs: number; readonly stepUs: number } | null {
  const lengthUs = span.endUs - span.startUs;
  const isFull = (stepUs: number) => stepUs * count <= lengthUs && stepUs * (count + 1) > lengthUs;
  const isLast = (firstUs: number, stepUs: number) => firstUs + (count - 1) * stepUs < span.endUs;
  for (const stepUs of roundStepsUs(cadenceUs).filter(isFull)) {
    const { firstUs } = multiplesIn(span, stepUs);
    if (firstUs - span.startUs <= mostOfSpanLate * lengthUs && isLast(firstUs, stepUs)) return { firstUs, stepUs };
  }
  const stepUs = Math.floor(lengthUs / count / cadenceUs) * cadenceUs;
  const { firstUs } = multiplesIn(span, cadenceUs);
  return stepUs > 0 && isFull(stepUs) && isLast(firstUs, stepUs) ? { firstUs, stepUs } : null;
}
