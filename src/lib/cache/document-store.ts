export interface KeptDocument {
  readonly value: unknown;
  /** When it was kept, milliseconds since 1970. */
  readonly keptMs: number;
}

/**
 * Answers of the services (listings, catalogues) as plain data, so that a night opens again without them. Small, and
 * not part of the budget; the oldest leave when there are more than a few thousand. Never rejects.
 */
export interface DocumentStore {
  get(key: string): Promise<KeptDocument | undefined>;
  put(key: string, value: unknown): Promise<boolean>;
  /** Of those whose keys begin so the keys, what was kept last first; no value is read. */
  keys(prefix: string): Promise<readonly string[]>;
  delete(key: string): Promise<void>;
}
