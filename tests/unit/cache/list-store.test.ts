import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { createListStore } from '$lib/cache/list-store';
import type { EventList } from '$lib/model/event-list';

let names = 0;
const fresh = () => `lists ${(names += 1)}`;
const list = (id: string): EventList => ({ id, title: id, text: '', entries: [], createdMs: 0 });
const entry = (id: string) => ({ id, link: 'v=1', title: id, note: '', tags: [], savedMs: 0 });

test('what is kept is there when it is opened again, and only what was changed is written', async () => {
  const name = fresh();
  const store = createListStore({ name });
  expect(await store.all()).toEqual({ ok: true, value: [] });
  await store.change(() => [list('a'), list('b')]);
  await store.change((lists) => lists.filter(({ id }) => id !== 'a'));
  expect(await createListStore({ name }).all()).toEqual({ ok: true, value: [list('b')] });
});

test('two tabs that save at the same time both keep what they saved', async () => {
  const name = fresh();
  const tabs = [createListStore({ name }), createListStore({ name })];
  await tabs[0]!.change(() => [list('a')]);
  const add = (tab: number, id: string) =>
    tabs[tab]!.change((lists) => lists.map((each) => ({ ...each, entries: [...each.entries, entry(id)] })));
  const ids = Array.from({ length: 20 }, (_, at) => `${at}`);
  await Promise.all(ids.map((id, at) => add(at % 2, id)));
  const kept = await tabs[0]!.all();
  expect(kept.ok && new Set(kept.value[0]!.entries.map(({ id }) => id))).toEqual(new Set(ids));
});

test('another tab is told, the one that changed it is not', async () => {
  const name = fresh();
  const [one, other] = [createListStore({ name }), createListStore({ name })];
  const told = vi.fn();
  const end = other.watch(told);
  await one.change(() => [list('a')]);
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
  end();
});

test('a failed change leaves all as it was, and says why', async () => {
  const name = fresh();
  const store = createListStore({ name });
  await store.change(() => [list('a')]);
  const broken = await store.change((lists) => [...lists, { ...list('b'), text: (() => '') as unknown as string }]);
  expect(broken).toMatchObject({ ok: false, failure: { kind: 'unsupported', format: 'browser storage' } });
  expect(await store.all()).toEqual({ ok: true, value: [list('a')] });
});

test('no room is told as no room; no storage as that', async () => {
  const store = createListStore({ name: fresh() });
  await store.all();
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  expect(await store.change(() => [list('a')])).toMatchObject({ ok: false, failure: { kind: 'quota' } });
  put.mockRestore();
  expect(await store.change(() => [list('a')])).toMatchObject({ ok: true });

  const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('not in a private window', 'SecurityError');
  });
  expect(await createListStore({ name: fresh() }).all()).toMatchObject({ ok: false, failure: { kind: 'unsupported' } });
  open.mockRestore();
});

test('a newer version of the app in another tab is let in', async () => {
  const name = fresh();
  const store = createListStore({ name });
  await store.change(() => [list('a')]);
  const newer = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name, 2);
    request.onsuccess = () => resolve(request.result);
    request.onblocked = () => reject(new Error('blocked'));
  });
  newer.close();
  expect(await store.all()).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining('newer version') as string },
  });
});
