import {
  dayUs,
  formatDate,
  formatMicrosecond,
  formatMinute,
  formatSecond,
  hourUs,
  minuteUs,
  secondUs,
} from '$lib/datasets/utc';
import type { TimeRange } from '$lib/model/time';

export interface Tick {
  readonly timeUs: number;
  readonly label: string;
}

const steps = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((seconds) => seconds * secondUs),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minuteUs),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hourUs),
  dayUs,
];

/**
 * Round UTC instants for the labels of a time axis.
 *
 * @param room how many labels fit
 * @returns rising; midnight carries the date
 */
export function timeTicks({ startUs, endUs }: TimeRange, room: number): Tick[] {
  const span = endUs - startUs;
  const step =
    steps.find((candidate) => span / candidate <= Math.max(1, room)) ?? Math.ceil(span / room / dayUs) * dayUs;
  const clock = step < secondUs ? shortFraction : step < minuteUs ? formatSecond : formatMinute;
  const ticks: Tick[] = [];
  for (let timeUs = Math.ceil(startUs / step) * step; timeUs <= endUs; timeUs += step)
    ticks.push({ timeUs, label: timeUs % dayUs === 0 ? formatDate(timeUs) : clock(timeUs) });
  return ticks;
}

/** Something on the axis, from left to right in pixels. */
export interface AxisBox {
  readonly left: number;
  readonly right: number;
}

/** Half a digit of the small type, and the space between what stands on an axis, in pixels. */
const halfDigit = 3.8;
const space = 4;

/** Where a label stands: in the middle of its instant, or beside it where it would be cut off at the ends. */
export function labelBox(label: string, at: number, width: number): AxisBox {
  const half = label.length * halfDigit;
  const left = Math.max(0, Math.min(width - 2 * half, at - half));
  return { left, right: left + 2 * half };
}

/** Whether a label stands free of other things. */
export function isClear(label: AxisBox, others: readonly AxisBox[]): boolean {
  return others.every(({ left, right }) => label.right + space <= left || label.left - space >= right);
}

function shortFraction(us: number): string {
  return formatMicrosecond(us).slice(0, 10);
}
