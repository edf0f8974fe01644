/**
 * What went wrong, as data. Two levels: a `FileProblem` is damage inside a file whose good part was still read; a
 * `Failure` is a request or a file that gave nothing. Sentences for people are made in `state/`, from these.
 */

/** Damage inside a file. */
export type FileProblemKind =
  | 'truncated' // the bytes end before the record does
  | 'corrupt' // the bytes contradict the format
  | 'inconsistent' // well-formed, but records disagree with each other (a frame of another size, no time)
  | 'unsupported'; // well-formed, but not something this reader knows

export interface FileProblem {
  readonly kind: FileProblemKind;
  /** The format that noticed: `gzip`, `pgm`, `idl save`, … */
  readonly format: string;
  /** Where reading broke, in bytes of the file, or of what was packed in it; null where no offset makes sense. */
  readonly offset: number | null;
  /** Whether the offset counts bytes of what was packed, and is none of the file itself. */
  readonly inUnpacked?: true;
  readonly message: string;
}

/** Something asked for that could not be had. */
export type Failure =
  /** No answer that can be read; `reason` is what could be found out about why, since a browser does not say. */
  | { readonly kind: 'refused'; readonly host: string; readonly reason: RefusedReason; readonly message: string }
  /** The browser knows that it has no network. */
  | { readonly kind: 'offline'; readonly message: string }
  /** The archive answered, and has no such file (a 404, or its home page instead). */
  | { readonly kind: 'missing'; readonly message: string }
  /** Told to come back later; `retryAfterSec` is null when the host did not say when. */
  | { readonly kind: 'rate-limited'; readonly retryAfterSec: number | null; readonly message: string }
  /** The host answered with an error of its own. */
  | { readonly kind: 'server'; readonly status: number; readonly message: string }
  /** The file came, and nothing in it could be read. */
  | ({ readonly kind: 'corrupt'; readonly format: string; readonly message: string } & Pick<
      FileProblem,
      'offset' | 'inUnpacked'
    >)
  | { readonly kind: 'unsupported'; readonly format: string; readonly message: string }
  | { readonly kind: 'quota'; readonly message: string }
  /** Neither archive nor file, but this browser failed: the thread that decodes, bytes it was to keep, a person's own file. */
  | { readonly kind: 'browser'; readonly part: 'decoder' | 'bytes' | 'own file'; readonly message: string }
  | { readonly kind: 'cancelled'; readonly message: string };

export type RefusedReason =
  | 'cross-origin' // the host answers, and forbids pages of other sites to read it
  | 'unreachable' // nothing answers there, or not in time
  | 'unreadable' // it answers, and others of its answers can be read: the connection failed, or there is no such file
  | 'broken' // an answer began and did not end: cut off or stalled
  | 'unknown';

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };
