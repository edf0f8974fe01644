/**
 * Counts the files that come over the network or have come and are not decoded yet, so that downloads wait when
 * decoding falls behind: otherwise a fast archive would fill the memory with a night's files.
 */
export class Backlog {
  readonly #limit: number;
  #files = 0;
  #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Wait for room and take it; the answer gives it back, however often it is called. */
  async enter(): Promise<() => void> {
    while (this.#files >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#files += 1;
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.#files -= 1;
      this.#waiting.shift()?.();
    };
  }
}
