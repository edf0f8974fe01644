import type { Failure } from './failure';

/** What the browser keeps for this app, in sums. */
export interface KeptUsage {
  /** Archive files as downloaded. */
  readonly files: number;
  readonly fileBytes: number;
  /** Those of the files that are pinned: they stay, and do not count towards the budget. */
  readonly pinnedFiles: number;
  readonly pinnedBytes: number;
  /** Small things made from them: keogram columns, thumbnails. */
  readonly products: number;
  readonly productBytes: number;
  /** What all of it but the pinned files may take together. */
  readonly budgetBytes: number;
  /** What the browser says about this site's storage; null where it says nothing. Its quota is a rough word. */
  readonly browser: { readonly usageBytes: number; readonly quotaBytes: number } | null;
  /** False when nothing outlives the tab: the browser allows this site no storage. */
  readonly lasting: boolean;
  /** Why something could not be kept lately; null when all could. */
  readonly problem: Failure | null;
}

/** An archive file that the browser keeps, without its bytes. */
export interface KeptFile {
  /** On the public archive; the file's key. */
  readonly url: string;
  readonly name: string;
  readonly dataset: string;
  readonly bytes: number;
  /** The address it was downloaded from. */
  readonly address: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Milliseconds since 1970. */
  readonly keptMs: number;
  readonly usedMs: number;
  /** null: it leaves when room is needed and nobody has used it for long. */
  readonly pin: Pin | null;
}

/** A file that a person wants to stay. */
export interface Pin {
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
  /** SHA-256 of the bytes as they were downloaded, hex; the archive publishes none to compare it with. */
  readonly sha256: string;
  /** Whether a person pinned this very file or its night, and not only a pack that it belongs to. */
  readonly byHand?: true;
}

/** Whether the browser has promised not to clear this site's storage by itself; `unknown` where it says nothing. */
export type Lasting = 'promised' | 'not promised' | 'unknown';
