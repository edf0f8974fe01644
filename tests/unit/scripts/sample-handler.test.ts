import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeServer, listen } from '../../../scripts/http/listen';
import { openSample } from '../../../scripts/sample/handler';
import { jsonOf, rawRequest, type RawRequest } from '../archive/raw-request';
import { temporaryTree, type TemporaryTree } from '../archive/temporary-tree';

const content = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 13) % 256);
const minute =
  'sort_by_project/THEMIS/asi/stream0/2030/02/08/gill_themis96/ut08/20300208_0800_gill_themis96_full.pgm.gz';
const description = {
  sample: 'nightside',
  version: 1,
  paths: { data: 'elsewhere/' },
  range: { start: '2030-02-08T08:00:00Z', end: '2030-02-08T08:20:00Z' },
  title: 'A substorm',
  tracks: [],
};

const open: Server[] = [];
let tree: TemporaryTree;
let said: string[] = [];
beforeEach(async () => {
  said = [];
  tree = await temporaryTree({ [minute]: content, 'sample.json': JSON.stringify(description) });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => closeServer(server)));
  await tree.remove();
});

async function serve(folder: string | null): Promise<string> {
  const handler = await openSample(folder, (line) => said.push(line));
  const server = createServer((request, response) => {
    void handler(request, response).then((answered) => {
      if (!answered) response.writeHead(418).end('somebody else’s');
    });
  });
  open.push(server);
  return `http://127.0.0.1:${await listen(server, 0)}`;
}

const ask = async (target: string, options: RawRequest = {}) => rawRequest(await serve(tree.root), target, options);

describe('the sample event below /sample/', () => {
  test('says what it is, its paths being the server’s own', async () => {
    const answer = await ask('/sample/');
    const paths = { data: 'data/', srs: 'srs/', aurorax: 'aurorax/' };
    expect(jsonOf(answer)).toEqual({ ...description, paths });
    expect([answer.status, answer.headers['cache-control'], said]).toEqual([200, 'no-store', []]);
  });

  test('its files come byte for byte', async () => {
    const answer = await ask(`/sample/data/${minute}`);
    expect(answer.body.equals(content)).toBe(true);
    expect(answer.headers['content-length']).toBe(String(content.length));
    const part = await ask(`/sample/data/${minute}`, { headers: { range: 'bytes=10-19' } });
    expect([part.status, part.body.length]).toEqual([206, 10]);
  });

  test('its lists name them by their addresses on the archive', async () => {
    const query = 'name=THEMIS_ASI_RAW&start=2030-02-08T08:00:00&end=2030-02-08T08:19:59&site_uid=gill';
    const answer = await ask(`/sample/srs/api/v1/data_distribution/urls?${query}`);
    expect(jsonOf(answer)).toMatchObject({ urls: [`https://data.phys.ucalgary.ca/${minute}`] });
    const folder = await ask('/sample/data/sort_by_project/THEMIS/asi/stream0/2030/02/08/');
    expect(folder.body.toString()).toContain('gill_themis96/');
    expect((await ask('/sample/data/sort_by_project')).headers.location).toBe('/sample/data/sort_by_project/');
  });

  test('the search service has nothing to search in', async () => {
    expect((await ask('/sample/aurorax/api/v1/conjunctions')).status).toBe(501);
  });

  test('what is elsewhere is somebody else’s', async () => {
    for (const target of ['/', '/sample', '/samples/data/x', '/relay/data/x', '//sample/data/x'])
      expect((await ask(target)).status).toBe(418);
  });
});

describe('its guards', () => {
  test('it may run nothing as a page, and is for the app’s own pages only', async () => {
    for (const target of ['/sample/', '/sample/data/sort_by_project/', `/sample/data/${minute}`, '/sample/none']) {
      const answer = await ask(target);
      expect(answer.headers['content-security-policy']).toContain('sandbox');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      const foreign = await ask(target, { headers: { 'sec-fetch-site': 'cross-site' } });
      expect([foreign.status, jsonOf(foreign)]).toMatchObject([403, { sample: 'nightside', error: 'refused' }]);
    }
  });

  test.each([
    ['/sample/data/../sample.json', 400],
    ['/sample/data/sort_by_project/../../sample.json', 400],
    ['/sample/data/%2e%2e/sample.json', 400],
    ['/sample/data/a%2fb', 400],
    ['/sample/data//a', 400],
    ['/sample//data/a', 400],
    ['/sample/data/https:/example.org/', 400],
    ['/sample/data@example.org/a', 400],
    ['/sample/sample.json', 404],
    ['/sample/truth.json', 404],
    ['/sample/data', 404],
    ['/sample/other/a', 404],
  ])('%s is refused with %i', async (target, status) => {
    const answer = await ask(target);
    expect([answer.status, jsonOf(answer)]).toMatchObject([status, { sample: 'nightside' }]);
  });

  test('only what lies in the archive’s tree is given', async () => {
    await tree.add({ 'truth.json': '{"secret":1}' });
    expect((await ask('/sample/data/truth.json')).body.toString()).not.toContain('secret');
    expect((await ask('/sample/data/sample.json')).body.toString()).not.toContain('substorm');
  });

  test.each([
    ['POST', '/sample/'],
    ['POST', `/sample/data/${minute}`],
    ['POST', '/sample/srs/api/v1/data_distribution/urls'],
    ['POST', '/sample/aurorax/api/v1/conjunctions/search'],
    ['OPTIONS', '/sample/srs/api/v1/data_distribution/urls'],
    ['DELETE', `/sample/data/${minute}`],
  ])('%s %s is refused with 405', async (method, target) => {
    const answer = await ask(target, { method });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  test('HEAD tells the length and nothing more', async () => {
    const answer = await ask(`/sample/data/${minute}`, { method: 'HEAD' });
    expect([answer.status, answer.headers['content-length'], answer.body.length]).toEqual([200, '20000', 0]);
  });
});

describe('without one', () => {
  test('it says so, and has no files', async () => {
    const url = await serve(null);
    expect(jsonOf(await rawRequest(url, '/sample/'))).toEqual({ sample: null });
    expect((await rawRequest(url, `/sample/data/${minute}`)).status).toBe(404);
    expect(said).toEqual([]);
  });

  test.each([
    ['a description that is cut off', { 'sample.json': '{"sample":' }, /JSON/],
    ['a description that says nothing', { 'sample.json': 'null' }, /sample\.json says nothing/],
  ])('%s is named and left out', async (_, files, sentence) => {
    await tree.add(files);
    expect(jsonOf(await rawRequest(await serve(tree.root), '/sample/'))).toEqual({ sample: null });
    expect(said).toEqual([expect.stringMatching(/^The sample event is left out: /)]);
    expect(said[0]).toMatch(sentence);
  });

  test('a folder that is no archive is named and left out', async () => {
    const folder = path.join(tree.root, 'sort_by_project');
    await tree.add({ 'sort_by_project/sample.json': JSON.stringify(description) });
    expect(jsonOf(await rawRequest(await serve(folder), '/sample/'))).toEqual({ sample: null });
    expect(said[0]).toContain('is not an archive folder');
  });
});
