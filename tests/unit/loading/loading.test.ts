import { setMaxListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { deferred, file, page, settle } from '../services/counting-fetch';
import { createBench, fakeDecoder, minuteBytes, minuteFile, minuteOf, wish } from './bench';

/** A network whose answers come when the test says. */
function heldNetwork() {
  const held = new Map<number, (response: Response) => void>();
  const answer = (url: string) => {
    const { promise, resolve } = deferred<Response>();
    held.set(minuteOf(url), resolve);
    return promise;
  };
  const release = async (minute: number) => {
    held.get(minute)!(file(minuteBytes(minute)));
    await settle();
  };
  return { answer, release };
}

describe('once', () => {
  test('asked twice at the same time, downloaded and decoded once', async () => {
    const { loading, asked, decoder } = createBench();
    const [a, b] = await Promise.all([loading.columns(minuteFile(3), wish()), loading.columns(minuteFile(3), wish())]);
    expect(a).toEqual(b);
    expect(a.ok && [...a.value.counts]).toEqual([...minuteBytes(3)]);
    expect(asked).toEqual([minuteFile(3).url]);
    expect(decoder.calls).toHaveLength(1);
  });

  test('asked again later, it comes from memory', async () => {
    const { loading, asked, decoder } = createBench();
    const first = await loading.columns(minuteFile(3), wish());
    expect(await loading.columns(minuteFile(3), wish())).toEqual(first);
    expect([asked.length, decoder.calls.length]).toEqual([1, 1]);
  });

  test('columns and frames of one file share the download, and each has its own buffer to give away', async () => {
    const { loading, asked, decoder } = createBench();
    const [columns, frames] = await Promise.all([
      loading.columns(minuteFile(3), wish()),
      loading.frames(minuteFile(3), wish()),
    ]);
    expect([columns.ok, frames.ok]).toEqual([true, true]);
    expect(frames.ok && frames.value.counts[0]).toBe(3);
    expect(asked).toHaveLength(1);
    expect(decoder.calls.map((call) => call.split(' ')[0]).sort()).toEqual(['frames', 'reduce']);
  });

  test('frames that left the memory are decoded again, not downloaded again', async () => {
    const { loading, asked, decoder } = createBench({ frameBudgetBytes: 250 });
    await loading.frames(minuteFile(1), wish());
    await loading.frames(minuteFile(2), wish());
    await loading.frames(minuteFile(1), wish());
    expect(decoder.calls).toHaveLength(3);
    expect(asked).toHaveLength(2);
  });

  test('what the store holds is not asked of the network', async () => {
    const { loading, asked, cache } = createBench();
    const { url, name, dataset } = minuteFile(5);
    const about = { name, dataset, address: url, etag: null, lastModified: null };
    await cache.files.put(url, new Blob([minuteBytes(5)]), about);
    const outcome = await loading.columns(minuteFile(5), wish());
    expect(outcome.ok && outcome.value.counts[0]).toBe(5);
    expect(asked).toEqual([]);
  });

  test('a store too small to keep anything does not stop the work', async () => {
    const { loading } = createBench({ storeBytes: 10 });
    expect((await loading.columns(minuteFile(5), wish())).ok).toBe(true);
  });
});

describe('dropped', () => {
  test('one of two gives up: the other has its file, downloaded once', async () => {
    const { answer, release } = heldNetwork();
    const { loading, asked, aborted } = createBench({ answer });
    const control = new AbortController();
    const first = loading.columns(minuteFile(1), wish(0, control.signal));
    const second = loading.frames(minuteFile(1), wish());
    await settle();
    control.abort();
    expect(await first).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    await release(1);
    expect((await second).ok).toBe(true);
    expect([asked.length, aborted.length]).toEqual([1, 0]);
  });

  test('both give up: the request is aborted, nothing is decoded, and the next attempt is a real one', async () => {
    const { answer, release } = heldNetwork();
    const { loading, asked, aborted, decoder } = createBench({ answer });
    const controls = [new AbortController(), new AbortController()] as const;
    const waiting = [
      loading.columns(minuteFile(1), wish(0, controls[0].signal)),
      loading.frames(minuteFile(1), wish(0, controls[1].signal)),
    ];
    await settle();
    controls[0].abort();
    await settle();
    expect(aborted).toEqual([]);
    controls[1].abort();
    for (const outcome of await Promise.all(waiting)) {
      expect(outcome).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    }
    await settle();
    expect(aborted).toEqual([minuteFile(1).url]);
    const again = loading.columns(minuteFile(1), wish());
    await settle();
    await release(1);
    expect((await again).ok).toBe(true);
    expect(asked).toHaveLength(2);
    expect(decoder.calls).toHaveLength(1);
  });

  test('given up while it waits for a place, a file is never asked for', async () => {
    const { answer, release } = heldNetwork();
    const { loading, asked } = createBench({ answer });
    const control = new AbortController();
    const first = Array.from({ length: 5 }, (_, index) => loading.columns(minuteFile(index), wish()));
    const sixth = loading.columns(minuteFile(5), wish(1, control.signal));
    await settle();
    control.abort();
    expect(await sixth).toMatchObject({ failure: { kind: 'cancelled' } });
    for (let index = 0; index < 5; index++) await release(index);
    await Promise.all(first);
    expect(asked.map(minuteOf).sort()).toEqual([0, 1, 2, 3, 4]);
  });

  test('a wish that is over before it is asked costs nothing', async () => {
    const { loading, asked } = createBench();
    expect(await loading.columns(minuteFile(1), wish(0, AbortSignal.abort()))).toMatchObject({
      failure: { kind: 'cancelled' },
    });
    expect(asked).toEqual([]);
  });
});

describe('ranked', () => {
  test('an hour goes five files at a time', async () => {
    const { loading, most, asked } = createBench({
      answer: async (url) => (await settle(), file(minuteBytes(minuteOf(url)))),
    });
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, index) => loading.columns(minuteFile(index), wish(index))),
    );
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(most()).toBe(5);
    expect(asked).toHaveLength(30);
  });

  test('moving the cursor re-orders what waits', async () => {
    const { answer, release } = heldNetwork();
    const { loading, asked } = createBench({ answer });
    let cursor = 0;
    const work = Array.from({ length: 20 }, (_, index) =>
      loading.columns(minuteFile(index), { ...wish(), rank: () => Math.abs(index - cursor) }),
    );
    await settle();
    expect(asked.map(minuteOf)).toEqual([0, 1, 2, 3, 4]);
    cursor = 15;
    await release(0);
    await release(1);
    expect(asked.map(minuteOf).slice(5)).toEqual([15, 14]);
    for (const minute of [2, 3, 4, 15, 14, 16, 13, 17, 12, 18, 11, 19, 10, 9, 8, 7, 6, 5]) await release(minute);
    expect((await Promise.all(work)).every(({ ok }) => ok)).toBe(true);
  });

  test('a shared download goes by the most urgent of its wishes', async () => {
    const { answer, release } = heldNetwork();
    const { loading, asked } = createBench({ answer });
    const control = new AbortController();
    for (let index = 0; index < 5; index++) void loading.columns(minuteFile(index), wish());
    void loading.columns(minuteFile(10), wish(5));
    void loading.columns(minuteFile(11), wish(9));
    void loading.columns(minuteFile(12), wish(9));
    await settle();
    void loading.frames(minuteFile(11), wish(1));
    void loading.frames(minuteFile(12), wish(0, control.signal));
    await settle();
    control.abort(); // with it goes the urgency
    await release(0);
    await release(1);
    await release(2);
    expect(asked.map(minuteOf).slice(5)).toEqual([11, 10, 12]);
  });
});

