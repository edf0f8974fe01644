import { cameraOf } from '$lib/datasets/source-camera';
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

/** What is known of a row's camera, by time; empty where models have not looked at its pictures. */
export function runsOfRow(
  { camera }: WallRow,
  nights: LabelNights,
  sources: readonly DataSource[],
): readonly LabelRun[] {
  const source = sources.find((one) => cameraKey(one) === `${camera.dataset} ${camera.siteUid}`);
  return source ? nights.runsOf(source.identifier) : [];
}

/** The same of a source as of the folders, whose cameras the service calls otherwise. */
function cameraKey(source: DataSource): string {
  const { dataset, siteUid } = cameraOf(source);
  return `${dataset} ${siteUid}`;
}
