import type { Outcome } from '$lib/model/failure';

/** Made when first asked for; after a failure, anew. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}

/** Asks a part that is loaded when first needed; where it cannot be, that is the failure. */
export async function lazily<Part, T>(
  part: () => Promise<Part>,
  ask: (part: Part) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  let made: Part;
  try {
    made = await part();
  } catch {
    const message = 'A part of the app could not be loaded: reload the page.';
    return { ok: false, failure: { kind: 'browser', part: 'decoder', message } };
  }
  return ask(made);
}
