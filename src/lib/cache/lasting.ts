import type { Lasting } from '$lib/model/kept';

/** Looks without asking. */
export function storageLasts(): Promise<Lasting> {
  return said((storage) => storage.persisted());
}

/** Asks for the promise; some browsers ask the person. Best called when a button was pressed. */
export function askToLast(): Promise<Lasting> {
  return said((storage) => storage.persist());
}

async function said(question: (storage: StorageManager) => Promise<boolean>): Promise<Lasting> {
  // WebKitGTK has no `navigator.storage`, and a private window may refuse to answer.
  const { storage } = (globalThis.navigator as Partial<Navigator> | undefined) ?? {};
  if (!storage) return 'unknown';
  try {
    return (await question(storage)) ? 'promised' : 'not promised';
  } catch {
    return 'unknown';
  }
}
