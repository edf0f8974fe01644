interface Held<Value> {
  readonly value: Value;
  readonly bytes: number;
}

/** A map whose contents are counted in bytes; over its budget the least recently used entries leave. */
export class BoundedMap<Value> {
  #budgetBytes: number;
  /** In order of last use, the oldest first: a Map keeps the order of insertion. */
  readonly #held = new Map<string, Held<Value>>();
  #usedBytes = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = checked(budgetBytes);
  }

  get budgetBytes(): number {
    return this.#budgetBytes;
  }

  /** Takes effect at once. */
  set budgetBytes(bytes: number) {
    this.#budgetBytes = checked(bytes);
    this.#shrink();
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  get size(): number {
    return this.#held.size;
  }

  /** Reading counts as use. */
  get(key: string): Value | undefined {
    const held = this.#held.get(key);
    if (!held) return undefined;
    this.#held.delete(key);
    this.#held.set(key, held);
    return held.value;
  }

  /** Looking does not count as use. */
  peek(key: string): Value | undefined {
    return this.#held.get(key)?.value;
  }

  /** Asking does not count as use. */
  has(key: string): boolean {
    return this.#held.has(key);
  }

  /**
   * Keep a value in place of what was there.
   *
   * @returns whether it is kept: what is larger than the whole budget is not, and drives nothing else out
   */
  set(key: string, value: Value, bytes: number): boolean {
    if (!(bytes >= 0)) throw new RangeError(`${key} cannot take ${bytes} bytes`);
    this.delete(key);
    if (bytes > this.#budgetBytes) return false;
    this.#held.set(key, { value, bytes });
    this.#usedBytes += bytes;
    this.#shrink();
    return true;
  }

  delete(key: string): void {
    this.#usedBytes -= this.#held.get(key)?.bytes ?? 0;
    this.#held.delete(key);
  }

  /** The keys, the least recently used first. */
  keys(): string[] {
    return [...this.#held.keys()];
  }

  clear(): void {
    this.#held.clear();
    this.#usedBytes = 0;
  }

  #shrink(): void {
    for (const oldest of this.#held.keys()) {
      if (this.#usedBytes <= this.#budgetBytes) break;
      this.delete(oldest);
    }
  }
}

function checked(budgetBytes: number): number {
  if (!(budgetBytes >= 0)) throw new RangeError(`a budget of ${budgetBytes} bytes is none`);
  return budgetBytes;
}
