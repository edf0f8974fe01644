import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeServer, listen } from '../../../scripts/http/listen';
import { createRelay } from '../../../scripts/relay';
import { openSample } from '../../../scripts/sample/handler';
import { createStaticServer } from '../../../scripts/static-server';
import { jsonOf, rawRequest, type RawRequest } from '../archive/raw-request';
import { temporaryTree, type TemporaryTree } from '../archive/temporary-tree';

let tree: TemporaryTree;
let server: ReturnType<typeof createStaticServer>;
let url: string;

beforeAll(async () => {
  tree = await temporaryTree({
    'build/index.html': '<h1>start</h1>',
    'build/event/index.html': '<h1>event</h1>',
    'build/404.html': '<h1>not here</h1>',
    'build/_app/immutable/entry/app.abc.js': 'export {};',
    'build/_app/version.json': '{}',
    'build/decoder.wasm': '\0asm',
    'build/app.webmanifest': '{}',
    'build/service-worker.js': 'self.addEventListener("fetch", () => {});',
    'build/empty/file.txt': 'text',
    'secret.txt': 'secret',
  });
  await symlink(path.join(tree.root, 'secret.txt'), path.join(tree.root, 'build', 'leak.txt'));
  server = createStaticServer({ folder: path.join(tree.root, 'build') });
  url = `http://127.0.0.1:${await listen(server, 0)}`;
});
afterAll(async () => {
  await closeServer(server);
  await tree.remove();
});

const get = (name: string, options: RawRequest = {}) => rawRequest(url, name, options);

describe('a static host', () => {
  test.each([
    ['/', '<h1>start</h1>'],
    ['/?t=2014-03-10', '<h1>start</h1>'],
    ['/event/', '<h1>event</h1>'],
    ['/index.html', '<h1>start</h1>'],
  ])('%s is the page of its folder', async (name, text) => {
    const answer = await get(name);
    expect([answer.status, answer.body.toString()]).toEqual([200, text]);
  });

  test('a folder without its slash is a redirect that keeps the query', async () => {
    const answer = await get('/event?track=gill&t=1');
    expect([answer.status, answer.headers.location]).toEqual([301, '/event/?track=gill&t=1']);
  });

  test.each(['/nothing', '/nothing/', '/event/index.html/', '/empty/', '/empty', '//event', '/relay/'])(
    '%s is not here: 404 with the app’s own page',
    async (name) => {
      const answer = await get(name);
      expect([answer.status, answer.body.toString()]).toEqual([404, '<h1>not here</h1>']);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    },
  );

  test.each([
    ['/_app/immutable/entry/app.abc.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/decoder.wasm', 'application/wasm', 'no-cache'],
    ['/app.webmanifest', 'application/manifest+json', 'no-cache'],
    ['/service-worker.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/service-worker.js?v=2', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/_app/version.json', 'application/json', 'no-cache'],
    ['/', 'text/html; charset=utf-8', 'no-cache'],
  ])('%s is %s, kept: %s', async (name, type, cache) => {
    const { headers } = await get(name);
    expect([headers['content-type'], headers['cache-control']]).toEqual([type, cache]);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  });

  test('scripts carry the policy that holds in a worker', async () => {
    const { headers } = await get('/_app/immutable/entry/app.abc.js');
    expect(headers['content-security-policy']).toContain("connect-src 'self' https://data.phys.ucalgary.ca ");
  });

  test('ranges and conditions work', async () => {
    const part = await get('/empty/file.txt', { headers: { range: 'bytes=1-2' } });
    expect([part.status, part.body.toString()]).toEqual([206, 'ex']);
    const { headers } = await get('/');
    const again = await get('/', { headers: { 'if-none-match': headers.etag ?? '' } });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    expect((await get('/', { method: 'HEAD' })).headers['content-length']).toBe('14');
  });

  test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/leak.txt', '/event/../../secret.txt', '/%'])(
    '%s leads nowhere',
    async (name) => {
      const answer = await get(name);
      expect(answer.status).toBe(404);
      expect(answer.body.toString()).not.toContain('secret');
    },
  );

  test('writing is refused', async () => {
    expect((await get('/', { method: 'POST' })).status).toBe(405);
  });

  test('a foreign name that was made to point here is sent away', async () => {
    expect((await get('/', { headers: { host: 'evil.example' } })).status).toBe(421);
    expect((await get('/', { headers: { host: 'localhost:4170' } })).status).toBe(200);
  });
});

test('with a relay, that answers first, and only below its path', async () => {
  const folder = path.join(tree.root, 'build');
  const relayed = createStaticServer({ folder, relay: createRelay({ label: 'test' }) });
  const address = `http://127.0.0.1:${await listen(relayed, 0)}`;
  expect(jsonOf(await rawRequest(address, '/relay/'))).toMatchObject({ relay: 'nightside' });
  expect((await rawRequest(address, '/')).body.toString()).toBe('<h1>start</h1>');
  await closeServer(relayed);
});

test('with a sample event, the same; without, what the app itself says of it', async () => {
  const folder = path.join(tree.root, 'build');
  await tree.add({ 'build/sample/index.html': '{"sample":null}' });
  const plain = createStaticServer({ folder });
  const sample = await openSample(null, () => undefined);
  const sampled = createStaticServer({ folder, relay: createRelay({ label: 'test' }), sample });
  const [at, withOne] = [await listen(plain, 0), await listen(sampled, 0)].map((port) => `http://127.0.0.1:${port}`);
  expect(jsonOf(await rawRequest(at!, '/sample/'))).toEqual({ sample: null });
  expect((await rawRequest(at!, '/sample/')).headers['content-security-policy']).toBeUndefined();
  expect((await rawRequest(withOne!, '/sample/')).headers['content-security-policy']).toContain('sandbox');
  expect((await rawRequest(withOne!, '/')).body.toString()).toBe('<h1>start</h1>');
  await Promise.all([closeServer(plain), closeServer(sampled)]);
});

test('what comes before the app is ready waits for it', async () => {
  let ready = () => {};
  const waiting = new Promise<void>((resolve) => (ready = resolve));
  const early = createStaticServer({ folder: path.join(tree.root, 'build'), ready: waiting });
  const address = `http://127.0.0.1:${await listen(early, 0)}`;
  let answered = false;
  const answer = rawRequest(address, '/').finally(() => (answered = true));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(answered).toBe(false);
  ready();
  expect((await answer).status).toBe(200);
  await closeServer(early);
});
