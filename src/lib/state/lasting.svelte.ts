import type { Lasting } from '$lib/model/kept';

/** Whether the browser has promised to keep what is kept. It is asked when a person first pins something. */
export class LastingPromise {
  /** null until the browser was heard. */
  answer = $state<Lasting | null>(null);
  /** Whether it was asked in this visit, and not only looked at. */
  asked = $state(false);

  readonly #look: () => Promise<Lasting>;
  readonly #ask: () => Promise<Lasting>;

  constructor(look: () => Promise<Lasting>, ask: () => Promise<Lasting>) {
    this.#look = look;
    this.#ask = ask;
  }

  async look(): Promise<void> {
    if (!this.asked) this.answer = await this.#look();
  }

  /** When a person wants it asked once more. */
  async askAgain(): Promise<void> {
    this.asked = true;
    this.answer = await this.#ask();
  }

  /** Once in a visit, and not where it was promised before. */
  async atFirstPin(): Promise<void> {
    await this.look();
    if (this.asked || this.answer === 'promised') return;
    this.asked = true;
    this.answer = await this.#ask();
  }
}

/**
 * What it means, for people; null where there is nothing to say.
 *
 * @param asked in this visit
 * @param pinned whether something is pinned, so that it was asked in an earlier one
 */
export function lastingSentence(answer: Lasting | null, asked: boolean, pinned = false): string | null {
  switch (answer) {
    case 'promised':
      return 'The browser has promised not to clear what is kept here by itself.';
    case 'not promised':
      return asked || pinned
        ? 'The browser was asked to keep this for good and did not promise it: when the disk is nearly full it may clear all of it, pinned nights too. Installing the app, or a bookmark, may change its mind.'
        : 'The browser has not promised to keep this when the disk is nearly full; it is asked when a night is first pinned.';
    case 'unknown':
      return asked ? 'This browser does not say whether it keeps this when the disk is nearly full.' : null;
    case null:
      return null;
  }
}
