import type { Connection } from './connection';
import type { Transaction } from './database';
import type { Part } from './room';
import { infoOf, type Key } from './shelf';

/** Reads of a burst are noted together. */
const delayMs = 2000;

/**
 * When things were last used, written some time after they were: reading a night must not write a thousand times.
 * Touches that are lost only make something look older than it is.
 */
export class Touches {
  readonly #connection: Connection;
  #waiting = new Map<string, { readonly part: Part; readonly key: Key; readonly usedMs: number }>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  add(part: Part, key: Key, usedMs: number): void {
    this.#waiting.set(`${part} ${String(key)}`, { part, key, usedMs });
    this.#timer ??= setTimeout(() => {
      // Storage that fails here fails loudly where something is to be kept.
      this.flush().catch(() => undefined);
    }, delayMs);
  }

  /** @throws as `Connection.run` */
  async flush(): Promise<void> {
    if (this.#waiting.size === 0) return this.forget();
    await this.#connection.run(['fileInfo', 'productInfo'], 'readwrite', (tx) => this.flushIn(tx));
  }

  /** As part of a transaction that spans the information on files and products. */
  async flushIn(tx: Transaction<'readwrite'>): Promise<void> {
    const touches = [...this.#waiting.values()];
    this.forget();
    await Promise.all(
      touches.map(async ({ part, key, usedMs }) => {
        const infos = tx.objectStore(infoOf[part]);
        const info = await infos.get(key);
        if (info && info.usedMs < usedMs) await infos.put({ ...info, usedMs });
      }),
    );
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.clear();
  }
}
