/** While the app's server does not answer, it is asked again this often. */
const askAgainMs = 30_000;

export interface OnlineParts {
  /** Where the browser's `online` and `offline` events arrive. */
  readonly window: Pick<Window, 'addEventListener' | 'removeEventListener'>;
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
  readonly hasNetwork: () => boolean;
  /** Whether the app's own server answers; never fails. */
  readonly reachServer: () => Promise<boolean>;
  /** Whether this page came out of what the browser keeps, so that nobody knows if the server is there. */
  readonly openedFromKept: () => boolean;
}

/**
 * Whether there is a network. The browser knows for certain only when there is none: it thinks itself online behind a
 * dead router, too. So a page that came from what the browser keeps asks its own server for a sign of life. Without a
 * network the server is asked as well: one on the same computer answers all the same, and has the sample event.
 */
export class Online {
  #hasNetwork = $state(true);
  #serverAnswers = $state(true);
  /** What is missing: the archive, when there is no network and the app's server answers; without the latter, all. */
  readonly missing = $derived<'archive' | 'network' | 'server' | null>(
    this.#hasNetwork ? (this.#serverAnswers ? null : 'server') : this.#serverAnswers ? 'archive' : 'network',
  );
  readonly online = $derived(this.missing === null);

  readonly #parts: OnlineParts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  /** True when the server was to be asked while nobody looked: it is as soon as somebody does. */
  #owed = false;

  constructor(parts: OnlineParts) {
    this.#parts = parts;
  }

  /** Begins to look; the function that it gives ends that. */
  watch(): () => void {
    const { window, page, hasNetwork, openedFromKept } = this.#parts;
    const networkChanged = () => {
      // Downloads go on although nobody looks and the server is not asked: it is believed to be back as well.
      if (page.visibilityState !== 'visible' && !this.#hasNetwork && hasNetwork())
        this.#hasNetwork = this.#serverAnswers = true;
      void this.ask();
    };
    const seenAgain = () => {
      if (this.#owed || !this.#serverAnswers) void this.ask();
    };
    window.addEventListener('online', networkChanged);
    window.addEventListener('offline', networkChanged);
    page.addEventListener('visibilitychange', seenAgain);
    if (openedFromKept() || !hasNetwork()) void this.ask();
    return () => {
      window.removeEventListener('online', networkChanged);
      window.removeEventListener('offline', networkChanged);
      page.removeEventListener('visibilitychange', seenAgain);
      clearTimeout(this.#timer);
      this.#asked += 1;
    };
  }

  /**
   * Ask the app's server now, for instance because requests to it fail. Until it has answered, or has not, nothing
   * changes: no word flashes up to be taken back.
   */
  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    this.#owed = this.#parts.page.visibilityState !== 'visible';
    if (this.#owed) return;
    const ticket = ++this.#asked;
    const answers = await this.#parts.reachServer();
    if (ticket !== this.#asked) return; // asked again meanwhile, or nobody looks any more
    this.#hasNetwork = this.#parts.hasNetwork();
    this.#serverAnswers = answers;
    if (!answers) this.#timer = setTimeout(() => void this.ask(), askAgainMs);
  }
}

/** For people; null when nothing is missing. */
export function offlineSentence(missing: Online['missing']): string | null {
  switch (missing) {
    case 'archive':
      return 'No network: the archive cannot be reached.';
    case 'network':
      return 'Offline: showing what this browser keeps.';
    case 'server':
      return 'Offline: the server of this app does not answer; showing what this browser keeps.';
    case null:
      return null;
  }
}
