import type { FileProblem, FileProblemKind } from '$lib/model/failure';

/** What is wrong with a gzip file. */
export function problem(kind: FileProblemKind, message: string): FileProblem {
  return { kind, format: 'gzip', offset: null, message };
}

export function tooLarge(limit: number): FileProblem {
  return problem('unsupported', `unpacks to more than ${limit} bytes`);
}
