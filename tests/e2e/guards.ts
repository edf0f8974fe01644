import type { BrowserContext, ConsoleMessage } from '@playwright/test';
import { hosts } from '../archive/hosts';

const allowedHosts: readonly string[] = [
  'localhost',
  '127.0.0.1',
  ...Object.values(hosts).map((url) => new URL(url).hostname),
];

/** What no test may see unless it said so before: foreign requests, console errors and warnings, CSP violations. */
export class Guards {
  readonly #troubles: string[] = [];
  readonly #expected: RegExp[] = [];

  /** Name trouble that is meant to happen; it must then happen no fixed number of times. */
  expect(...patterns: readonly RegExp[]): void {
    this.#expected.push(...patterns);
  }

  /** What happened and was not expected, each as a line. */
  get troubles(): readonly string[] {
    return this.#troubles.filter((trouble) => !this.#expected.some((pattern) => pattern.test(trouble)));
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
