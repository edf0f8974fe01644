import { cameraOf } from '$lib/datasets/source-camera';
import { dayUs } from '$lib/datasets/utc';
import type { LabelCriteria, LabelRun } from '$lib/model/learned-label';
import type { DataSource } from '$lib/model/search';
import type { WallRow } from '$lib/model/wall';
import { matchesOf, type LabelNights } from './learned-labels.svelte';

/** Rows of the nights that are as wanted, by what models saw in them, among those that are known so far. */
export function rowsWith(
  rows: readonly WallRow[],
  nights: LabelNights,
  sources: readonly DataSource[],
  criteria: LabelCriteria,
): readonly WallRow[] {
  const wanted = new Set(
    matchesOf(nights, sources, criteria).map(({ source, dayStartUs }) => `${cameraKey(source)} ${dayStartUs}`),
  );
  return rows.filter(({ camera, dateUs }) => wanted.has(`${camera.dataset} ${camera.siteUid} ${dateUs}`));
}

/** What is known of a row's camera in its night, by time; empty where models have not looked at its pictures. */
export function runsOfRow(
  { camera, dateUs }: WallRow,
  nights: LabelNights,
  sources: readonly DataSource[],
): readonly LabelRun[] {
  const source = sources.find((one) => cameraKey(one) === `${camera.dataset} ${camera.siteUid}`);
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
