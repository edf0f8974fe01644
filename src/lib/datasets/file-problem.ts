import type { FileProblem } from '$lib/model/failure';

/** The one that comes first in the file; the first given where they come together. */
export function earlierProblem(one: FileProblem | null, other: FileProblem | null): FileProblem | null {
  if (!one || !other) return one ?? other;
  return (other.offset ?? 0) < (one.offset ?? 0) ? other : one;
}
