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

const signal = new AbortController().signal;

function openMinute1(registry: OwnGridRegistry): void {
  const firstUs = startUs + minuteUs;
  registry.add(new Blob(['own']), { kind: 'grid', dataset: dataset.name, frames: 20, firstUs, lastUs: firstUs + 57e6 });
}

function loadingOf(registry: OwnGridRegistry, archive: Outcome<GridListing>) {
  const never = () => Promise.reject(new Error('nothing is read here'));
  const usual = { gridFiles: () => Promise.resolve(archive), grids: never, forgetGrids: never };
  return createOwnGrids({ usual, registry, decoder: { grids: never }, decoding: never });
}

/** What is listed where the person has minute 1 open. */
function listedWith(archive: Outcome<GridListing>) {
  const registry = new OwnGridRegistry();
  openMinute1(registry);
  return loadingOf(registry, archive).gridFiles(dataset.name, range, signal);
}

const told = { known: [range], keptMs: null, ownFiles: 0 };

test('own files without an answer from the archive are told apart from files found in its folders', async () => {
  const alone = await listedWith({ ok: false, failure: refused });
  expect(alone).toMatchObject({ ok: true, value: { found: 'own files', serviceFailure: refused, ownFiles: 1 } });
  const files = [fileOf(0), fileOf(1)];
  const archive = { files, ...told, found: 'directory listing', serviceFailure: refused } as const;
  const listed = await listedWith({ ok: true, value: archive });
  expect(listed).toMatchObject({ ok: true, value: { found: 'directory listing', serviceFailure: refused } });
  expect(listed.ok && listed.value.files.map(({ bytes }) => bytes)).toEqual([null, 3]);
});

test('a minute of an earlier visit says which file it was, where the archive has none; opened again, it is there', async () => {
  const before = new OwnGridRegistry();
  openMinute1(before);
  const registry = new OwnGridRegistry();
  registry.remember(before.files);
  expect(registry.isEmpty).toBe(false);

  const has = { files: [fileOf(0), fileOf(1)], ...told, found: 'listing service', serviceFailure: null } as const;
  const answered = await loadingOf(registry, { ok: true, value: has }).gridFiles(dataset.name, range, signal);
  expect(answered).toEqual({ ok: true, value: has });

  for (const archive of [
    { ok: false, failure: refused } as const,
    { ok: true, value: { ...has, files: [fileOf(0)] } } as const,
  ]) {
    const loading = loadingOf(registry, archive);
    const listed = await loading.gridFiles(dataset.name, range, signal);
    expect(listed).toMatchObject({ ok: true, value: { ownFiles: 0 } });
    const lost = listed.ok && listed.value.files.find((file) => file.url === fileOf(1).url);
    if (!lost) throw new Error('the minute is not listed');
    expect(await loading.grids(lost, { rank: () => 0, signal })).toMatchObject({
      ok: false,
      failure: {
        part: 'own file',
        message: expect.stringContaining(`This minute came from a file of your own (${lost.name})`) as string,
      },
    });
    await loading.forgetGrids(lost); // nothing of the archive's is forgotten for it
  }

  openMinute1(registry);
  expect(registry.lostFiles).toEqual([]);
  expect(registry.isLost(fileOf(1).url)).toBe(false);
});
