import type { Failure, Outcome } from '$lib/model/failure';

/** Whether a file on the person's disk is still there as it was. */
export async function isReadable(blob: Blob): Promise<boolean> {
  try {
    await blob.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

export function goneFile(name: string): Outcome<never> {
  return failed(
    `Your own file (${name}) is no longer as it was when it was opened: moved, renamed, changed or deleted.`,
  );
}

/** @param span what the file is one of */
export function lostFile(span: 'minute' | 'day', { name }: { readonly name: string }): Outcome<never> {
  return failed(
    `This ${span} came from a file of your own (${name}), which this tab does not have open. Open it again under “Your files”.`,
  );
}

/** Tells files apart that have the same name or address: the same number for the same file, as long as it is open. */
export function blobNumbers(): (blob: Blob) => number {
  const numbers = new WeakMap<Blob, number>();
  let count = 0;
  return (blob) => {
    const known = numbers.get(blob) ?? ++count;
    numbers.set(blob, known);
    return known;
  };
}

function failed(message: string): Outcome<never> {
  const failure: Failure = { kind: 'browser', part: 'own file', message };
  return { ok: false, failure };
}
