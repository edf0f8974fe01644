import type { KeptUsage } from '$lib/model/kept';
import type { DocumentStore } from './document-store';
import type { FileStore } from './file-store';
import type { PackStore } from './pack-store';
import type { ProductStore } from './product-store';

/** All that is kept from one visit to the next. */
export interface Cache {
  readonly files: FileStore;
  readonly products: ProductStore;
  readonly documents: DocumentStore;
  readonly packs: PackStore;
  usage(): Promise<KeptUsage>;
  /** Takes effect at once: what is least recently used leaves. */
  setBudget(bytes: number): Promise<void>;
  /** Forget everything, pinned files too. */
  clear(): Promise<void>;
}
