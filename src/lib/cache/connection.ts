import type { Failure } from '$lib/model/failure';
import { type Database, openDatabase, transact, type Transaction } from './database';
import { isAbort, isLostConnection, storageFailure, unusable } from './storage-failure';

interface Options {
  readonly name: string;
  /** How long opening may take before the work goes on without the database. */
  readonly patienceMs: number;
  /** Called whenever the database has become open. */
  readonly onOpen: () => void;
}

/**
 * The one way to the database. It gives way when another tab has to upgrade or delete it, and opens anew when it is
 * next needed, also after the browser has cut it off.
 */
export class Connection {
  readonly #options: Options;
  #opening: Promise<Database> | null = null;
  #db: Database | null = null;
  #trouble: Failure | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Why the database cannot be used; null while it can. An opening that only takes long may still end this. */
  get trouble(): Failure | null {
    return this.#trouble;
  }

  /**
   * One transaction, begun once more when the connection was lost under it.
   *
   * @throws as `transact`, and whatever opening throws
   */
  async run<Mode extends 'readonly' | 'readwrite', T>(
    stores: Parameters<typeof transact>[1],
    mode: Mode,
    work: (tx: Transaction<Mode>) => Promise<T>,
  ): Promise<T> {
    const db = await this.open();
    try {
      return await transact(db, stores, mode, work);
    } catch (error) {
      // A lost connection first aborts what was under way, and tells only then that it is lost.
      if (isAbort(error)) await new Promise((resolve) => setTimeout(resolve, 20));
      if (isLostConnection(error)) this.#giveUp(db);
      if (db === this.#db) throw error;
    }
    return await transact(await this.open(), stores, mode, work);
  }

  /** @throws what the browser says, or an Error when it says nothing for too long */
  async open(): Promise<Database> {
    if (this.#db) return this.#db;
    const opening = (this.#opening ??= this.#start());
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#trouble = unusable('the browser does not open its storage; another tab may hold an older version of it');
        reject(new Error(this.#trouble.message));
      }, this.#options.patienceMs);
    });
    return await Promise.race([opening, late]).finally(() => clearTimeout(timer));
  }

  /** Opened anew by the next piece of work, should there be any. */
  close(): void {
    if (this.#db) this.#giveUp(this.#db);
  }

  #start(): Promise<Database> {
    let opened: Database | null = null;
    const opening = openDatabase(this.#options.name, () => opened && this.#giveUp(opened));
    opening.then(
      (db) => {
        opened = this.#db = db;
        this.#trouble = null;
        this.#options.onOpen();
      },
      (error: unknown) => (this.#trouble = storageFailure(error)),
    );
    return opening;
  }

  #giveUp(db: Database): void {
    db.close();
    if (this.#db === db) this.#db = this.#opening = null;
  }
}
