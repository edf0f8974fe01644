import type { FileProblem, FileProblemKind } from '$lib/model/failure';

/** Damage in a file, thrown inside a decoder and handed out as data: it has the fields of a `FileProblem`. */
export class FormatError extends Error implements FileProblem {
  override readonly name = 'FormatError';

  constructor(
    readonly kind: FileProblemKind,
    readonly format: string,
    /** Where reading broke, in bytes of the unpacked file; null where no offset makes sense. */
    readonly offset: number | null,
    message: string,
  ) {
    super(message);
  }

  /** The same as a plain record, which crosses threads without losing its fields. */
  toProblem(): FileProblem {
    return { kind: this.kind, format: this.format, offset: this.offset, message: this.message };
  }
}
