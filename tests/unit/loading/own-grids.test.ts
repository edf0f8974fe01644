import { expect, test } from 'vitest';
import { gridDatasetByName, gridFilePath } from '$lib/datasets/grid-catalogue';
import { minuteUs } from '$lib/datasets/utc';
import type { GridListing } from '$lib/loading/grid-files';
import { OwnGridRegistry } from '$lib/loading/own-grid-registry';
import { createOwnGrids } from '$lib/loading/own-grids';
import type { Failure, Outcome } from '$lib/model/failure';
import { archiveUrl } from '$lib/services/hosts';

const dataset = gridDatasetByName('THEMIS_ASI_GRID_MOSV001')!;
const startUs = Date.parse('2014-03-10T06:00Z') * 1000;
const range = { startUs, endUs: startUs + 4 * minuteUs };
const refused: Failure = { kind: 'refused', host: 'the archive', reason: 'unreachable', message: '' };

function fileOf(minute: number) {
  const path = gridFilePath(dataset, startUs + minute * minuteUs);
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { url: archiveUrl(path), name, dataset: dataset.name, bytes: null, startUs: startUs + minute * minuteUs };
}

/** What is listed where the person has minute 1 open. */
function listedWith(archive: Outcome<GridListing>) {
  const registry = new OwnGridRegistry();
  const firstUs = startUs + minuteUs;
  registry.add(new Blob(['own']), { kind: 'grid', dataset: dataset.name, frames: 20, firstUs, lastUs: firstUs + 57e6 });
  const never = () => Promise.reject(new Error('nothing is read here'));
  const usual = { gridFiles: () => Promise.resolve(archive), grids: never, forgetGrids: never };
  const parts = { usual, registry, decoder: { grids: never }, decoding: never };
  return createOwnGrids(parts).gridFiles(dataset.name, range, new AbortController().signal);
}

test('own files without an answer from the archive are told apart from files found in its folders', async () => {
  const alone = await listedWith({ ok: false, failure: refused });
  expect(alone).toMatchObject({ ok: true, value: { found: 'own files', serviceFailure: refused, ownFiles: 1 } });
  const files = [fileOf(0), fileOf(1)];
  const archive = { files, found: 'directory listing', serviceFailure: refused, ownFiles: 0 } as const;
  const listed = await listedWith({ ok: true, value: archive });
  expect(listed).toMatchObject({ ok: true, value: { found: 'directory listing', serviceFailure: refused } });
  expect(listed.ok && listed.value.files.map(({ bytes }) => bytes)).toEqual([null, 3]);
});
