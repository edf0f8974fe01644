/**
 * Pictures that the page may show but not read, as elements of the page: a canvas that shows one cannot be read either.
 *
 * @param onchange one has come, or will not
 */
export class ShownPictures {
  readonly #pictures = new Map<string, HTMLImageElement | 'coming' | 'failed'>();
  readonly #onchange: () => void;

  constructor(onchange: () => void) {
    this.#onchange = onchange;
  }

  /** Null until it has come; the first time it is asked for it is fetched. */
  at(address: string): HTMLImageElement | null {
    const known = this.#pictures.get(address);
    if (known === undefined) void this.#fetch(address);
    return known instanceof HTMLImageElement ? known : null;
  }

  hasFailed(address: string): boolean {
    return this.#pictures.get(address) === 'failed';
  }

  async #fetch(address: string): Promise<void> {
    this.#pictures.set(address, 'coming');
    const picture = new Image();
    picture.decoding = 'async';
    picture.src = address;
    const came = await picture.decode().then(
      () => true,
      () => false, // no picture, or none to be had: its row says so
    );
    this.#pictures.set(address, came && picture.naturalWidth > 0 ? picture : 'failed');
    this.#onchange();
  }
}
