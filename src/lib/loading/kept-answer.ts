import type { DocumentStore } from '$lib/cache/document-store';
import type { Failure, Outcome } from '$lib/model/failure';

/** An answer given now, or as it was given before. */
export interface Answer<T> {
  readonly value: T;
  readonly origin: 'service' | 'kept';
  /** When it was given, milliseconds since 1970. */
  readonly asOfMs: number;
  /** Why it could not be asked for anew although it is old; null otherwise. */
  readonly failure: Failure | null;
}

export interface AnswerParts<T> {
  readonly documents: DocumentStore;
  readonly key: string;
  readonly nowMs: number;
  /** Whether an answer of that moment is as good as a new one. */
  readonly isFresh: (keptMs: number) => boolean;
  /** Looks at what was kept, which another version may have written. */
  readonly isSound: (value: unknown) => value is T;
  readonly ask: () => Promise<Outcome<T>>;
}

/** An answer that was kept, as long as it is fresh; else a new one; else, since nobody answers, the old one. */
export async function keptAnswer<T>(parts: AnswerParts<T>): Promise<Outcome<Answer<T>>> {
  const { documents, key, nowMs, isFresh, isSound, ask } = parts;
  const kept = await documents.get(key);
  const before = kept && isSound(kept.value) ? { value: kept.value, asOfMs: kept.keptMs } : null;
  if (before && isFresh(before.asOfMs)) return { ok: true, value: { ...before, origin: 'kept', failure: null } };
  const asked = await ask();
  if (asked.ok) {
    void documents.put(key, asked.value);
    return { ok: true, value: { value: asked.value, origin: 'service', asOfMs: nowMs, failure: null } };
  }
  const { failure } = asked;
  if (!before || failure.kind === 'cancelled') return asked;
  return { ok: true, value: { ...before, origin: 'kept', failure } };
}
