/** An event in a list, with what a person wrote beside it. */
export interface ListedEvent {
  /** Query of the event page, as the app writes it: the whole event. */
  readonly link: string;
  /** Empty where nobody gave it one. */
  readonly title: string;
  readonly note: string;
  /** Each once, none of them empty or with a comma in it. */
  readonly tags: readonly string[];
  /** Milliseconds since 1970; null where it was not said. */
  readonly savedMs: number | null;
}

/** A list as it stands in a file or a link. A tour is one, too: its entries are read in order. */
export interface ListContent {
  readonly title: string;
  readonly text: string;
  readonly entries: readonly ListedEvent[];
}

/** In a list that this browser keeps. */
export interface SavedEvent extends ListedEvent {
  /** Stays with it while it is edited and moved, also by another tab. */
  readonly id: string;
}

export interface EventList {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly entries: readonly SavedEvent[];
  readonly createdMs: number;
}

/** Where an event is saved when no other list was chosen. */
export const usualList = { id: 'saved', title: 'Saved events' } as const;

/** Bounds of what is read and kept: a list is meant to be looked through by a person. */
export const listBounds = { entries: 2000, lists: 200, title: 200, text: 4000, tags: 20, tag: 40, link: 8000 } as const;
