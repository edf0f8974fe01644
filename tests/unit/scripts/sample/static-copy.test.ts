import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseListing } from '$lib/services/folder-page';
import { parseUrlList } from '$lib/services/file-list';
import { directHosts } from '$lib/services/hosts';
import { copyForStaticHost } from '../../../../scripts/sample/static-copy';

let place: string;
beforeEach(async () => (place = await mkdtemp(path.join(tmpdir(), 'nightside-static-'))));
afterEach(() => rm(place, { recursive: true }));

const skymap = 'REGO/skymap/gill/gill_20300101/rego_skymap_gill_20300101-+_v01.sav';

async function write(...files: readonly (readonly [string, string])[]): Promise<void> {
  for (const [name, text] of files) {
    await mkdir(path.dirname(path.join(place, name)), { recursive: true });
    await writeFile(path.join(place, name), text);
  }
}

test('pages, one answer for every question, and the description as a page', async () => {
  await write(
    [`made/sort_by_project/${skymap}`, 'x'.repeat(3000)],
    ['made/sample.json', '{"sample":"nightside"}'],
    ['build/service-worker.js', ''],
    ['build/sample/index.html', '{"sample":null}'],
    ['build/sample/left over', 'of an older one'],
  );
  await copyForStaticHost(path.join(place, 'made'), path.join(place, 'build', 'sample'));
  const read = (name: string) => readFile(path.join(place, 'build', 'sample', name), 'utf8');
  expect(await read('index.html')).toBe('{"sample":"nightside"}');
  expect((await readdir(path.join(place, 'build', 'sample'))).sort()).toEqual(['data', 'index.html', 'srs']);
  expect(await read(`data/sort_by_project/${skymap}`)).toHaveLength(3000);
  const pageOf = async (folder: string) => parseListing(await read(`data/sort_by_project/${folder}index.html`));
  expect(await pageOf('')).toEqual([{ name: 'REGO', isFolder: true, bytes: null }]);
  expect(await pageOf('REGO/skymap/gill/gill_20300101/')).toEqual([
    { name: 'rego_skymap_gill_20300101-+_v01.sav', isFolder: false, bytes: Math.round(2.9 * 1024) },
  ]);
  expect(parseUrlList(await read('srs/api/v1/data_distribution/urls'), directHosts)).toEqual({
    ok: true,
    value: { urls: [`https://data.phys.ucalgary.ca/sort_by_project/${skymap}`], totalBytes: null },
  });
});

test.each([
  ['a folder of another name', 'build/pictures'],
  ['one beside no app', 'holiday/sample'],
  ['one that is not there yet', 'build/deep/sample'],
])('%s is left as it is', async (_what, target) => {
  await write(
    ['made/sample.json', '{}'],
    ['made/sort_by_project/a/b', ''],
    ['build/service-worker.js', ''],
    ['build/sample/index.html', ''],
    ['build/pictures/moon.png', 'moon'],
    ['holiday/sample/sea.png', 'sea'],
  );
  const all = async () => (await readdir(place, { recursive: true })).sort();
  const before = await all();
  await expect(copyForStaticHost(path.join(place, 'made'), path.join(place, target))).rejects.toThrow(
    /is not the sample folder of a built app/,
  );
  expect(await all()).toEqual(before);
});
