import { dayUs, formatDate } from '$lib/datasets/utc';
import type { Failure } from '$lib/model/failure';
import type { LabelField, LabelRun } from '$lib/model/learned-label';
import type { WallGap, WallRow } from '$lib/model/wall';
import { formatCounts } from '$lib/render/quantity';
import { runWords } from '$lib/state/label-words';
import { sentenceOf } from '$lib/state/sentences';
import { gapDates } from '$lib/state/wall-breaks';
import type { Judgement } from '$lib/state/wall-labels';
import { formatClock } from '$lib/state/wall-link';
import type { WallSpan } from '$lib/state/wall-span';

/** What models saw in the nights of a wall. */
export interface WallLabels {
  readonly fields: readonly LabelField[];
  readonly runsOf: (row: WallRow) => readonly LabelRun[];
  readonly judgementOf: (row: WallRow) => Judgement;
}

/**
 * `6 keograms of 6 nights`. Keograms are of UTC days: where nights cross midnight, each has two of them, and
 * `2 keograms of 3 nights, 2 of them in part` hang there.
 */
export function foundWords(rows: readonly WallRow[]): string {
  const nights = new Set<number>();
  const whole = new Set<number>();
  for (const row of rows) {
    if (row.pictures.length > 0) nights.add(row.dateUs);
    if (isWhole(row)) whole.add(row.dateUs);
  }
  const [count, cut] = [keogramsOf(rows), nights.size - whole.size];
  const words = `${amount(count, 'keogram')} of ${amount(nights.size, 'night')}`;
  if (cut === 0) return words;
  if (cut === nights.size) return `${words}, ${cut === 1 ? '' : cut === 2 ? 'both ' : 'each '}in part`;
  return `${words}, ${formatCounts(cut)} of them in part`;
}

/** How many keograms hang there: each is of one camera and UTC day, whichever rows show it. */
export function keogramsOf(rows: readonly WallRow[]): number {
  const keograms = new Set<string>();
  for (const { camera, pictures } of rows)
    for (const { range } of pictures)
      keograms.add(`${camera.name} ${camera.deviceUid ?? ''} ${Math.floor(range.startUs / dayUs)}`);
  return keograms.size;
}

/** Of a row that crosses midnight UTC there may be only what comes before, or after. */
function isWhole({ dateUs, range, pictures }: WallRow): boolean {
  const midnightUs = dateUs + dayUs;
  if (range.endUs <= midnightUs) return pictures.length > 0;
  const has = (startUs: number, endUs: number) =>
    pictures.some((picture) => picture.range.startUs < endUs && picture.range.endUs > startUs);
  return has(range.startUs, midnightUs) && has(midnightUs, range.endUs);
}

function amount(count: number, what: string): string {
  return `${formatCounts(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** @param timeUs from midnight of the row's date */
export function rowWords(row: WallRow, timeUs: number, labels: WallLabels | null): string {
  return `${formatDate(row.dateUs)}, ${row.camera.name}, ${cursorWords(row, timeUs, labels)}`;
}

/** `06:12 UTC`, and what models saw then. */
export function cursorWords(row: WallRow, timeUs: number, labels: WallLabels | null): string {
  const us = row.dateUs + timeUs;
  const run = labels?.runsOf(row).find(({ startUs, endUs }) => us >= startUs && us < endUs);
  const said = run && labels ? `; ${runWords(run, labels.fields)}` : '';
  const judged = labels && judgementWords(labels.judgementOf(row));
  return `${formatClock(timeUs)} UTC${said}${judged ? `; ${judged}` : ''}`;
}

/** Of a row that hangs although nobody knows whether it should; null of others. */
export function judgementWords(judgement: Judgement): string | null {
  return judgement === 'open' ? 'still to be judged' : judgement === 'not asked' ? 'not judged' : null;
}

/** `2020-02-01 06:12–07:03 UTC, TREx RGB GILL` */
export function spanWords({ row, startUs, endUs }: WallSpan): string {
  const clock = (us: number) => formatClock(us - row.dateUs);
  return `${formatDate(row.dateUs)} ${clock(startUs)}–${clock(endUs)} UTC, ${row.camera.name}`;
}

/** `3 nights` */
export function nightsWords({ nights }: Pick<WallGap, 'nights'>): string {
  return nights === 1 ? '1 night' : `${formatCounts(nights)} nights`;
}

/**
 * `3 nights without a keogram: 2020-01-03…05`
 *
 * @param isSure false where there may be some that were not found
 */
export function gapWords(gap: WallGap, isSure: boolean): string {
  const what = isSure ? `${nightsWords(gap)} without a keogram` : `No keogram found of ${nightsWords(gap)}`;
  return `${what}: ${gapDates(gap)}`;
}

/** Why a row has no picture. */
export function failureWords(failure: Failure): string {
  return failure.kind === 'missing' ? 'The archive has no such picture' : sentenceOf(failure);
}
