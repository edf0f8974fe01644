import { expect, test } from 'vitest';
import { createFileStore } from '$lib/cache/file-store';
import { createBytesSource } from '$lib/loading/file-bytes';
import { HostPlaces } from '$lib/loading/host-places';
import { createTabLocks } from '$lib/loading/tab-locks';
import { download } from '$lib/services/download';
import { directHosts } from '$lib/services/hosts';
import { countingFetch, deferred, file, never, settle } from '../services/counting-fetch';
import { minuteBytes, minuteFile, minuteOf } from './bench';

test('files dropped while they are being kept give their room back', async () => {
  let writing = deferred<void>();
  const store = createFileStore(1e6);
  const slowStore = {
    ...store,
    put: async (...given: Parameters<typeof store.put>) => {
      await writing.promise;
      return store.put(...given);
    },
  };
  const net = countingFetch((url) => file(minuteBytes(minuteOf(url))));
  const locks = createTabLocks();
  const source = createBytesSource({
    ...{ hosts: directHosts, locks, places: new HostPlaces(locks), store: slowStore },
    download: (url, signal) => download(url, { fetch: net.fetch, signal }),
  });
  // More than may be undecoded at a time, five after five, each dropped when its bytes are there but not yet kept.
  for (let round = 0; round < 4; round++) {
    const controls = Array.from({ length: 5 }, () => new AbortController());
    const dropped = controls.map(({ signal }, index) =>
      source.bytes(minuteFile(round * 5 + index), { rank: () => 0, signal }),
    );
    await settle();
    await settle();
    for (const control of controls) control.abort();
    for (const outcome of await Promise.all(dropped)) expect(outcome.ok).toBe(false);
    writing.resolve();
    await settle();
    writing = deferred<void>();
  }
  expect(net.asked).toHaveLength(20);
  writing.resolve();
  const last = await source.bytes(minuteFile(50), { rank: () => 0, signal: never() });
  expect(last.ok && last.value.blob.size).toBe(100);
});
