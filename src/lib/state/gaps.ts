import { formatDate, formatSecond, minuteUs } from '$lib/datasets/utc';
import type { Failure } from '$lib/model/failure';
import type { KeogramColumns } from '$lib/model/frames';
import type { TimeRange } from '$lib/model/time';
import { causeOf, sentenceOf, sentenceOfProblem } from './sentences';
import type { Minute } from './track-view.svelte';

/** A stretch of the timeline without pictures, or with a damaged file, and why. */
export interface Gap extends TimeRange {
  /** `gap`: nothing to show; `damage`: what could be read is shown; `pending`: still on its way. */
  readonly kind: 'gap' | 'damage' | 'pending';
  /** Two or three words. */
  readonly cause: string;
  readonly sentence: string;
  /** Minutes worth asking for again. */
  readonly retry: readonly Minute[];
}

/**
 * Why the timeline is empty where it is empty. Neighbouring minutes with the same cause become one gap.
 *
 * @param minutes of the track, rising
 * @param range of the event: gaps are cut to it
 * @param stopped true when nothing is being fetched: what waits then waits for the person
 */
export function gapsOf(minutes: readonly Minute[], range: TimeRange, cadenceUs: number, stopped: boolean): Gap[] {
  const gaps: Gap[] = [];
  const height = usualHeight(minutes);
  for (const minute of minutes)
    for (const gap of gapsOfMinute(minute, cadenceUs, stopped, height)) {
      const startUs = Math.max(gap.startUs, range.startUs);
      const endUs = Math.min(gap.endUs, range.endUs);
      if (startUs >= endUs) continue;
      const last = gaps.at(-1);
      if (last && gap.kind !== 'damage' && last.endUs === startUs && last.sentence === gap.sentence)
        gaps[gaps.length - 1] = { ...last, endUs, retry: [...last.retry, ...gap.retry] };
      else gaps.push({ ...gap, startUs, endUs });
    }
  return gaps;
}

/** The whole range, when it could not even be found out which files there are. */
export function gapOfListing(failure: Failure, { startUs, endUs }: TimeRange): Gap {
  return { startUs, endUs, kind: 'gap', cause: causeOf(failure), sentence: sentenceOf(failure), retry: [] };
}

/**
 * The height of a keogram column that most of the loaded files have. A camera keeps its picture size through a night;
 * where one file differs, it is that file that is odd, whichever came first.
 */
export function usualHeight(minutes: readonly Minute[]): number | null {
  const votes = new Map<number, number>();
  for (const { load } of minutes)
    if (load.phase === 'ready') votes.set(load.columns.height, (votes.get(load.columns.height) ?? 0) + 1);
  let best: number | null = null;
  for (const [height, count] of votes) if (best === null || count > votes.get(best)!) best = height;
  return best;
}

/** The gap an instant lies in. */
export function gapAt(gaps: readonly Gap[], instantUs: number): Gap | null {
  return (
    gaps.find(({ kind, startUs, endUs }) => kind !== 'damage' && instantUs >= startUs && instantUs < endUs) ?? null
  );
}

function gapsOfMinute(minute: Minute, cadenceUs: number, stopped: boolean, height: number | null): Gap[] {
  const { startUs, endUs, file, load } = minute;
  const whole = (kind: Gap['kind'], cause: string, sentence: string, retry: readonly Minute[] = []): Gap[] => [
    { startUs, endUs, kind, cause, sentence, retry },
  ];
  if (!file) return whole('gap', 'not on the server', 'The archive has no file here.');
  switch (load.phase) {
    case 'waiting':
      return stopped
        ? whole('gap', 'not fetched', 'Not fetched yet.', [minute])
        : whole('pending', 'on its way', 'On its way.');
    case 'failed':
      return whole('gap', causeOf(load.failure), sentenceOf(load.failure), canRetry(load.failure) ? [minute] : []);
    case 'ready':
      if (load.columns.height !== height)
        return whole(
          'gap',
          'another picture size',
          `The pictures of this file are of another size (${load.columns.frame.width} × ${load.columns.frame.height}) than the others: they do not fit into this keogram.`,
          [minute],
        );
      return remembered(minute, () => gapsOfFile(minute, load.columns, cadenceUs));
  }
}

/** What a loaded minute lacks does not change: it is looked through once, not at each arrival of another. */
const known = new WeakMap<Minute, Gap[]>();

function remembered(minute: Minute, find: () => Gap[]): Gap[] {
  const gaps = known.get(minute) ?? find();
  known.set(minute, gaps);
  return gaps;
}

function gapsOfFile(minute: Minute, { timesUs, problem }: KeogramColumns, cadenceUs: number): Gap[] {
  const { startUs, endUs } = minute;
  const damage: Gap | null = problem && {
    startUs,
    endUs,
    kind: 'damage',
    cause: problem.kind === 'truncated' ? 'cut off' : 'damaged',
    sentence: sentenceOfProblem(problem, timesUs.length),
    retry: [minute],
  };
  if (isOfAnotherTime(minute, timesUs, cadenceUs)) {
    const said = `${formatDate(timesUs[0]!)} ${formatSecond(timesUs[0]!)} UTC`;
    const sentence = `The frames of this file say that they are of ${said}.`;
    return [{ startUs, endUs, kind: 'gap', cause: 'another time', sentence, retry: [] }, ...(damage ? [damage] : [])];
  }
  const gaps = gapsOfFrames(minute, timesUs, cadenceUs);
  if (!damage) return gaps;
  // Where a damaged file has no frames, the damage is why.
  const { cause, sentence, retry } = damage;
  return gaps.length > 0 ? gaps.map((gap) => ({ ...gap, cause, sentence, retry })) : [damage];
}

/** Stretches of a loaded minute in which no frame was taken. */
function gapsOfFrames(minute: Minute, timesUs: Float64Array, cadenceUs: number): Gap[] {
  const gaps: Gap[] = [];
  let coveredUs = minute.startUs;
  for (const timeUs of [...timesUs, minute.startUs + minuteUs]) {
    if (timeUs - coveredUs > cadenceUs / 2)
      gaps.push({
        startUs: coveredUs,
        endUs: Math.min(timeUs, minute.endUs),
        kind: 'gap',
        cause: 'no frames',
        sentence: 'The file of this minute holds no frames here.',
        retry: [],
      });
    coveredUs = Math.max(coveredUs, timeUs + cadenceUs);
  }
  return gaps;
}

/** Whether no frame of a file lies in the minute that its name gives. */
function isOfAnotherTime({ startUs, endUs }: Minute, timesUs: Float64Array, cadenceUs: number): boolean {
  return timesUs.length > 0 && timesUs.every((timeUs) => timeUs < startUs - cadenceUs || timeUs >= endUs + cadenceUs);
}

function canRetry(failure: Failure): boolean {
  return failure.kind !== 'unsupported';
}
