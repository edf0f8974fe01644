import { expect, test } from 'vitest';
import { HostPlaces } from '$lib/loading/host-places';
import { createTabLocks } from '$lib/loading/tab-locks';
import { deferred, settle } from '../services/counting-fetch';
import { wish } from './bench';
import { FakeLocks } from './fake-locks';

test.each([1, 2])('with %i places set while five downloads run, two tabs keep to them afterwards', async (count) => {
  const locks = new FakeLocks();
  const tabs = [0, 1].map(() => new HostPlaces(createTabLocks(locks.manager)));
  let running = 0;
  let most = 0;
  const job = (end: Promise<void>) => async () => {
    most = Math.max(most, ++running);
    await end;
    running -= 1;
    return { ok: true as const, value: null };
  };
  // They end in the order they began in, which leaves the places the other way round.
  const ends = Array.from({ length: 5 }, () => deferred<void>());
  const early = ends.map(({ promise }) => tabs[0]!.run('h', wish(), job(promise)));
  await settle();
  expect(most).toBe(5);
  for (const tab of tabs) tab.setPlaces(count);
  for (const { resolve } of ends) {
    resolve();
    await settle();
  }
  await Promise.all(early);
  most = 0;
  await Promise.all(tabs.flatMap((tab) => [1, 2, 3].map(() => tab.run('h', wish(), job(settle())))));
  expect(most).toBe(count);
});
