import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startArchive, type RunningArchive } from '../../archive/server';
import { rawRequest } from './raw-request';
import { temporaryTree, type TemporaryTree } from './temporary-tree';

const skymap = 'sort_by_project/THEMIS/asi/skymaps/gill/gill_20210308/themis_skymap_gill_20210308-+_v02.sav';
const minute = 'sort_by_project/a_full.pgm.gz';
const content = Uint8Array.from({ length: 1000 }, (_, index) => index % 256);

let tree: TemporaryTree;
let second: TemporaryTree;
let archive: RunningArchive;

beforeAll(async () => {
  tree = await temporaryTree({
    [skymap]: content,
    [minute]: gzipSync('P5'),
    'sort_by_project/both.txt': 'first',
    'secret.txt': 'secret',
  });
  second = await temporaryTree({ 'sort_by_project/both.txt': 'second', 'sort_by_project/only.txt': 'only here' });
  await symlink(path.join(tree.root, 'secret.txt'), path.join(tree.root, 'sort_by_project', 'leak.txt'));
  await symlink(tree.root, path.join(tree.root, 'sort_by_project', 'up'));
  await symlink(path.join(tree.root, minute), path.join(tree.root, 'sort_by_project', 'inside.pgm.gz'));
  archive = await startArchive({ roots: [tree.root, second.root] });
});
afterAll(async () => {
  await archive.close();
  await tree.remove();
  await second.remove();
});

const get = (name: string, headers: Record<string, string> = {}, method = 'GET') =>
  rawRequest(archive.url, `/data/${name}`, { headers, method });

describe('a file', () => {
  test('comes whole, with what a cache needs to know', async () => {
    const answer = await get(skymap);
    expect(answer.status).toBe(200);
    expect([...answer.body]).toEqual([...content]);
    expect(answer.headers).toMatchObject({ 'content-length': '1000', 'accept-ranges': 'bytes' });
    expect(answer.headers.etag).toMatch(/^"[0-9a-f]+-[0-9a-f]+"$/);
    expect(Date.parse(answer.headers['last-modified'] ?? '')).not.toBeNaN();
  });

  test.each(['%2B', '%2b'])('is found by a name with + written %s', async (plus) => {
    expect((await get(skymap.replace('+', plus))).body).toHaveLength(1000);
  });

  test('answers HEAD with the same headers and no body', async () => {
    const { status, headers, body } = await get(skymap, {}, 'HEAD');
    expect([status, headers['content-length'], body.length]).toEqual([200, '1000', 0]);
  });

  test('is not sent again to somebody who has it', async () => {
    const { headers } = await get(skymap);
    expect((await get(skymap, { 'if-none-match': headers.etag ?? '' })).status).toBe(304);
    expect((await get(skymap, { 'if-none-match': '"other"' })).status).toBe(200);
    expect((await get(skymap, { 'if-modified-since': headers['last-modified'] ?? '' })).status).toBe(304);
  });

  test.each([
    ['bytes=0-99', 0, 99],
    ['bytes=900-', 900, 999],
    ['bytes=-10', 990, 999],
    ['bytes=990-5000', 990, 999],
    ['bytes=-5000', 0, 999],
  ])('%s gives that stretch', async (range, start, end) => {
    const answer = await get(skymap, { range });
    expect(answer.status).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes ${start}-${end}/1000`);
    expect([...answer.body]).toEqual([...content.subarray(start, end + 1)]);
  });

  test.each(['bytes=1000-', 'bytes=-0'])('%s is out of it', async (range) => {
    const answer = await get(skymap, { range });
    expect([answer.status, answer.headers['content-range']]).toEqual([416, 'bytes */1000']);
  });

  test.each(['bytes=5-2', 'bytes=0-1,5-6', 'lines=1-2', 'bytes=-'])(
    '%s is no single range: all of it comes',
    async (range) => {
      expect((await get(skymap, { range })).status).toBe(200);
    },
  );

  test('a range of another version gives the whole new one', async () => {
    const { headers } = await get(skymap);
    expect((await get(skymap, { range: 'bytes=0-1', 'if-range': headers.etag ?? '' })).status).toBe(206);
    expect((await get(skymap, { range: 'bytes=0-1', 'if-range': '"old"' })).status).toBe(200);
  });

  test('of the first of two folders hides that of the second', async () => {
    expect((await get('sort_by_project/both.txt')).body.toString()).toBe('first');
    expect((await get('sort_by_project/only.txt')).body.toString()).toBe('only here');
    expect((await get('sort_by_project/')).body.toString()).toContain('only.txt');
  });

  test('is labelled as gzip only when that is asked for', async () => {
    const plain = await get(minute);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers['content-type']).toBe('application/x-gzip');
    archive.behaviour.labelGzip = true;
    const labelled = await get(minute);
    archive.reset();
    expect(labelled.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(labelled.body).toString()).toBe('P5');
  });
});

describe('what is not there', () => {
  test('is a redirect to the home page, which is HTML and 200', async () => {
    const answer = await get('sort_by_project/no/such/file.pgm.gz');
    expect([answer.status, answer.headers.location]).toEqual([302, '/data/']);
    const home = await fetch(`${archive.url}/data/sort_by_project/no/such/file.pgm.gz`);
    expect([home.status, home.headers.get('content-type')]).toEqual([200, 'text/html;charset=UTF-8']);
  });

  test('under the real name the home page is the root', async () => {
    const answer = await rawRequest(archive.url, '/sort_by_project/nothing', {
      headers: { host: 'data.phys.ucalgary.ca' },
    });
    expect([answer.status, answer.headers.location]).toEqual([302, '/']);
  });

  test.each([
    ['secret.txt'],
    ['sort_by_project/../secret.txt'],
    ['sort_by_project/%2e%2e/secret.txt'],
    ['sort_by_project/%2E./secret.txt'],
    ['sort_by_project/..%2fsecret.txt'],
    ['sort_by_project/..%5csecret.txt'],
    ['sort_by_project/..\\secret.txt'],
    ['sort_by_project//../../secret.txt'],
    ['sort_by_project/leak.txt'],
    ['sort_by_project/up/secret.txt'],
    ['sort_by_project/secret.txt%00.gz'],
    ['sort_by_project/%zz'],
    ['../../../../../../etc/passwd'],
    ['sort_by_project/..%252fsecret.txt'],
  ])('%s leads nowhere', async (name) => {
    const answer = await get(name);
    expect(answer.status).toBe(302);
    expect(answer.body.toString()).not.toContain('secret');
  });

  test('links that lead out are not listed, one that stays inside is', async () => {
    const page = (await get('sort_by_project/')).body.toString();
    expect(page).not.toMatch(/leak|up\//);
    expect(page).toContain('inside.pgm.gz');
  });
});

test('a folder without sort_by_project is not an archive, and one whose tree is a link is', async () => {
  const linked = path.join(second.root, 'linked');
  await mkdir(linked);
  await expect(startArchive({ roots: [linked] })).rejects.toThrow('is not an archive folder');
  await symlink(path.join(tree.root, 'sort_by_project'), path.join(linked, 'sort_by_project'));
  const through = await startArchive({ roots: [linked] });
  expect((await rawRequest(through.url, `/data/${minute}`)).status).toBe(200);
  await through.close();
});

test('writing is refused', async () => {
  expect((await get(skymap, {}, 'PUT')).status).toBe(405);
});
