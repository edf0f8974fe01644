/** What the stage shows in place of the skies, with the components that show it: loaded when the stage first asks for it. */
export class DeskPart<Parts, Shown extends { close(): void }> {
  shown = $state.raw<{ readonly parts: Parts; readonly view: Shown } | null>(null);
  /** Why it could not be loaded, for people; null while it may still come. */
  failure = $state<string | null>(null);
  readonly #fetch: () => Promise<Parts>;
  readonly #create: (parts: Parts) => Shown;
  #asked = false;
  #closed = false;

  constructor(fetch: () => Promise<Parts>, create: (parts: Parts) => Shown) {
    this.#fetch = fetch;
    this.#create = create;
  }

  /** Does nothing where it is loaded, or on its way; after a failure, another attempt. */
  load(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.failure = null;
    this.#fetch()
      .then((parts) => {
        if (!this.#closed) this.shown = { parts, view: this.#create(parts) };
      })
      .catch((reason: unknown) => {
        this.failure = reason instanceof Error ? reason.message : String(reason);
        this.#asked = false;
      });
  }

  close(): void {
    this.#closed = true;
    this.shown?.view.close();
  }
}
