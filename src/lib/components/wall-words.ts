import { formatDate } from '$lib/datasets/utc';
import type { Failure } from '$lib/model/failure';
import type { LabelField, LabelRun } from '$lib/model/learned-label';
import type { WallRow } from '$lib/model/wall';
import { runWords } from '$lib/state/label-words';
import { sentenceOf } from '$lib/state/sentences';
import type { Judgement } from '$lib/state/wall-labels';
import { formatClock } from '$lib/state/wall-link';
import type { WallSpan } from '$lib/state/wall-span';

/** What models saw in the nights of a wall. */
export interface WallLabels {
  readonly fields: readonly LabelField[];
  readonly runsOf: (row: WallRow) => readonly LabelRun[];
  readonly judgementOf: (row: WallRow) => Judgement;
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

/** Why a row has no picture. */
export function failureWords(failure: Failure): string {
  return failure.kind === 'missing' ? 'The archive has no such picture' : sentenceOf(failure);
}
