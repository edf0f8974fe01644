import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeServer, listen } from '../../../scripts/http/listen';
import { createRelay, type RelayOptions } from '../../../scripts/relay';
import { createArchive } from '../../archive/archive';
import { startArchive, type RunningArchive } from '../../archive/server';
import { jsonOf, rawRequest, type RawRequest } from '../archive/raw-request';
import { temporaryTree, type TemporaryTree } from '../archive/temporary-tree';

const content = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 13) % 256);
const file = '/relay/data/sort_by_project/file-%2B_v02.sav';

const open: Server[] = [];
let tree: TemporaryTree;
let upstream: RunningArchive;

beforeAll(async () => {
  tree = await temporaryTree({ 'sort_by_project/file-+_v02.sav': content });
});
afterAll(() => tree.remove());
beforeEach(async () => {
  upstream = await startArchive({ roots: [tree.root] });
});
afterEach(async () => {
  await upstream.close();
  await Promise.all(open.splice(0).map((server) => closeServer(server)));
});

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handler);
  open.push(server);
  return `http://127.0.0.1:${await listen(server, 0)}`;
}

/** The relay in front of one upstream, whose path prefix the targets cannot carry: a small door does that. */
async function relayTo(target: string): Promise<string> {
  return relayWith({ label: 'test', targets: { data: target, srs: target, aurorax: target } });
}

async function relayWith(options: RelayOptions): Promise<string> {
  const relay = createRelay(options);
  return serve((request, response) => {
    void relay(request, response).then((answered) => {
      if (!answered) response.writeHead(418).end('not the relay');
    });
  });
}

/** The stand-in under a real host's name: what the relay sends is told apart by the name that it is given here. */
async function standIn(host: string): Promise<string> {
  return serve((request, response) => {
    void upstream.answer(
      { host: host === 'srs' ? 'srs' : 'data', target: request.url ?? '/', base: '' },
      request,
      response,
    );
  });
}

const ask = (relay: string, path: string, options: RawRequest = {}) => rawRequest(relay, path, options);

describe('passing on', () => {
  test('a file comes byte for byte, with type, length, tag and date', async () => {
    const relay = await relayTo(await standIn('data'));
    const answer = await ask(relay, file);
    const direct = await rawRequest(upstream.url, file.replace('/relay', ''));
    expect(answer.status).toBe(200);
    expect(answer.body.equals(content)).toBe(true);
    for (const name of ['content-type', 'content-length', 'etag', 'last-modified', 'accept-ranges']) {
      expect(answer.headers[name]).toBe(direct.headers[name]);
      expect(answer.headers[name]).toBeDefined();
    }
  });

  test('ranges, conditions and HEAD are passed on', async () => {
    const relay = await relayTo(await standIn('data'));
    const part = await ask(relay, file, { headers: { range: 'bytes=10-19' } });
    expect([part.status, part.headers['content-range'], part.body.length]).toEqual([206, 'bytes 10-19/200000', 10]);
    const { headers } = await ask(relay, file, { method: 'HEAD' });
    expect(headers['content-length']).toBe('200000');
    expect((await ask(relay, file, { headers: { 'if-none-match': headers.etag ?? '' } })).status).toBe(304);
  });

  test('queries and answers of the services are passed on, refusals of theirs too', async () => {
    const relay = await relayTo(await standIn('srs'));
    const path = '/relay/srs/api/v1/data_distribution/datasets';
    expect(jsonOf(await ask(relay, `${path}?name=REGO_RAW&level=L0`))).toMatchObject([{ name: 'REGO_RAW' }]);
    expect((await ask(relay, `${path}?level=L9`)).status).toBe(422);
  });

  test('retry-after is passed on', async () => {
    const relay = await relayTo(await standIn('data'));
    upstream.faults.set({ kind: 'rate-limited', pattern: 'file', retryAfterSec: 9 });
    const answer = await ask(relay, file);
    expect([answer.status, answer.headers['retry-after']]).toEqual([429, '9']);
  });

  test('a body goes up, an accepted search comes down with its place', async () => {
    const seen: { method?: string; type?: string; body: string }[] = [];
    const relay = await relayTo(
      await serve((request, response) => {
        let body = '';
        request.on('data', (part: Buffer) => (body += part.toString()));
        request.on('end', () => {
          seen.push({ method: request.method, type: request.headers['content-type'], body });
          response.writeHead(202, { location: 'https://api.aurorax.space/api/v1/conjunctions/requests/1' }).end();
        });
      }),
    );
    const answer = await ask(relay, '/relay/aurorax/api/v1/conjunctions/search', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"start":1}',
    });
    expect([answer.status, answer.headers.location]).toEqual([
      202,
      'https://api.aurorax.space/api/v1/conjunctions/requests/1',
    ]);
    expect(seen).toEqual([{ method: 'POST', type: 'application/json', body: '{"start":1}' }]);
  });

  test('a search that is given up is given up there', async () => {
    const seen: (string | undefined)[] = [];
    const relay = await relayTo(
      await serve((request, response) => {
        seen.push(request.method, request.url);
        response.end();
      }),
    );
    const path = '/api/v1/data_products/requests/1';
    expect((await ask(relay, `/relay/aurorax${path}`, { method: 'DELETE' })).status).toBe(200);
    expect(seen).toEqual(['DELETE', path]);
  });

  test('cookies, credentials and origins stay here, in both directions', async () => {
    let seen: IncomingMessage['headers'] = {};
    const relay = await relayTo(
      await serve((request, response) => {
        seen = request.headers;
        response.writeHead(200, { 'set-cookie': 'a=b', 'x-powered-by': 'x', 'content-type': 'text/plain' }).end('ok');
      }),
    );
    const private_ = { cookie: 'a=b', authorization: 'Bearer x', 'x-aurorax-api-key': 'k', referer: 'r', origin: 'o' };
    const answer = await ask(relay, '/relay/data/file', { headers: { ...private_, accept: 'text/plain' } });
    expect(Object.keys(seen).sort()).toEqual(['accept', 'connection', 'host', 'user-agent']);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });
});

