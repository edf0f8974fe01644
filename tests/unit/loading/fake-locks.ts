/** Web Locks without a browser: exclusive, first come first served, with `ifAvailable` and `signal`. */
export class FakeLocks {
  readonly #held = new Set<string>();
  readonly #waiting = new Map<string, (() => void)[]>();

  /** What `navigator.locks` would be. */
  readonly manager = { request: this.#request.bind(this) } as unknown as LockManager;

  async #request(
    name: string,
    { signal, ifAvailable }: LockOptions,
    job: (lock: { readonly name: string } | null) => unknown,
  ): Promise<unknown> {
    if (ifAvailable && this.#held.has(name)) return job(null);
    await this.#take(name, signal ?? null);
    try {
      return await job({ name });
    } finally {
      this.#held.delete(name);
      this.#waiting.get(name)?.shift()?.();
    }
  }

  async #take(name: string, signal: AbortSignal | null): Promise<void> {
    signal?.throwIfAborted();
    while (this.#held.has(name)) {
      await new Promise<void>((resolve, reject) => {
        const queue = this.#waiting.get(name) ?? [];
        this.#waiting.set(name, queue);
        queue.push(resolve);
        signal?.addEventListener('abort', () => {
          queue.splice(queue.indexOf(resolve), 1);
          reject(signal.reason as Error);
        });
      });
    }
    this.#held.add(name);
  }
}
