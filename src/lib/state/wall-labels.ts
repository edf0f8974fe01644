import { cameraOf } from '$lib/datasets/source-camera';
import { dayUs } from '$lib/datasets/utc';
import type { LabelCriteria, LabelRun } from '$lib/model/learned-label';
import type { DataSource } from '$lib/model/search';
import type { TimeRange } from '$lib/model/time';
import type { WallPicture, WallRow } from '$lib/model/wall';
import type { CameraNight } from './looked-nights';
import { nightsOfAnswer, type LabelNights, type LabelPiece } from './learned-labels.svelte';

/**
 * What is known of a row's night: it is as wanted, or not; it is being asked about; or it is not: the service did not
 * answer, somebody stopped it, or there were too many.
 */
export type Judgement = 'fits' | 'fits not' | 'open' | 'not asked';

export interface JudgedRows {
  /** All but those that do not fit, as they were ordered: what is not known is not turned down. */
  readonly kept: readonly WallRow[];
  readonly of: (row: WallRow) => Judgement;
  readonly fitting: readonly WallRow[];
  readonly unfit: readonly WallRow[];
  readonly open: readonly WallRow[];
  readonly notAsked: readonly WallRow[];
}

/**
 * Rows by what models saw in their nights, as far as that is known.
 *
 * @param sources whose pictures models look at; null while nobody knows
 */
export function judgedRows(
  rows: readonly WallRow[],
  nights: LabelNights,
  sources: readonly DataSource[] | null,
  criteria: LabelCriteria,
): JudgedRows {
  const looked = sources && new Set(sources.map(cameraKey));
  const pieces = new Map<string, { readonly range: TimeRange; readonly judge: (dateUs: number) => Judgement }[]>();
  for (const piece of nights.pieces) {
    const key = cameraKey(piece.source);
    const ofCamera = pieces.get(key) ?? [];
    ofCamera.push({ range: piece.range, judge: judgeOf(piece, criteria) });
    pieces.set(key, ofCamera);
  }
  const judgementOf = (row: WallRow): Judgement => {
    const key = rowKey(row);
    if (looked && !looked.has(key)) return 'fits not';
    const piece = pieces.get(key)?.find(({ range }) => row.dateUs >= range.startUs && row.dateUs < range.endUs);
    return piece?.judge(row.dateUs) ?? 'not asked';
  };
  const judged = new Map(rows.map((row) => [row, judgementOf(row)]));
  const those = (wanted: Judgement) => rows.filter((row) => judged.get(row) === wanted);
  return {
    kept: rows.filter((row) => judged.get(row) !== 'fits not'),
    of: (row) => judged.get(row) ?? 'not asked',
    ...{ fitting: those('fits'), unfit: those('fits not'), open: those('open'), notAsked: those('not asked') },
  };
}

function judgeOf({ state }: LabelPiece, criteria: LabelCriteria): (dateUs: number) => Judgement {
  if (state.phase === 'waiting' || state.phase === 'asking') return () => 'open';
  if (state.phase !== 'known') return () => 'not asked';
  const nights = nightsOfAnswer(state.answer, criteria).filter(({ isEnough }) => isEnough);
  const fitting = new Set(nights.map(({ dayStartUs }) => dayStartUs));
  return (dateUs) => (fitting.has(dateUs) ? 'fits' : 'fits not');
}

/** Those of the sources whose pictures hang: of the others nobody asks. */
export function sourcesHung<Source extends DataSource>(
  sources: readonly Source[],
  pictures: readonly Pick<WallPicture, 'camera'>[],
): readonly Source[] {
  const hung = new Set(pictures.map(rowKey));
  return sources.filter((source) => hung.has(cameraKey(source)));
}

/** The nights of rows, by whose pictures they are. */
export function nightsOfRows(rows: readonly WallRow[], sources: readonly DataSource[]): readonly CameraNight[] {
  const identifiers = new Map(sources.map((source) => [cameraKey(source), source.identifier]));
  return rows.map((row) => ({ identifier: identifiers.get(rowKey(row)) ?? null, dayStartUs: row.dateUs }));
}

/** What is known of a row's camera in its night, by time; empty where models have not looked at its pictures. */
export function runsOfRow(
  { camera, dateUs }: WallRow,
  nights: LabelNights,
  sources: readonly DataSource[],
): readonly LabelRun[] {
  const source = sources.find((one) => cameraKey(one) === rowKey({ camera }));
  if (!source) return [];
  const runs = nights.runsOf(source.identifier);
  // Painted with each step of scrolling: of the thousands of a year only those that a row can show are looked at.
  const first = placeWhere(runs, ({ endUs }) => endUs > dateUs);
  const next = placeWhere(runs, ({ startUs }) => startUs >= dateUs + longestLookUs);
  return runs.slice(first, next);
}

/** Rows that begin at noon end at noon of the day after. */
const longestLookUs = 1.5 * dayUs;

/** Place of the first run of which something holds that holds of all later ones, too. */
function placeWhere(runs: readonly LabelRun[], holds: (run: LabelRun) => boolean): number {
  let [from, to] = [0, runs.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(runs[middle]!)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The same of a source as of the folders, whose cameras the service calls otherwise. */
function cameraKey(source: DataSource): string {
  const { dataset, siteUid } = cameraOf(source);
  return `${dataset} ${siteUid}`;
}

function rowKey({ camera }: Pick<WallRow, 'camera'>): string {
  return `${camera.dataset} ${camera.siteUid}`;
}
