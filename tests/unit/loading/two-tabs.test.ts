import { describe, expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { createLoading } from '$lib/loading/loading';
import { createTabLocks } from '$lib/loading/tab-locks';
import { directHosts } from '$lib/services/hosts';
import { countingFetch, countingSleep, deferred, file, settle } from '../services/counting-fetch';
import { fakeDecoder, minuteBytes, minuteFile, minuteOf, wish } from './bench';
import { FakeLocks } from './fake-locks';

/** Two tabs of the app: one browser with its locks and its store, two loading rooms. */
function twoTabs() {
  const held = new Map<number, (response: Response) => void>();
  let open = 0;
  let mostOpen = 0;
  const net = countingFetch((url) => {
    const { promise, resolve } = deferred<Response>();
    held.set(minuteOf(url), resolve);
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    return promise;
  });
  const locks = createTabLocks(new FakeLocks().manager);
  const cache = createMemoryCache({ budgetBytes: 1e6 });
  const tab = () =>
    createLoading({
      ...{ hosts: directHosts, decoder: fakeDecoder(), cache, fetch: net.fetch, locks },
      sleep: countingSleep().sleep,
    });
  const release = async (minute: number, response: Response = file(minuteBytes(minute))) => {
    held.get(minute)!(response);
    held.delete(minute);
    open -= 1;
    await settle();
    await settle();
  };
  return { ...net, tabs: [tab(), tab()] as const, release, held, most: () => mostOpen };
}

describe('two tabs', () => {
  test('a file that both want is downloaded once', async () => {
    const { tabs, asked, release } = twoTabs();
    const both = tabs.map((tab) => tab.columns(minuteFile(3), wish()));
    await settle();
    expect(asked).toHaveLength(1);
    await release(3);
    const outcomes = await Promise.all(both);
    expect(outcomes.map((outcome) => outcome.ok && outcome.value.counts[0])).toEqual([3, 3]);
    expect(asked).toHaveLength(1);
  });

  test('where one fails, the other tries for itself', async () => {
    const { tabs, asked, release } = twoTabs();
    const both = tabs.map((tab) => tab.columns(minuteFile(3), wish()));
    await settle();
    await release(3, new Response(null, { status: 404 }));
    await settle();
    expect(asked).toHaveLength(2);
    await release(3);
    expect((await Promise.all(both)).map(({ ok }) => ok).sort()).toEqual([false, true]);
  });

  test('together they keep to five downloads from a host', async () => {
    const { tabs, release, held, most } = twoTabs();
    const all = tabs.flatMap((tab, index) =>
      Array.from({ length: 12 }, (_, minute) => tab.columns(minuteFile(20 * index + minute), wish())),
    );
    await settle();
    while (held.size > 0) await release([...held.keys()][0]!);
    expect((await Promise.all(all)).every(({ ok }) => ok)).toBe(true);
    expect(most()).toBe(5);
  });

  test('one that is dropped while it waits for the other ends at once', async () => {
    const { tabs, release } = twoTabs();
    const first = tabs[0].columns(minuteFile(3), wish());
    await settle();
    const control = new AbortController();
    const second = tabs[1].columns(minuteFile(3), wish(0, control.signal));
    await settle();
    control.abort();
    expect(await second).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    await release(3);
    expect((await first).ok).toBe(true);
  });
});
