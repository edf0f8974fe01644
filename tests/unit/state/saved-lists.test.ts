import { expect, test, vi } from 'vitest';
import type { ListStore } from '$lib/cache/list-store';
import { createLists } from '$lib/loading/lists';
import type { EventList, ListedEvent } from '$lib/model/event-list';
import type { Failure } from '$lib/model/failure';
import { entriesWith, SavedLists } from '$lib/state/saved-lists.svelte';

/** What several tabs share. */
function shared() {
  let kept: readonly EventList[] = [];
  let failure: Failure | null = null;
  const store: ListStore = {
    all: () => Promise.resolve(failure ? { ok: false, failure } : { ok: true, value: kept }),
    change: (work) => Promise.resolve(failure ? { ok: false, failure } : { ok: true, value: (kept = work(kept)) }),
    watch: () => () => undefined,
  };
  let ids = 0;
  return {
    tab: (onany?: (any: boolean) => void) =>
      new SavedLists(createLists({ store, now: () => 1000 + ids, newId: () => `id${(ids += 1)}` }), onany),
    fail: (reason: Failure | null) => (failure = reason),
    titles: () => kept.map(({ title, entries }) => [title, ...entries.map((entry) => entry.title)]),
  };
}

const event = (title: string, change: Partial<ListedEvent> = {}): ListedEvent => ({
  ...{ link: `v=1&of=${title}`, title, note: '', tags: [], savedMs: null },
  ...change,
});

test('an event is saved in the usual list, which is made for the first one; it is found by its link', async () => {
  const onany = vi.fn();
  const saved = shared().tab(onany);
  await saved.look();
  expect([saved.lists, onany.mock.lastCall]).toEqual([[], [false]]);
  expect(await saved.add([event('a')])).toBe(true);
  await saved.add([event('b')], { id: 'x', title: 'Others' });
  expect(saved.lists!.map(({ id, title }) => [id, title])).toEqual([
    ['saved', 'Saved events'],
    ['x', 'Others'],
  ]);
  expect(saved.holding('v=1&of=b').map(({ id }) => id)).toEqual(['x']);
  expect(saved.holding('v=1&of=c')).toEqual([]);
  expect(onany).toHaveBeenLastCalledWith(true);
});

test('removed and moved, edited and put back', async () => {
  const { tab, titles } = shared();
  const saved = tab();
  await saved.add(['a', 'b', 'c'].map((title) => event(title)));
  const list = () => saved.lists![0]!;
  await saved.move(list(), list().entries[2]!, -1);
  await saved.move(list(), list().entries[0]!, -1);
  expect(titles()).toEqual([['Saved events', 'a', 'c', 'b']]);
  await saved.edit(list(), { ...list().entries[1]!, title: 'C', tags: ['x'] });
  expect(saved.tags).toEqual([['x', 1]]);
  await saved.remove(list(), list().entries[1]!, 'C');
  expect([titles(), saved.removed!.words]).toEqual([[['Saved events', 'a', 'b']], '“C” was removed.']);
  await saved.undo();
  expect([titles(), saved.removed]).toEqual([[['Saved events', 'a', 'C', 'b']], null]);
  await saved.drop(list());
  expect(saved.lists).toEqual([]);
  await saved.undo();
  expect(titles()).toEqual([['Saved events', 'a', 'C', 'b']]);
});

test('what another tab removed comes back where a person goes on writing about it here; its other changes stay', async () => {
  const { tab, titles } = shared();
  const [one, other] = [tab(), tab()];
  await one.add([event('a'), event('b')]);
  await other.look();
  const [list, entry] = [one.lists![0]!, one.lists![0]!.entries[0]!];
  await other.remove(other.lists![0]!, other.lists![0]!.entries[0]!, 'a');
  await other.add([event('c')]);
  await one.edit(list, { ...entry, note: 'long thoughts' });
  expect(titles()).toEqual([['Saved events', 'b', 'c', 'a']]);
  await other.drop(one.lists![0]!);
  await one.edit(list, { ...entry, note: 'even longer ones' });
  expect(titles()).toEqual([['Saved events', 'a']]);
});

test('a list that was deleted comes back with what was saved in it since', async () => {
  const { tab, titles } = shared();
  const [saved, other] = [tab(), tab()];
  await saved.add([event('a'), event('b')]);
  await saved.drop(saved.lists![0]!);
  await other.add([event('c')]);
  await saved.undo();
  expect(titles()).toEqual([['Saved events', 'a', 'b', 'c']]);
});

test('the last ones come first, each link once', async () => {
  const saved = shared().tab();
  const times = [3, 1, 2, 4];
  await saved.add(times.map((savedMs) => event(`${savedMs}`, { savedMs, ...(savedMs === 1 && { link: 'v=1&of=4' }) })));
  expect(saved.latest(2).map(({ title }) => title)).toEqual(['4', '3']);
  expect(saved.latest(9).map(({ title }) => title)).toEqual(['4', '3', '2']);
});

test('no room, no storage and too much are said, and nothing is taken to be saved', async () => {
  const { tab, fail, titles } = shared();
  const saved = tab();
  await saved.add([event('a')]);
  fail({ kind: 'quota', message: 'the browser gives this site no more room' });
  expect(await saved.add([event('b')])).toBe(false);
  expect(saved.trouble).toMatch(/^Not saved: the browser gives this site no more room\./);
  expect(saved.lists![0]!.entries).toHaveLength(1);
  fail({ kind: 'unsupported', format: 'browser storage', message: 'SecurityError' });
  expect(await saved.look()).toBe(false);
  expect(saved.trouble).toMatch(/^Your lists cannot be read: SecurityError\. A private window/);
  fail(null);
  expect(await saved.add(Array.from({ length: 2000 }, (_, at) => event(`${at}`)))).toBe(false);
  expect(saved.trouble).toMatch(/“Saved events” would have more than 2000 events/);
  expect(titles()).toEqual([['Saved events', 'a']]);
  await saved.look();
  expect(saved.trouble).toBeNull();
});

test('a shared list is kept as another one, with new ids', async () => {
  const saved = shared().tab();
  const content = { title: 'Arcs', text: 'x', entries: [event('a')] };
  const [one, other] = [await saved.keep(content), await saved.keep(content)];
  expect(one!.id).not.toBe(other!.id);
  expect(saved.lists!.map(({ title }) => title)).toEqual(['Arcs', 'Arcs']);
  await saved.rename(one!, { title: 'Mine', text: '' });
  expect(saved.find(one!.id)).toMatchObject({ title: 'Mine', text: '', entries: [{ title: 'a' }] });
});

test('found by tag and by words, wherever they stand', () => {
  const entries = [
    event('Quiet arc', { tags: ['arc'] }),
    event('Break-up', { note: 'an arc before', tags: ['onset'] }),
  ];
  const titles = (text: string, tag: string | null) =>
    entriesWith(entries, { text, tag }, () => 'GILL').map(({ title }) => title);
  expect(titles('ARC', null)).toEqual(['Quiet arc', 'Break-up']);
  expect(titles('arc before gill', null)).toEqual(['Break-up']);
  expect(titles('', 'arc')).toEqual(['Quiet arc']);
  expect(titles('before', 'arc')).toEqual([]);
  // Nothing is looked for: no link is read for it.
  const unread = () => expect.unreachable('a link was read');
  expect(entriesWith(entries, { text: ' ', tag: null }, unread)).toEqual(entries);
});
