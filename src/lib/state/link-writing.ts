/** A gesture has settled when nothing has changed for so long; only then does it become a step of Back. */
const settledMs = 500;

export interface LinkWritingParts {
  /** The link of what is on screen now; null when nothing is. */
  readonly current: () => string | null;
  /** Makes it a new entry of the tab's history. */
  readonly push: (link: string) => void;
  /** Puts it into the entry that the tab is at. */
  readonly replace: (link: string) => void;
}

/** Keeps the address bar in step with what is on screen. */
export class LinkWriting {
  /** What stands in the address bar, as it was written or read. */
  written = '';

  readonly #parts: LinkWritingParts;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: LinkWritingParts) {
    this.#parts = parts;
  }

  /** The link has changed: it is written once it rests. The function that it gives drops that. */
  settle(link: string): () => void {
    this.#drop();
    if (link !== this.written)
      this.#timer = setTimeout(() => {
        this.written = link;
        this.#parts.push(link);
      }, settledMs);
    return () => this.#drop();
  }

  /**
   * Another page or link is gone to within the app: a change that has not settled is put into the entry that is left,
   * and is not pushed any more, which would end the way there.
   *
   * @param how as SvelteKit calls it
   * @param link what is gone to
   */
  leave(how: string, link: string | null): void {
    if (link !== null && link === this.written) return; // this writing itself, or nothing new
    this.#drop();
    // With Back and Forward the tab is at the other entry already: what is left cannot be written any more.
    if (how !== 'popstate') this.flush();
  }

  /** Writes at once what has changed, without a step of Back: there is no time for it to settle. */
  flush(): void {
    this.#drop();
    const link = this.#parts.current();
    if (link === null || link === this.written) return;
    this.written = link;
    this.#parts.replace(link);
  }

  #drop(): void {
    clearTimeout(this.#timer);
  }
}
