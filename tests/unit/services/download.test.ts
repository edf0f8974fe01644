import { describe, expect, test } from 'vitest';
import { download } from '$lib/services/download';
import { countingFetch, countingSleep, file, never, page } from './counting-fetch';

const url = 'https://data.phys.ucalgary.ca/sort_by_project/a.pgm.gz';
const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);

function get(answer: (attempt: number) => Response | Promise<Response>, options: object = {}) {
  let attempt = 0;
  const net = countingFetch(() => answer(++attempt));
  const { sleep, waits } = countingSleep();
  const random = () => 0;
  return { net, waits, outcome: download(url, { fetch: net.fetch, signal: never(), sleep, random, ...options }) };
}

/** A body in pieces; stays open at the end unless it is to close. */
function pieces(
  parts: readonly Uint8Array<ArrayBuffer>[],
  end: 'close' | 'hang' | 'break',
  onCancel = () => undefined as void,
) {
  let next = 0;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const part = parts[next++];
      if (part) controller.enqueue(part);
      else if (end === 'close') controller.close();
      else if (end === 'break') controller.error(new TypeError('network error'));
      else return new Promise(() => undefined);
    },
    cancel: onCancel,
  });
}

describe('download', () => {
  test('gives the bytes as they came, and tells how many', async () => {
    const told: [number, number | null][] = [];
    const body = () => pieces([bytes.slice(0, 400), bytes.slice(400)], 'close');
    const headers = { 'content-length': '1000' };
    const { outcome, net } = get(() => new Response(body(), { headers }), {
      onBytes: (received: number, total: number | null) => told.push([received, total]),
    });
    const got = await outcome;
    expect(got.ok && new Uint8Array(await got.value.blob.arrayBuffer())).toEqual(bytes);
    expect(told).toEqual([
      [0, 1000],
      [400, 1000],
      [1000, 1000],
    ]);
    expect(net.asked).toEqual([url]);
  });

  test('gives what the host says about the version of the file, where it says it', async () => {
    const headers = { etag: '"5f-1a"', 'last-modified': 'Mon, 10 Mar 2014 06:05:00 GMT' };
    const told = await get(() => new Response(bytes, { headers })).outcome;
    expect(told).toMatchObject({ ok: true, value: { etag: headers.etag, lastModified: headers['last-modified'] } });
    expect(await get(() => file(bytes)).outcome).toMatchObject({ ok: true, value: { etag: null, lastModified: null } });
  });

  test('a body of many pieces is put together in order', async () => {
    const large = Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * 7) % 253);
    const parts = Array.from({ length: 30 }, (_, index) => large.slice(index * 100_000, (index + 1) * 100_000));
    const got = await get(() => new Response(pieces(parts, 'close'))).outcome;
    expect(got.ok && Buffer.compare(Buffer.from(await got.value.blob.arrayBuffer()), Buffer.from(large))).toBe(0);
  });

  test('the browser is not to keep a copy of its own', async () => {
    const asked: (RequestCache | undefined)[] = [];
    const net = countingFetch((_url, _signal, { cache }) => {
      asked.push(cache);
      return file(bytes);
    });
    await download(url, { fetch: net.fetch, signal: never() });
    expect(asked).toEqual(['no-store']);
  });

  test('a small body that the browser unpacked is not short', async () => {
    const headers = { 'content-length': '300', 'content-encoding': 'gzip' };
    const got = await get(() => new Response(pieces([bytes.slice(0, 200)], 'close'), { headers })).outcome;
    expect(got.ok && got.value.blob.size).toBe(200);
  });

  test('a page in place of the file: the archive does not have it', async () => {
    const { outcome, net } = get(() => page('<h1>Welcome</h1>'));
    expect(await outcome).toMatchObject({ ok: false, failure: { kind: 'missing' } });
    expect(net.asked).toHaveLength(1);
  });

  test('a 404 is not asked again', async () => {
    const { outcome, net } = get(() => new Response(null, { status: 404 }));
    expect(await outcome).toMatchObject({ ok: false, failure: { kind: 'missing' } });
    expect(net.asked).toHaveLength(1);
  });

  test('a short body is fetched again', async () => {
    const { outcome, net, waits } = get((attempt) => (attempt === 1 ? file(bytes.slice(0, 600), 1000) : file(bytes)));
    const got = await outcome;
    expect(got.ok && got.value.blob.size).toBe(1000);
    expect(net.asked).toHaveLength(2);
    expect(waits).toEqual([500]);
  });

  test('a body that stays short is a failure that says so, after four attempts', async () => {
    const { outcome, net } = get(() => file(bytes.slice(0, 600), 1000));
    expect(await outcome).toMatchObject({
      ok: false,
      failure: { kind: 'refused', reason: 'broken', message: 'the connection ended after 600 of 1000 bytes' },
    });
    expect(net.asked).toHaveLength(4);
  });

  test('a longer body than declared was unpacked on the way', async () => {
    const got = await get(() => file(bytes, 300)).outcome;
    expect(got.ok && got.value.blob.size).toBe(1000);
  });

  test('a connection that breaks in the middle is tried as often as is asked for', async () => {
    const { outcome, net } = get(() => new Response(pieces([bytes], 'break')), { attempts: 2 });
    expect(await outcome).toMatchObject({
      ok: false,
      failure: { kind: 'refused', reason: 'broken', host: 'data.phys.ucalgary.ca' },
    });
    expect(net.asked).toHaveLength(2);
  });

  test('a body that stops coming is given up, and the connection with it', async () => {
    let hungUp = 0;
    const body = () => pieces([bytes], 'hang', () => void hungUp++);
    const { outcome, net } = get(() => new Response(body()), { stallMs: 10 });
    expect(await outcome).toMatchObject({
      ok: false,
      failure: { kind: 'refused', message: 'data.phys.ucalgary.ca sent nothing for 0.01 s' },
    });
    expect(hungUp).toBe(4);
    // Firefox keeps the connection of a body that was merely cancelled.
    expect(net.aborted).toEqual([url, url, url, url]);
  });

  test('an abort in the middle of a body ends it at once', async () => {
    const control = new AbortController();
    let hungUp = 0;
    const body = pieces([bytes], 'hang', () => void hungUp++);
    const onBytes = (received: number) => received > 0 && control.abort();
    const { outcome, net } = get(() => new Response(body), { signal: control.signal, onBytes });
    expect(await outcome).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    expect(hungUp).toBe(1);
    expect(net.asked).toHaveLength(1);
  });

  test.each([
    ['declared', () => file(bytes, 5000)],
    ['found on the way', () => new Response(pieces([bytes, bytes, bytes], 'hang'))],
  ])('more than the limit, %s, is not taken', async (_, answer) => {
    const { outcome, net } = get(answer, { maxBytes: 2500 });
    expect(await outcome).toMatchObject({ ok: false, failure: { kind: 'unsupported' } });
    expect(net.asked).toHaveLength(1);
  });
});
