import { hourUs, minuteUs, secondUs } from '$lib/datasets/utc';

/** How far apart instants are: `3 s`, `2.5 min`, `1 h`. */
export function everyWords(stepUs: number): string {
  if (stepUs >= hourUs) return `${shortly(stepUs / hourUs)} h`;
  if (stepUs >= 2 * minuteUs || stepUs === minuteUs) return `${shortly(stepUs / minuteUs)} min`;
  return `${shortly(stepUs / secondUs)} s`;
}

function shortly(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Math.round(10 * value) / 10);
}
