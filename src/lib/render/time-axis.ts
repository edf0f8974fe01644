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

function shortFraction(us: number): string {
  return formatMicrosecond(us).slice(0, 10);
}
