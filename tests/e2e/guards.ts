import type { BrowserContext, ConsoleMessage } from '@playwright/test';
import { hosts } from '../archive/hosts';

const allowedHosts: readonly string[] = [
  'localhost',
  '127.0.0.1',
  ...Object.values(hosts).map((url) => new URL(url).hostname),
];

/** What browsers say on the console of trouble that a test makes on purpose: Chromium's words, then Firefox's. */
export const wordsFor = {
  /** A host that hangs up. */
  refused: [/ERR_EMPTY_RESPONSE|ERR_CONNECTION|ERR_FAILED|ERR_SSL/, /CORS request did not succeed/],
  /** A host that forbids reading from other pages. */
  crossOrigin: [
    /CORS policy|ERR_FAILED/,
    /The Same Origin Policy disallows reading/,
    /status of (404|501)/, // the look whether anybody is there asks for the hosts' bare roots
  ],
  /** No network, as far as the browser knows. */
  offline: [/ERR_INTERNET_DISCONNECTED/, /CORS request did not succeed/],
  /** A name that the page's own policy does not know. */
  policy: [/Content Security Policy|Fetch API cannot/, /settings blocked the loading of a resource/],
} as const;

/**
 * What no test may see unless it said so before: foreign requests, console errors and warnings, CSP violations.
 *
 * Firefox tells less than Chromium: nothing of answers like 404, no warnings but those of `console.warn`, and no
 * requests of service workers. Whatever leaves for a strange host it tells in any case, by way of the name proxy.
 */
export class Guards {
  readonly #troubles: string[] = [];
  readonly #expected: RegExp[] = [];
  readonly #refused: readonly string[];

  /** @param refused names that the way out was asked for and does not know; it may grow */
  constructor(refused: readonly string[] = []) {
    this.#refused = refused;
  }

  /** Name trouble that is meant to happen; it must then happen no fixed number of times. */
  expect(...patterns: readonly RegExp[]): void {
    this.#expected.push(...patterns);
  }

  /** What happened and was not expected, each as a line. */
  get troubles(): readonly string[] {
    const all = [...this.#troubles, ...this.#refused.map((place) => `foreign connection: ${place}`)];
    return all.filter((trouble) => !this.#expected.some((pattern) => pattern.test(trouble)));
  }

  /** Watch all pages and workers of a context, from before its first page. */
  async watch(context: BrowserContext): Promise<void> {
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (!['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol)) return; // data:, blob:
      if (!allowedHosts.includes(url.hostname)) this.#troubles.push(`foreign request: ${url.href}`);
    });
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#troubles.push(lineOf(message));
    });
    context.on('weberror', (error) => {
      this.#troubles.push(`page error: ${error.error().message}`);
    });
    await context.exposeBinding('nightsideTestViolation', (_source, violation: string) => {
      this.#troubles.push(`policy violation: ${violation}`);
    });
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const binding = window as Window & { nightsideTestViolation?: (violation: string) => void };
        binding.nightsideTestViolation?.(`${event.violatedDirective} ${event.blockedURI}`);
      });
    });
  }
}

function lineOf(message: ConsoleMessage): string {
  return `console ${message.type()}: ${message.text()} (${message.location().url})`;
}
