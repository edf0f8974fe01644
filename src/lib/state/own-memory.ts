/** What outlives the tab: small values by key. */
export interface Memory {
  get(key: string): Promise<{ readonly value: unknown } | undefined>;
  put(key: string, value: unknown): Promise<unknown>;
  delete(key: string): Promise<void>;
}

/** Under these keys is remembered which minutes and days a person's own files were. */
export const ownKeys = { frames: 'own files', curves: 'own curves', grids: 'own grids' } as const;

/** Whether an earlier visit left any: without, nothing that deals with own files is needed to show an event. */
export async function remembersOwnFiles(memory: Pick<Memory, 'get'>): Promise<boolean> {
  const kept = await Promise.all(Object.values(ownKeys).map((key) => memory.get(key)));
  return kept.some((entry) => Array.isArray(entry?.value) && entry.value.length > 0);
}
