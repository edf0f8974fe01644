import type { Pack } from '$lib/model/pack';

/** The expedition packs of this browser: few, and never driven out. Never rejects, as `FileStore`. */
export interface PackStore {
  list(): Promise<readonly Pack[]>;
  /** In place of the one with this id. @returns whether it is kept */
  put(pack: Pack): Promise<boolean>;
  delete(id: string): Promise<void>;
}
