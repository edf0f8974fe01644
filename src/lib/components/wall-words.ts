import { formatDate } from '$lib/datasets/utc';
import type { Failure } from '$lib/model/failure';
import type { WallRow } from '$lib/model/wall';
import { sentenceOf } from '$lib/state/sentences';
import { formatClock } from '$lib/state/wall-link';
import type { WallSpan } from '$lib/state/wall-span';

export function rowWords(row: WallRow, timeUs: number): string {
  return `${formatDate(row.dateUs)}, ${row.camera.name}, ${formatClock(timeUs)} UTC`;
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
