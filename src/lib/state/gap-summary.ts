import { hourUs, minuteUs, secondUs } from '$lib/datasets/utc';
import type { Gap } from './gaps';
import type { Minute } from './minute-table';

/** All gaps of one cause. */
export interface GapGroup {
  readonly cause: string;
  /** `12 minutes not on the server`, `3 files damaged`. */
  readonly text: string;
  readonly gaps: readonly Gap[];
}

/** The gaps by cause, what cost most time first; what is still on its way is no gap. */
export function gapGroups(gaps: readonly Gap[]): GapGroup[] {
  const byCause = new Map<string, Gap[]>();
  for (const gap of gaps) {
    if (gap.kind === 'pending') continue;
    const group = byCause.get(`${gap.kind} ${gap.cause}`);
    if (group) group.push(gap);
    else byCause.set(`${gap.kind} ${gap.cause}`, [gap]);
  }
  return [...byCause.values()]
    .map((group) => ({ group, lengthUs: group.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0) }))
    .sort((a, b) => b.lengthUs - a.lengthUs)
    .map(({ group, lengthUs }) => ({ cause: group[0]!.cause, text: textOf(group, lengthUs), gaps: group }));
}

/** Minutes worth asking for again, each once: a damaged one may have several gaps. */
export function retryable(gaps: readonly Gap[]): Minute[] {
  return [...new Set(gaps.flatMap(({ retry }) => retry))];
}

function textOf(group: readonly Gap[], lengthUs: number): string {
  const { kind, cause } = group[0]!;
  return kind === 'damage' ? `${counted(group.length, 'file')} ${cause}` : `${lengthText(lengthUs)} ${cause}`;
}

/** `9 seconds`, `12 minutes`, `2 h 05 min` */
function lengthText(us: number): string {
  if (us < minuteUs) return counted(Math.max(1, Math.round(us / secondUs)), 'second');
  const minutes = Math.round(us / minuteUs);
  if (minutes * minuteUs < 2 * hourUs) return counted(minutes, 'minute');
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
