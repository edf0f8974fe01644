import type { Failure } from '$lib/model/failure';

/** A new version is looked for when the tab is looked at again, but not more often than this. */
const checkEveryMs = 3_600_000;

export interface UpdateParts {
  /** Undefined where there are no service workers: an old browser, a page that is not secure. */
  readonly container: ServiceWorkerContainer | undefined;
  /** Where the worker's script lies; it looks after everything beside and below it. */
  readonly script: URL;
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener'>;
  readonly nowMs: () => number;
  readonly reload: () => void;
}

/**
 * Has the app kept by the browser, and follows what becomes of it. A new version is fetched beside the running one and
 * waits; it takes over when the person says so in one of the tabs. The others are then told too, and go on with the
 * version they were loaded as until they are asked to reload: the worker keeps its files for them.
 */
export class AppUpdate {
  /** A new version is ready; this tab still runs the one before. */
  waiting = $state(false);
  /** The person said "later": nothing more is said until yet another version comes. */
  postponed = $state(false);
  /** The app comes up without a network from now on. */
  offlineReady = $state(false);
  /** Why it could not be kept, or not be looked for a new version. */
  problem = $state.raw<Failure | null>(null);

  readonly #parts: UpdateParts;
  #registration: ServiceWorkerRegistration | null = null;
  #followed: ServiceWorker | null = null;
  /** Whether a worker answers for this tab: the first one to do so brings nothing new. */
  #controlled = false;
  #asked = false;
  #reloaded = false;
  #checkedMs = 0;

  constructor(parts: UpdateParts) {
    this.#parts = parts;
  }

  /** Once for a tab; never fails. */
  async start(): Promise<void> {
    const { container, script, page, nowMs } = this.#parts;
    if (!container || this.#registration) return;
    this.#controlled = container.controller !== null;
    this.#checkedMs = nowMs(); // the browser itself looks when a page is opened
    container.addEventListener('controllerchange', () => this.#takenOver());
    page.addEventListener('visibilitychange', () => void this.#check());
    try {
      const registration = await container.register(script, { scope: new URL('./', script).href });
      this.#registration = registration;
      if (registration.active) this.offlineReady = true;
      if (registration.active && registration.waiting) this.#announce();
      this.#follow(registration);
      registration.addEventListener('updatefound', () => this.#follow(registration));
    } catch (error) {
      this.#fail('The browser could not keep the app for use offline', error);
    }
  }

  /** Let the new version take over, and reload this tab with it. */
  apply(): void {
    if (this.#asked) return;
    this.#asked = true;
    const worker = this.#registration?.waiting;
    if (worker) worker.postMessage({ type: 'SKIP_WAITING' });
    else this.#reload(); // it took over already, asked for in another tab
  }

  /** Not now. */
  postpone(): void {
    this.postponed = true;
  }

  #follow({ active, installing: worker }: ServiceWorkerRegistration): void {
    if (!worker || worker === this.#followed) return;
    this.#followed = worker;
    let installed = false;
    worker.addEventListener('statechange', () => {
      if (worker.state === 'installed') {
        installed = true;
        this.problem = null;
        if (active) this.#announce();
      }
      if (worker.state === 'activated') this.offlineReady = true;
      if (worker.state === 'redundant' && !installed) {
        this.#fail(`Not all of the ${active ? 'new version' : 'app'} could be fetched to be kept for use offline`);
      }
    });
  }

  #announce(): void {
    this.waiting = true;
    this.postponed = false;
  }

  #takenOver(): void {
    if (this.#asked) this.#reload();
    else if (this.#controlled) this.waiting = true;
    this.#controlled = true;
  }

  /** A worker that takes over twice must not reload twice. */
  #reload(): void {
    if (this.#reloaded) return;
    this.#reloaded = true;
    this.#parts.reload();
  }

  async #check(): Promise<void> {
    const { page, nowMs } = this.#parts;
    if (!this.#registration || page.visibilityState !== 'visible' || nowMs() - this.#checkedMs < checkEveryMs) return;
    this.#checkedMs = nowMs();
    try {
      await this.#registration.update();
      this.problem = null;
    } catch (error) {
      this.#fail('The browser could not look for a new version', error);
    }
  }

  #fail(what: string, error?: unknown): void {
    const why = error instanceof Error ? `: ${error.message}` : '';
    this.problem = { kind: 'refused', host: this.#parts.script.host, reason: 'unknown', message: what + why };
  }
}
