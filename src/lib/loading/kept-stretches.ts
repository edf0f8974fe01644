import type { DocumentStore } from '$lib/cache/document-store';
import type { TimeRange } from '$lib/model/time';
import { overlapOf } from './kept-listing';

/** An answer that was kept, and what it is taken for. */
export interface KeptPart<T> {
  readonly key: string;
  readonly value: T;
  /** When it was given, milliseconds since 1970. */
  readonly keptMs: number;
  /** Of what was asked, in order. */
  readonly stretches: readonly TimeRange[];
}

/** Answers of several days put together. */
export interface KeptParts<T> {
  /** The newest first; of each stretch there is one. */
  readonly parts: readonly KeptPart<T>[];
  /** Stretches of the range that none is about, in order. */
  readonly missing: readonly TimeRange[];
}

export interface PartsWanted<T> {
  readonly documents: DocumentStore;
  /** What the keys of such answers begin with. */
  readonly prefix: string;
  readonly range: TimeRange;
  /** Of which time the answer under a key tells what is asked; null where it tells nothing of it. */
  readonly rangeOf: (key: string) => TimeRange | null;
  /** Looks at what was kept, which another version may have written. */
  readonly isSound: (value: unknown) => value is T;
}

/**
 * What is known of a range by answers about others that overlap it, of each stretch by the newest. Only answers that
 * have something to add are read: they can be large, and many are kept.
 */
export async function keptParts<T>(wanted: PartsWanted<T>): Promise<KeptParts<T>> {
  const { documents, prefix, range, rangeOf, isSound } = wanted;
  const parts: KeptPart<T>[] = [];
  let missing: readonly TimeRange[] = [range];
  for (const key of await documents.keys(prefix)) {
    if (missing.length === 0) break;
    const known = rangeOf(key);
    const stretches = known ? missing.flatMap((span) => overlapOf(span, known)) : [];
    if (!known || stretches.length === 0) continue;
    const kept = await documents.get(key);
    if (!kept || !isSound(kept.value)) continue;
    parts.push({ key, value: kept.value, keptMs: kept.keptMs, stretches });
    missing = missing.flatMap((span) => beside(span, known));
  }
  return { parts, missing };
}

/** What of a span lies before and after another. */
function beside(span: TimeRange, { startUs, endUs }: TimeRange): TimeRange[] {
  return [
    ...overlapOf(span, { startUs: -Infinity, endUs: startUs }),
    ...overlapOf(span, { startUs: endUs, endUs: Infinity }),
  ];
}
