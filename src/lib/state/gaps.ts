import { formatDate, formatSecond, minuteUs } from '$lib/datasets/utc';
import type { Failure } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import type { Minute, MinuteColumns } from './minute-table';
import type { NightLight, TooLight } from './night-light';
import { causeOf, sentenceOf, sentenceOfProblem } from './sentences';

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

/** Why there is no file of a minute: cause and sentence of the gap. */
export type Absence = Pick<Gap, 'cause' | 'sentence'>;

/** What is known of minutes without a file, besides that the archive has none. */
export interface AbsenceReasons {
  /** The Sun over the camera, where its place is known. */
  readonly light?: NightLight | null;
  /** Explains each of them, in place of the Sun and the archive. */
  readonly absence?: ((minute: Minute) => Absence) | null;
}

/**
 * Why the timeline is empty where it is empty. Neighbouring minutes with the same cause become one gap. A gap that is
 * of one minute and was there before is the same object as before.
 *
 * @param minutes of the track, rising
 * @param range of the event: gaps are cut to it
 * @param isStopped whether a minute that waits, waits for the person
 * @returns in order of time, overlapping only where damage is told beside a gap of the same minute
 */
export function gapsOf(
  minutes: readonly Minute[],
  range: TimeRange,
  cadenceUs: number,
  isStopped: (minute: Minute) => boolean,
  { light = null, absence = null }: AbsenceReasons = {},
): Gap[] {
  const gaps: Gap[] = [];
  const height = usualHeight(minutes);
  const lights = light ? lightOfMissing(minutes, light.lights) : [];
  let grown: GrowingGap | null = null;
  minutes.forEach((minute, index) => {
    const found = minute.file
      ? gapsOfMinute(minute, cadenceUs, isStopped, height)
      : [gapWithoutFile(minute, absence?.(minute) ?? absenceOf(minute, lights[index] ?? null))];
    for (const gap of found) {
      const startUs = Math.max(gap.startUs, range.startUs);
      const endUs = Math.min(gap.endUs, range.endUs);
      if (startUs >= endUs) continue;
      const last = gaps.at(-1);
      if (last && joins(last, gap, startUs)) {
        if (last !== grown) gaps[gaps.length - 1] = grown = { ...last, retry: [...last.retry] };
        grown.endUs = endUs;
        for (const again of gap.retry) grown.retry.push(again);
      } else gaps.push(startUs === gap.startUs && endUs === gap.endUs ? gap : { ...gap, startUs, endUs });
    }
  });
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

/** The gap an instant lies in, in time that grows with the logarithm of their number. */
export function gapAt(gaps: readonly Gap[], instantUs: number): Gap | null {
  for (let index = lastStarted(gaps, instantUs); index >= 0 && gaps[index]!.endUs > instantUs; index--)
    if (gaps[index]!.kind !== 'damage') return gaps[index]!;
  return null;
}

/**
 * What there is to tell about an instant that is pointed at: the gap it lies in, else the damage, else the nearest of
 * either within the tolerance, since a gap of seconds is narrower than a pixel of a night.
 */
export function gapNear(gaps: readonly Gap[], instantUs: number, toleranceUs: number): Gap | null {
  let best: Gap | null = null;
  let bestUs = Infinity;
  const consider = (gap: Gap) => {
    if (gap.kind === 'pending') return;
    const awayUs = Math.max(0, gap.startUs - instantUs, instantUs - gap.endUs + 1);
    if (awayUs > toleranceUs || awayUs > bestUs) return;
    // Of two at the same distance, why nothing is there comes before what is wrong with what is there.
    if (awayUs === bestUs && gap.kind === 'damage') return;
    best = gap;
    bestUs = awayUs;
  };
  const last = lastStarted(gaps, instantUs);
  for (let index = last; index >= 0 && gaps[index]!.endUs + toleranceUs > instantUs; index--) consider(gaps[index]!);
  for (let index = last + 1; index < gaps.length && gaps[index]!.startUs - instantUs <= toleranceUs; index++)
    consider(gaps[index]!);
  return best;
}

/** Index of the last gap that begins at or before an instant, or −1. */
function lastStarted(gaps: readonly Gap[], instantUs: number): number {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (gaps[middle]!.startUs <= instantUs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

type GrowingGap = { -readonly [Key in keyof Omit<Gap, 'retry'>]: Gap[Key] } & { retry: Minute[] };

function joins(last: Gap, next: Gap, startUs: number): boolean {
  return next.kind !== 'damage' && last.kind === next.kind && last.endUs === startUs && last.sentence === next.sentence;
}

/**
 * For each minute without a file the light that explains it. In deep twilight, where some cameras run, light explains
 * nothing between two files of the same twilight: the camera ran.
 */
function lightOfMissing(minutes: readonly Minute[], lights: readonly TooLight[]): (TooLight | null)[] {
  const found: (TooLight | null)[] = minutes.map(() => null);
  let next = 0;
  for (const light of lights) {
    while (next < minutes.length && middleOf(minutes[next]!) < light.startUs) next++;
    const from = next;
    while (next < minutes.length && middleOf(minutes[next]!) < light.endUs) next++;
    let [first, last] = [next, -1];
    for (let index = from; !light.sure && index < next; index++)
      if (minutes[index]!.file) [first, last] = [Math.min(first, index), index];
    for (let index = from; index < next; index++)
      if (!minutes[index]!.file && (index < first || index > last)) found[index] = light;
  }
  return found;
}

function middleOf({ startUs, endUs }: TimeRange): number {
  return (startUs + endUs) / 2;
}

function gapWithoutFile({ startUs, endUs }: Minute, { cause, sentence }: Absence): Gap {
  return { startUs, endUs, kind: 'gap', cause, sentence, retry: [] };
}

function absenceOf({ known }: Minute, light: TooLight | null): Absence {
  if (light && (light.sure || known)) return light;
  return known
    ? { cause: 'not on the server', sentence: 'The archive has no file here.' }
    : { cause: 'not known', sentence: 'The archive could not be asked whether it has a file here.' };
}

function gapsOfMinute(
  minute: Minute,
  cadenceUs: number,
  isStopped: (minute: Minute) => boolean,
  height: number | null,
): readonly Gap[] {
  const { startUs, endUs, load } = minute;
  const whole = (kind: Gap['kind'], cause: string, sentence: string, retry: readonly Minute[] = []): Gap[] => [
    { startUs, endUs, kind, cause, sentence, retry },
  ];
  switch (load.phase) {
    case 'waiting':
      return isStopped(minute)
        ? whole('gap', 'not fetched', 'Not fetched yet.', [minute])
        : whole('pending', 'on its way', 'On its way.');
    case 'failed':
      return remembered(minute, () =>
        whole('gap', causeOf(load.failure), sentenceOf(load.failure), canRetry(load.failure) ? [minute] : []),
      );
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

/** What a loaded or failed minute lacks does not change: it is looked through once, not at each arrival of another. */
const known = new WeakMap<Minute, readonly Gap[]>();

function remembered(minute: Minute, find: () => readonly Gap[]): readonly Gap[] {
  const gaps = known.get(minute) ?? find();
  known.set(minute, gaps);
  return gaps;
}

function gapsOfFile(minute: Minute, { timesUs, problem }: MinuteColumns, cadenceUs: number): Gap[] {
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
  const span = minute.endUs - minute.startUs > minuteUs ? 'hour' : 'minute';
  for (let frame = 0; frame <= timesUs.length; frame++) {
    const timeUs = timesUs[frame] ?? minute.endUs;
    if (timeUs - coveredUs > cadenceUs / 2)
      gaps.push({
        startUs: coveredUs,
        endUs: Math.min(timeUs, minute.endUs),
        kind: 'gap',
        cause: 'no frames',
        sentence: `The file of this ${span} holds no frames here.`,
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
