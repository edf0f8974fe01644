/**
 * Small things made from archive files, by kind (`columns`) and the file's address. They are only as good as the code
 * that made them: what another version of it made is not found. Never rejects, as `FileStore`.
 */
export interface ProductStore {
  /** Those that are kept, by address; read in few transactions. Counts as use. */
  getMany(kind: string, urls: readonly string[]): Promise<ReadonlyMap<string, unknown>>;
  /**
   * @param value what structured cloning can copy
   * @param bytes roughly what it takes
   * @returns whether it is kept
   */
  put(kind: string, url: string, value: unknown, bytes: number): Promise<boolean>;
  /** Forget all that was made from a file. */
  delete(url: string): Promise<void>;
}
