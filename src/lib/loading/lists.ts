import type { ListStore } from '$lib/cache/list-store';
import {
  listBounds,
  usualList,
  type EventList,
  type ListContent,
  type ListedEvent,
  type SavedEvent,
} from '$lib/model/event-list';
import type { Failure, Outcome } from '$lib/model/failure';

/** All lists after a change, the usual one first, then as they were made. */
export type Changed = Promise<Outcome<readonly EventList[]>>;

/**
 * The lists that this browser keeps. Every change begins with what is kept at that moment, so that tabs do not undo each
 * other's; what another tab has removed meanwhile comes back where a person goes on with it here. Never rejects.
 */
export interface Lists {
  all(): Changed;
  /** At the end of a list, each with a new id. A list that is not there is made; without one it is the usual list. */
  add(entries: readonly ListedEvent[], list?: Pick<EventList, 'id' | 'title'>): Changed;
  /** A whole list, in place of the one with its id. */
  keep(list: EventList): Changed;
  rename(list: EventList, words: Pick<EventList, 'title' | 'text'>): Changed;
  drop(id: string): Changed;
  /** A list that was dropped; what was saved under its id since stays behind what it had. */
  restore(list: EventList): Changed;
  /** What is written about an event. */
  edit(list: EventList, entry: SavedEvent): Changed;
  remove(id: string, entryId: string): Changed;
  /** An entry that was removed, where it stood. */
  putBack(list: EventList, entry: SavedEvent, at: number): Changed;
  /** Up or down by one place. */
  move(id: string, entryId: string, by: 1 | -1): Changed;
  /** A list that is not kept yet. */
  make(content: ListContent): EventList;
  watch(listener: () => void): () => void;
}

interface Parts {
  readonly store: ListStore;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly newId?: () => string;
}

export function createLists({ store, now = Date.now, newId = anyId }: Parts): Lists {
  const saved = (entry: ListedEvent): SavedEvent => ({ ...entry, savedMs: entry.savedMs ?? now(), id: newId() });

  /** Changes one list; where it is gone by now, `otherwise` is what the change is made to. */
  const changeOne = async (
    { id, title = usualList.title, text = '', createdMs = now() }: Pick<EventList, 'id'> & Partial<EventList>,
    change: (entries: readonly SavedEvent[]) => readonly SavedEvent[],
    words: Partial<Pick<EventList, 'title' | 'text'>> = {},
  ): Changed =>
    changeAll((lists) => {
      const before = lists.find((list) => list.id === id) ?? { id, title, text, createdMs, entries: [] };
      const after = { ...before, ...words, entries: change(before.entries) };
      return lists.some((list) => list.id === id)
        ? lists.map((list) => (list.id === id ? after : list))
        : [...lists, after];
    });

  const changeAll = async (change: (lists: readonly EventList[]) => readonly EventList[]): Changed => {
    let full: Failure | null = null;
    const changed = await store.change((lists) => {
      const after = change(lists);
      full = tooMuch(after);
      return full ? lists : after;
    });
    if (!changed.ok) return changed;
    return full ? { ok: false, failure: full } : { ok: true, value: inOrder(changed.value) };
  };

  return {
    all: async () => {
      const found = await store.all();
      return found.ok ? { ok: true, value: inOrder(found.value) } : found;
    },
    add: (entries, list = usualList) => {
      const added = entries.map(saved);
      return changeOne(list, (before) => [...before, ...added]);
    },
    keep: (list) => changeAll((lists) => [...lists.filter(({ id }) => id !== list.id), list]),
    rename: (list, words) => changeOne(list, (entries) => entries, words),
    drop: (id) => changeAll((lists) => lists.filter((list) => list.id !== id)),
    restore: (list) => {
      const had = new Set(list.entries.map(({ id }) => id));
      return changeOne(list, (since) => [...list.entries, ...since.filter(({ id }) => !had.has(id))]);
    },
    edit: (list, entry) =>
      changeOne(list, (entries) =>
        entries.some(({ id }) => id === entry.id)
          ? entries.map((each) => (each.id === entry.id ? entry : each))
          : [...entries, entry],
      ),
    remove: (id, entryId) =>
      changeAll((lists) =>
        lists.map((list) =>
          list.id === id ? { ...list, entries: list.entries.filter((entry) => entry.id !== entryId) } : list,
        ),
      ),
    putBack: (list, entry, at) =>
      changeOne(list, (entries) => {
        const others = entries.filter(({ id }) => id !== entry.id);
        return [...others.slice(0, at), entry, ...others.slice(at)];
      }),
    move: (id, entryId, by) =>
      changeAll((lists) =>
        lists.map((list) => (list.id === id ? { ...list, entries: moved(list.entries, entryId, by) } : list)),
      ),
    make: ({ title, text, entries }) => ({ id: newId(), title, text, entries: entries.map(saved), createdMs: now() }),
    watch: (listener) => store.watch(listener),
  };
}

function moved(entries: readonly SavedEvent[], entryId: string, by: 1 | -1): readonly SavedEvent[] {
  const at = entries.findIndex(({ id }) => id === entryId);
  const [one, other] = [entries[at], entries[at + by]];
  return one && other ? entries.with(at, other).with(at + by, one) : entries;
}

function tooMuch(lists: readonly EventList[]): Failure | null {
  const long = lists.find(({ entries }) => entries.length > listBounds.entries);
  if (long) return { kind: 'quota', message: `“${long.title}” would have more than ${listBounds.entries} events` };
  if (lists.length <= listBounds.lists) return null;
  return { kind: 'quota', message: `there would be more than ${listBounds.lists} lists` };
}

function inOrder(lists: readonly EventList[]): readonly EventList[] {
  const rank = ({ id, createdMs }: EventList) => (id === usualList.id ? -Infinity : createdMs);
  return lists.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

/** `crypto.randomUUID` is only there in secure contexts, this is everywhere. */
function anyId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
