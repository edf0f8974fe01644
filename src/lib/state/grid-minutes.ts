import { frameAt, frameEndUs } from '$lib/analysis/frame-times';
import { minuteUs } from '$lib/datasets/utc';
import type { Failure, FileProblem } from '$lib/model/failure';
import type { GridFile, GridFrames } from '$lib/model/grid';
import type { TimeRange } from '$lib/model/time';
import type { Absence, Gap } from './gaps';
import { causeOf, sentenceOf, sentenceOfProblem } from './sentences';

/** What is known of a minute's file once it was looked into. */
export type GridLoad =
  | { readonly phase: 'loading' }
  | {
      readonly phase: 'ready';
      readonly timesUs: Float64Array;
      readonly problem: FileProblem | null;
      readonly synthetic: boolean;
      /** Held for what is on screen only: null of minutes that were left. */
      readonly frames: GridFrames | null;
    }
  | { readonly phase: 'failed'; readonly failure: Failure };

export type GridLoads = ReadonlyMap<string, GridLoad>;

/** What a map shows of a grid at an instant, or why nothing. */
export type GridSight =
  | { readonly phase: 'frame'; readonly frames: GridFrames; readonly index: number }
  | { readonly phase: 'loading' }
  | { readonly phase: 'gap' }
  | { readonly phase: 'failed'; readonly failure: Failure };

/** The file of the minute that an instant lies in. */
export function fileAt(files: readonly GridFile[], instantUs: number): GridFile | null {
  return files.find(({ startUs }) => instantUs >= startUs && instantUs < startUs + minuteUs) ?? null;
}

/** The frame whose time an instant is, else the nearest that starts within half a cadence. */
export function gridSightAt(file: GridFile | null, loads: GridLoads, instantUs: number, cadenceUs: number): GridSight {
  if (!file) return { phase: 'gap' };
  const load = loads.get(file.url);
  if (load?.phase === 'failed') return load;
  if (load?.phase !== 'ready') return { phase: 'loading' };
  const index = frameAt({ timesUs: load.timesUs, nextUs: null }, instantUs, cadenceUs);
  if (index < 0) return { phase: 'gap' };
  return load.frames ? { phase: 'frame', frames: load.frames, index } : { phase: 'loading' };
}

interface Reasons {
  readonly searching: boolean;
  readonly absence: Absence | null;
  readonly known: readonly TimeRange[];
}

/**
 * Where a range has no map and why. Minutes that were not looked into are taken for full: grids are read one by one, where
 * the cursor stands.
 *
 * @param searching whether the archive is being asked which files there are
 * @param absence why it is not known of the other parts of the range than `known`; null where all is
 */
export function gridGaps(
  files: readonly GridFile[],
  loads: GridLoads,
  range: TimeRange,
  cadenceUs: number,
  { searching, absence, known }: Reasons,
): Gap[] {
  const gaps: Gap[] = [];
  const add = (gap: Gap) => {
    const [startUs, endUs] = [Math.max(gap.startUs, range.startUs), Math.min(gap.endUs, range.endUs)];
    if (startUs >= endUs) return;
    const last = gaps.at(-1);
    const joins = last?.endUs === startUs && last.kind === gap.kind && last.sentence === gap.sentence;
    if (last && joins && gap.kind !== 'damage') gaps[gaps.length - 1] = { ...last, endUs };
    else gaps.push({ ...gap, startUs, endUs });
  };
  const byStart = new Map(files.map((file) => [file.startUs, file]));
  const missing = ({ startUs, endUs }: TimeRange) => {
    if (searching) return onItsWay;
    return known.some((span) => span.startUs < endUs && span.endUs > startUs) ? noFile : (absence ?? noFile);
  };
  for (let startUs = Math.floor(range.startUs / minuteUs) * minuteUs; startUs < range.endUs; startUs += minuteUs) {
    const minute = { startUs, endUs: startUs + minuteUs };
    const file = byStart.get(startUs);
    if (!file) add({ ...minute, kind: searching ? 'pending' : 'gap', ...missing(minute), retry: [] });
    else for (const gap of gapsOfFile(minute, loads.get(file.url) ?? null, cadenceUs)) add(gap);
  }
  return gaps;
}

/** The minutes that have a file, less what is known to be empty or on its way. */
export function mappedStretches(files: readonly GridFile[], gaps: readonly Gap[]): TimeRange[] {
  const holes = gaps.filter(({ kind }) => kind !== 'damage');
  return files.flatMap(({ startUs }) => {
    const endUs = startUs + minuteUs;
    const stretches: TimeRange[] = [];
    let fromUs = startUs;
    for (const hole of holes) {
      if (hole.endUs <= fromUs || hole.startUs >= endUs) continue;
      if (hole.startUs > fromUs) stretches.push({ startUs: fromUs, endUs: hole.startUs });
      fromUs = hole.endUs;
    }
    if (fromUs < endUs) stretches.push({ startUs: fromUs, endUs });
    return stretches;
  });
}

const noFile = { cause: 'not on the server', sentence: 'The archive has no grid file here.' };
const onItsWay = { cause: 'on its way', sentence: 'On its way.' };
const noFrame = { cause: 'no frame', sentence: 'The file of this minute has no map here.' };

function gapsOfFile(minute: TimeRange, load: GridLoad | null, cadenceUs: number): Gap[] {
  const retry: Gap['retry'] = [];
  if (!load) return [];
  if (load.phase === 'loading') return [{ ...minute, kind: 'pending', ...onItsWay, retry }];
  if (load.phase === 'failed') {
    const { failure } = load;
    return [{ ...minute, kind: 'gap', cause: causeOf(failure), sentence: sentenceOf(failure), retry }];
  }
  const { timesUs, problem } = load;
  const reason = problem ? { cause: 'damaged', sentence: sentenceOfProblem(problem, timesUs.length) } : noFrame;
  const gaps: Gap[] = problem ? [{ ...minute, kind: 'damage', ...reason, retry }] : [];
  let fromUs = minute.startUs;
  timesUs.forEach((timeUs, frame) => {
    // Half a cadence: as far as the frame after it may be taken for the nearest.
    if (timeUs - fromUs > cadenceUs / 2) gaps.push({ startUs: fromUs, endUs: timeUs, kind: 'gap', ...reason, retry });
    fromUs = Math.max(fromUs, frameEndUs({ timesUs, nextUs: null }, frame, cadenceUs));
  });
  if (minute.endUs - fromUs > cadenceUs / 2)
    gaps.push({ startUs: fromUs, endUs: minute.endUs, kind: 'gap', ...reason, retry });
  return gaps;
}
