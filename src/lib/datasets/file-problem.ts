import type { FileProblem } from '$lib/model/failure';

/** The one that comes first in the file; the first given where they come together. */
export function earlierProblem(one: FileProblem | null, other: FileProblem | null): FileProblem | null {
  if (!one || !other) return one ?? other;
  return (other.offset ?? 0) < (one.offset ?? 0) ? other : one;
}

/** Of a file packed with gzip every offset is one of what was packed in it. */
export function placedIn(file: Uint8Array, problem: FileProblem): FileProblem;
export function placedIn(file: Uint8Array, problem: FileProblem | null): FileProblem | null;
export function placedIn(file: Uint8Array, problem: FileProblem | null): FileProblem | null {
  const isPacked = file[0] === 0x1f && file[1] === 0x8b;
  return problem && isPacked && problem.offset !== null ? { ...problem, inUnpacked: true } : problem;
}