describe('redirects', () => {
  test('on the same host are followed: a missing file gives the home page', async () => {
    const relay = await relayTo(await standIn('data'));
    const answer = await ask(relay, '/relay/data/sort_by_project/nothing');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html;charset=UTF-8']);
    expect(upstream.log.requests.map(({ path, status }) => [path, status])).toEqual([
      ['/sort_by_project/nothing', 302],
      ['/', 200],
    ]);
  });

  test.each(['https://example.org/', '//example.org/x', 'http://127.0.0.1:1/'])('to %s are not', async (location) => {
    let asked = 0;
    const relay = await relayTo(
      await serve((_, response) => void response.writeHead(asked++ === 0 ? 302 : 200, { location }).end()),
    );
    const answer = await ask(relay, '/relay/data/x');
    expect([answer.status, asked]).toEqual([502, 1]);
    expect(jsonOf(answer)).toMatchObject({ relay: 'nightside', error: 'redirected' });
    expect(answer.headers.location).toBeUndefined();
  });

  test('a path that looks like a host stays a path', async () => {
    const strangers: string[] = [];
    const elsewhere = await serve((request, response) => {
      strangers.push(request.url ?? '');
      response.end('secret');
    });
    const paths: string[] = [];
    const host = await serve((request, response) => {
      paths.push(request.url ?? '');
      const location = `//localhost:${new URL(elsewhere).port}/secret`;
      const own = `http://${request.headers.host ?? ''}`;
      if (paths.length === 1) response.writeHead(302, { location: `${own}${location}` }).end();
      else response.end('own');
    });
    const answer = await ask(await relayTo(host), '/relay/data/x');
    expect(strangers).toEqual([]);
    expect(answer.body.toString()).not.toContain('secret');
  });

  test('without an end are given up', async () => {
    let hops = 0;
    const relay = await relayTo(
      await serve((_, response) => void response.writeHead(302, { location: `/again${hops++}` }).end()),
    );
    expect((await ask(relay, '/relay/data/x')).status).toBe(502);
    expect(hops).toBeLessThan(10);
  });
});

test('what comes through may run nothing as a page, and other sites’ pages are refused', async () => {
  const relay = await relayTo(await standIn('data'));
  const answer = await ask(relay, '/relay/data/sort_by_project/');
  expect(answer.headers['content-security-policy']).toContain('sandbox');
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  const foreign = await ask(relay, '/relay/data/sort_by_project/', { headers: { 'sec-fetch-site': 'cross-site' } });
  expect(foreign.status).toBe(403);
});

describe('what goes wrong', () => {
  test('a host that cannot be reached is a sentence', async () => {
    const relay = await relayTo('http://127.0.0.1:1');
    const answer = await ask(relay, '/relay/data/x');
    expect(answer.status).toBe(502);
    expect(jsonOf(answer)).toEqual({
      relay: 'nightside',
      error: 'unreachable',
      message: '127.0.0.1:1 cannot be reached (ECONNREFUSED).',
    });
  });

  test('a host that hangs up is one too', async () => {
    upstream.faults.set({ kind: 'refuse', pattern: 'file' });
    const answer = await ask(await relayTo(await standIn('data')), file);
    expect(jsonOf(answer)).toMatchObject({ error: 'unreachable' });
  });

  test('an answer that breaks off breaks off here as well, so that nobody takes it for the whole', async () => {
    upstream.faults.set({ kind: 'truncate', pattern: 'file', afterBytes: 70_000 });
    const answer = await ask(await relayTo(await standIn('data')), file);
    expect([answer.cut, answer.headers['content-length']]).toEqual([true, '200000']);
    expect(answer.body.length).toBeLessThanOrEqual(70_000);
  });

  test('bytes are streamed, and when the page leaves so does the request', async () => {
    upstream.faults.set({ kind: 'stall', pattern: 'file', afterBytes: 1000 });
    const relay = await relayTo(await standIn('data'));
    const leave = new AbortController();
    const answer = await fetch(relay + file, { signal: leave.signal });
    expect((await answer.body?.getReader().read())?.value).toHaveLength(1000);
    leave.abort();
    await expect.poll(() => upstream.log.requests[0]?.outcome).toBe('aborted');
  });

  test('a page that leaves before the answer takes its request along', async () => {
    upstream.faults.set({ kind: 'delay', pattern: 'file', ms: 60_000 });
    const relay = await relayTo(await standIn('data'));
    const leave = new AbortController();
    const answer = fetch(relay + file, { signal: leave.signal });
    await expect.poll(() => upstream.log.requests.length).toBe(1);
    leave.abort();
    await expect(answer).rejects.toThrow('aborted');
    await expect.poll(() => upstream.log.requests[0]?.outcome).toBe('aborted');
  });

  test('a body that is too long is refused, told or not', async () => {
    const relay = await relayTo(await standIn('srs'));
    const answer = await ask(relay, '/relay/srs/x', { method: 'POST', headers: { 'content-length': '2000000' } }).catch(
      () => null,
    );
    expect(answer?.status).toBe(413);
  });
});

