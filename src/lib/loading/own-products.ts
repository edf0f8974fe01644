import type { Outcome } from '$lib/model/failure';
import type { Wish } from '$lib/model/work';
import type { createDecoding, Decode } from './decoding';
import type { FileAddress } from './file-bytes';
import { createKept } from './kept-products';
import { blobNumbers } from './own-blob';

/** A few files: they are read again from where they lie in a moment. */
const budgetBytes = 48 * 2 ** 20;

/** What stands behind a person's own files of one kind. */
export interface OwnParts<Loading, Registry> {
  /** The archive's. */
  readonly usual: Loading;
  readonly registry: Registry;
  /** Of own files' bytes. */
  readonly decoding: ReturnType<typeof createDecoding>;
}

/** What own files hold, decoded whole and kept for a while; another file of the same address is another product. */
export function createOwnProducts<T>(decoding: ReturnType<typeof createDecoding>, bytesOf: (product: T) => number) {
  const kept = createKept<T>(budgetBytes, bytesOf);
  const numberOf = blobNumbers();
  return {
    ask: (file: FileAddress, blob: Blob, wish: Wish, decode: Decode<T>): Promise<Outcome<T>> =>
      kept.ask(file, wish, undefined, (shared) => decoding(file, shared, decode), ` ${numberOf(blob)}`),
    forget: kept.forget,
  };
}