describe('failures are data, and forgotten', () => {
  test.each([
    ['a 404', () => new Response(null, { status: 404 }), 'missing', 1],
    ['a page', () => page('<h1>Home</h1>'), 'missing', 1],
    ['a refused connection', () => Promise.reject(new TypeError('Failed to fetch')), 'refused', 5], // four attempts, and one look whether anybody is there
    ['a short body', () => file(minuteBytes(1), 101), 'refused', 4],
    ['a 500', () => new Response(null, { status: 500 }), 'server', 4],
  ])('%s', async (_, answer, kind, requests) => {
    let good = false;
    const { loading, asked, decoder } = createBench({ answer: () => (good ? file(minuteBytes(1)) : answer()) });
    const both = await Promise.all([loading.columns(minuteFile(1), wish()), loading.frames(minuteFile(1), wish())]);
    for (const outcome of both) expect(outcome).toMatchObject({ ok: false, failure: { kind } });
    expect(asked).toHaveLength(requests);
    expect(decoder.calls).toEqual([]);
    good = true;
    expect((await loading.columns(minuteFile(1), wish())).ok).toBe(true);
    expect(asked).toHaveLength(requests + 1);
  });

  test('told to wait three seconds, it waits three seconds', async () => {
    let attempt = 0;
    const busy = () => new Response(null, { status: 429, headers: { 'retry-after': '3' } });
    const { loading, waits } = createBench({ answer: () => (attempt++ === 0 ? busy() : file(minuteBytes(1))) });
    expect((await loading.columns(minuteFile(1), wish())).ok).toBe(true);
    // The file waits, and the host's other requests would: by a clock that a wait without duration does not move.
    expect(new Set(waits)).toEqual(new Set([3000]));
  });

  test('one bad minute leaves the others', async () => {
    const { loading } = createBench({
      answer: (url) => (minuteOf(url) === 2 ? page('') : file(minuteBytes(minuteOf(url)))),
    });
    const all = await Promise.all([1, 2, 3].map((minute) => loading.columns(minuteFile(minute), wish())));
    expect(all.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  test('a file in which nothing can be read is not kept', async () => {
    let bad = true;
    const { loading, asked } = createBench({ decoder: fakeDecoder(() => bad) });
    expect(await loading.columns(minuteFile(1), wish())).toMatchObject({
      failure: { kind: 'corrupt', format: 'gzip' },
    });
    bad = false;
    expect((await loading.columns(minuteFile(1), wish())).ok).toBe(true);
    expect(asked).toHaveLength(2);
  });
});

describe('memory', () => {
  test('downloads wait while many files are not decoded yet', async () => {
    const decoder = fakeDecoder();
    const { promise: decoded, resolve: goOn } = deferred<void>();
    const plain = fakeDecoder();
    let buffers = 0;
    let mostBuffers = 0;
    decoder.reduce = async (...given) => {
      mostBuffers = Math.max(mostBuffers, ++buffers);
      await decoded;
      buffers -= 1;
      return plain.reduce(...given);
    };
    const { loading, asked } = createBench({ decoder });
    const work = Array.from({ length: 60 }, (_, index) => loading.columns(minuteFile(index), wish(index)));
    for (let turn = 0; turn < 10; turn++) await settle();
    expect(asked).toHaveLength(8);
    expect(mostBuffers).toBe(5);
    goOn();
    expect((await Promise.all(work)).every(({ ok }) => ok)).toBe(true);
    expect(asked).toHaveLength(60);
  });

  test('work dropped while it waits to be decoded gives its room back', async () => {
    const decoder = fakeDecoder();
    const { promise: decoded, resolve: goOn } = deferred<void>();
    const plain = fakeDecoder();
    decoder.reduce = async (...given) => {
      await decoded;
      return plain.reduce(...given);
    };
    const { loading, asked } = createBench({ decoder });
    const control = new AbortController();
    setMaxListeners(100, control.signal); // Node warns of more than ten
    const dropped = Array.from({ length: 30 }, (_, index) =>
      loading.columns(minuteFile(index), wish(0, control.signal)),
    );
    for (let turn = 0; turn < 5; turn++) await settle();
    control.abort();
    await Promise.all(dropped);
    const before = asked.length;
    const work = Array.from({ length: 3 }, (_, index) => loading.columns(minuteFile(40 + index), wish()));
    for (let turn = 0; turn < 5; turn++) await settle();
    expect(asked.length - before).toBe(3); // the five at the workers keep theirs
    goOn();
    expect((await Promise.all(work)).every(({ ok }) => ok)).toBe(true);
  });

  test('progress is told to all who ask, also to those who come late', async () => {
    const { promise: rest, resolve: sendRest } = deferred<void>();
    const body = () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        async start(controller) {
          controller.enqueue(minuteBytes(1).slice(0, 40));
          await rest;
          controller.enqueue(minuteBytes(1).slice(40));
          controller.close();
        },
      });
    const { loading } = createBench({ answer: () => new Response(body()) });
    const told: [number[], number[]] = [[], []];
    const first = loading.columns(minuteFile(1), wish(), (received) => told[0].push(received));
    await settle();
    const second = loading.columns(minuteFile(1), wish(), (received) => told[1].push(received));
    sendRest();
    await Promise.all([first, second]);
    expect(told).toEqual([
      [0, 40, 100],
      [40, 100],
    ]);
  });
});