describe('the gate', () => {
  test.each([
    ['/relay/data/../etc/passwd', 400],
    ['/relay/data/a/../../b', 400],
    ['/relay/data/./a', 400],
    ['/relay/data/%2e%2e/a', 400],
    ['/relay/data/.%2E/a', 400],
    ['/relay/data/a%2fb', 400],
    ['/relay/data/a%5Cb', 400],
    ['/relay/data/a\\b', 400],
    ['/relay/data/%252e%252e/a', 400],
    ['/relay/data//example.org/a', 400],
    ['/relay//data/a', 400],
    ['/relay/data/a//b', 400],
    ['/relay/data/https://example.org/', 400],
    ['/relay/data/https:/example.org/', 400],
    ['/relay/data/user@example.org/', 400],
    ['/relay/data/@example.org/', 400],
    ['/relay/data@example.org/a', 400],
    ['/relay/data:80@example.org/', 400],
    ['/relay/https://example.org/', 400],
    ['/relay/data/a%00b', 400],
    ['/relay/data/a%zz', 400],
    ['/relay/data/a"b', 400],
    ['/relay/other/a', 404],
    ['/relay/data', 404],
    ['/relay/DATA/a', 404],
  ])('%s is refused with %i', async (path, status) => {
    let asked = 0;
    const relay = await relayTo(await serve((_, response) => void (asked++, response.end())));
    const answer = await ask(relay, path);
    expect([answer.status, asked]).toEqual([status, 0]);
    expect(jsonOf(answer)).toMatchObject({ relay: 'nightside' });
  });

  test.each([
    ['/relay/data/', '/'],
    ['/relay/data/?C=N;O=D', '/?C=N;O=D'],
    ['/relay/data/a/b-%2B+c_v02.sav?x=../..//@', '/a/b-%2B+c_v02.sav?x=../..//@'],
  ])('%s goes up as %s', async (path, expected) => {
    let seen: string | undefined;
    const relay = await relayTo(await serve((request, response) => void ((seen = request.url), response.end())));
    expect((await ask(relay, path)).status).toBe(200);
    expect(seen).toBe(expected);
  });

  test.each([
    ['POST', '/relay/data/x'],
    ['DELETE', '/relay/data/x'],
    ['PUT', '/relay/srs/x'],
    ['PUT', '/relay/aurorax/x'],
    ['DELETE', '/relay/srs/x'],
  ])('%s %s is refused with 405', async (method, path) => {
    const answer = await ask(await relayTo('http://127.0.0.1:1'), path, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toContain('GET');
  });

  test('an absolute address as target is not taken', async () => {
    const answer = await ask(await relayTo('http://127.0.0.1:1'), 'http://example.org/relay/data/x');
    expect(answer.status).toBe(418);
  });

  test('what is not below /relay/ is somebody else’s', async () => {
    const relay = await relayTo('http://127.0.0.1:1');
    for (const path of ['/', '/relays/data/x', '/x/relay/data/', '//relay/data/x']) {
      expect((await ask(relay, path)).status).toBe(418);
    }
  });
});

describe('what it says of itself', () => {
  const paths = { data: 'data/', srs: 'srs/', aurorax: 'aurorax/' };

  test('in front of the live hosts', async () => {
    const answer = await ask(await relayWith({ label: 'the public archive' }), '/relay/');
    expect(jsonOf(answer)).toEqual({
      relay: 'nightside',
      version: 1,
      paths,
      archive: 'live',
      label: 'the public archive',
    });
  });

  test('over a folder, whose files then answer, links and redirects included', async () => {
    const archive = await createArchive({ roots: [tree.root], cors: false });
    const relay = await relayWith({ archive, label: 'mine' });
    expect(jsonOf(await ask(relay, '/relay/'))).toMatchObject({ archive: 'folder', label: 'mine' });
    const answer = await ask(relay, file);
    expect(answer.body.equals(content)).toBe(true);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect((await ask(relay, '/relay/data/sort_by_project')).headers.location).toBe('/relay/data/sort_by_project/');
    expect((await ask(relay, '/relay/data/none')).headers.location).toBe('/relay/data/');
    expect(jsonOf(await ask(relay, '/relay/srs/api/v1/data_distribution/datasets?name=REGO_RAW'))).toHaveLength(1);
  });
});
