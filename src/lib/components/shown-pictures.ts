/** Unpacked pictures that are out of sight: some fifty nights. */
const usualBudgetBytes = 64 * 2 ** 20;

/**
 * Pictures that the page may show but not read, as elements of the page: a canvas that shows one cannot be read either.
 * Those in sight stay; of the others the ones that were in sight last, as many as the budget holds.
 *
 * @param onchange one has come, or will not
 */
export class ShownPictures {
  /** In order of last sight, the longest ago first: a Map keeps the order of insertion. */
  readonly #pictures = new Map<string, HTMLImageElement>();
  readonly #coming = new Map<string, HTMLImageElement>();
  readonly #failed = new Set<string>();
  readonly #onchange: () => void;
  readonly #budgetBytes: number;

  constructor(onchange: () => void, budgetBytes = usualBudgetBytes) {
    this.#onchange = onchange;
    this.#budgetBytes = budgetBytes;
  }

  /** Null until it has come; the first time it is asked for it is fetched. */
  at(address: string): HTMLImageElement | null {
    const known = this.#pictures.get(address);
    if (!known && !this.#coming.has(address) && !this.#failed.has(address)) void this.#fetch(address);
    return known ?? null;
  }

  hasFailed(address: string): boolean {
    return this.#failed.has(address);
  }

  /** Of how many pictures this page has the pixels. */
  get count(): number {
    return this.#pictures.size;
  }

  /** What is in sight now: what has left is not waited for, and frees its memory once there is more than the budget. */
  keep(inSight: ReadonlySet<string>): void {
    for (const [address, picture] of this.#coming) {
      if (inSight.has(address)) continue;
      this.#coming.delete(address);
      picture.removeAttribute('src');
    }
    for (const address of inSight) {
      const picture = this.#pictures.get(address);
      if (!picture) continue;
      this.#pictures.delete(address);
      this.#pictures.set(address, picture);
    }
    const others = [...this.#pictures].filter(([address]) => !inSight.has(address));
    let bytes = others.reduce((sum, [, picture]) => sum + bytesOf(picture), 0);
    for (const [address, picture] of others) {
      if (bytes <= this.#budgetBytes) return;
      this.#pictures.delete(address);
      bytes -= bytesOf(picture);
    }
  }

  async #fetch(address: string): Promise<void> {
    const picture = new Image();
    this.#coming.set(address, picture);
    picture.decoding = 'async';
    picture.src = address;
    const came = await picture.decode().then(
      () => true,
      () => false, // no picture, or none to be had: its row says so
    );
    // It has left the sight, and perhaps been asked for anew.
    if (this.#coming.get(address) !== picture) return;
    this.#coming.delete(address);
    if (came && picture.naturalWidth > 0) this.#pictures.set(address, picture);
    else this.#failed.add(address);
    this.#onchange();
  }
}

function bytesOf({ naturalWidth, naturalHeight }: HTMLImageElement): number {
  return naturalWidth * naturalHeight * 4;
}
