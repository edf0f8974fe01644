import type { Changed, Lists } from '$lib/loading/lists';
import { usualList, type EventList, type ListContent, type ListedEvent, type SavedEvent } from '$lib/model/event-list';
import type { Failure } from '$lib/model/failure';

/** What was taken away last, and how to have it again. */
export interface Undoable {
  /** `“A quiet arc” was removed.` */
  readonly words: string;
  readonly undo: () => Promise<boolean>;
}

/** What a person has saved, for as long as the tab lives; other tabs' changes are heard of. */
export class SavedLists {
  /** null until they were looked up. */
  lists = $state.raw<readonly EventList[] | null>(null);
  /** Why the last thing that was asked for was not done, for people; null when it was. */
  trouble = $state<string | null>(null);
  removed = $state.raw<Undoable | null>(null);
  /** Of how many events each tag is, the most frequent first. */
  tags = $derived(tagsOf(this.lists ?? []));

  readonly #lists: Lists;
  /** Told whether there is anything saved. */
  readonly #onany: (any: boolean) => void;

  constructor(lists: Lists, onany: (any: boolean) => void = () => undefined) {
    this.#lists = lists;
    this.#onany = onany;
  }

  /** @returns whether they could be looked up */
  look(): Promise<boolean> {
    return this.#take(this.#lists.all(), 'Your lists cannot be read');
  }

  /** Looks again whenever another tab has changed something. @returns ends it */
  watch(): () => void {
    return this.#lists.watch(() => void this.look());
  }

  find(id: string): EventList | undefined {
    return this.lists?.find((list) => list.id === id);
  }

  /** The lists in which the very same link is saved. */
  holding(link: string): readonly EventList[] {
    return (this.lists ?? []).filter(({ entries }) => entries.some((entry) => entry.link === link));
  }

  /** The events that were saved last, each once, the last one first. */
  latest(most: number): readonly SavedEvent[] {
    const all = (this.lists ?? []).flatMap(({ entries }) => entries);
    const last = all.toSorted((a, b) => (b.savedMs ?? 0) - (a.savedMs ?? 0));
    return last.filter(({ link }, at) => last.findIndex((other) => other.link === link) === at).slice(0, most);
  }

  /** @returns whether it is kept now; else `trouble` says why not, here as below */
  add(entries: readonly ListedEvent[], list: Pick<EventList, 'id' | 'title'> = usualList): Promise<boolean> {
    return this.#change(this.#lists.add(entries, list));
  }

  /** @returns the list; null where it could not be kept */
  async keep(content: ListContent): Promise<EventList | null> {
    const list = this.#lists.make(content);
    return (await this.#change(this.#lists.keep(list))) ? list : null;
  }

  rename(list: EventList, words: Pick<EventList, 'title' | 'text'>): Promise<boolean> {
    return this.#change(this.#lists.rename(list, words));
  }

  edit(list: EventList, entry: SavedEvent): Promise<boolean> {
    return this.#change(this.#lists.edit(list, entry));
  }

  move(list: EventList, entry: SavedEvent, by: 1 | -1): Promise<boolean> {
    return this.#change(this.#lists.move(list.id, entry.id, by));
  }

  async remove(list: EventList, entry: SavedEvent, name: string): Promise<boolean> {
    const at = list.entries.findIndex(({ id }) => id === entry.id);
    return this.#takeAway(`“${name}” was removed.`, this.#lists.remove(list.id, entry.id), () =>
      this.#lists.putBack(list, entry, at),
    );
  }

  async drop(list: EventList): Promise<boolean> {
    return this.#takeAway(`The list “${list.title}” was deleted.`, this.#lists.drop(list.id), () =>
      this.#lists.restore(list),
    );
  }

  async undo(): Promise<boolean> {
    return (await this.removed?.undo()) ?? false;
  }

  async #takeAway(words: string, taking: Changed, back: () => Changed): Promise<boolean> {
    if (!(await this.#change(taking))) return false;
    const undoable: Undoable = {
      words,
      undo: async () => {
        const isBack = await this.#change(back());
        if (isBack && this.removed === undoable) this.removed = null;
        return isBack;
      },
    };
    this.removed = undoable;
    return true;
  }

  #change(changing: Changed): Promise<boolean> {
    return this.#take(changing, 'Not saved');
  }

  async #take(changing: Changed, what: string): Promise<boolean> {
    const changed = await changing;
    this.trouble = changed.ok ? null : sentenceOf(what, changed.failure);
    if (changed.ok) {
      this.lists = changed.value;
      this.#onany(changed.value.some(({ entries }) => entries.length > 0));
    }
    return changed.ok;
  }
}

function sentenceOf(what: string, { kind, message }: Failure): string {
  if (kind === 'quota') return `${what}: ${message}. Make room, or save what you have as a file.`;
  return `${what}: ${message}. A private window or a strict setting may be the reason; a file and a link still work.`;
}

/** Of how many events each tag is, the most frequent first. */
export function tagsOf(lists: readonly EventList[]): readonly (readonly [tag: string, events: number])[] {
  const counts = new Map<string, number>();
  for (const { entries } of lists)
    for (const { tags } of entries) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort(([a, some], [b, others]) => others - some || (a < b ? -1 : 1));
}

/** Entries with a tag, and all words of the text somewhere in them. */
export function entriesWith<E extends ListedEvent>(
  entries: readonly E[],
  { text, tag }: { readonly text: string; readonly tag: string | null },
  wordsOf: (entry: E) => string,
): readonly E[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return entries.filter((entry) => {
    if (tag !== null && !entry.tags.includes(tag)) return false;
    // Words of a link are read anew each time: not of thousands without a reason.
    if (words.length === 0) return true;
    const all = [entry.title, entry.note, ...entry.tags, wordsOf(entry)].join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
