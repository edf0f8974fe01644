/** What a browser says about a site's storage. */
export interface BrowserStorage {
  readonly usageBytes: number;
  readonly quotaBytes: number;
}

export type Estimate = () => Promise<BrowserStorage | null>;

/** How long the browser's word is taken for true. */
const validMs = 5 * 60_000;

/** Firefox stops hard at its quota, so a tenth is left free. */
const usableShare = 0.9;

/**
 * What may be kept without meeting the browser's quota. What other things of this site take, the app itself among
 * them, is found out now and then and believed up to half the quota: a browser counts what has left for a while yet,
 * and room must not be made for that again and again.
 */
export function createBrowserQuota(estimate: Estimate, keptBytes: () => Promise<number>, now: () => number) {
  let said: { readonly limit: Promise<number>; readonly atMs: number } | null = null;

  const ask = async (): Promise<number> => {
    const [storage, kept] = await Promise.all([estimate(), keptBytes()]);
    if (!storage) return Infinity;
    const others = Math.min(Math.max(0, storage.usageBytes - kept), storage.quotaBytes / 2);
    return usableShare * storage.quotaBytes - others;
  };

  return {
    /** Infinity where the browser says nothing. */
    limit: (): Promise<number> => {
      if (said && Math.abs(now() - said.atMs) <= validMs) return said.limit;
      const limit = ask();
      said = { limit, atMs: now() };
      limit.catch(() => (said = null));
      return limit;
    },
  };
}

/** WebKitGTK has no `navigator.storage`; a private window may answer with zeros, or refuse. */
export async function estimateOfBrowser(): Promise<BrowserStorage | null> {
  const { storage } = (globalThis.navigator as Partial<Navigator> | undefined) ?? {};
  try {
    const { usage = NaN, quota = NaN } = (await storage?.estimate()) ?? {};
    return usage >= 0 && quota > 0 ? { usageBytes: usage, quotaBytes: quota } : null;
  } catch {
    return null; // it does not want to say
  }
}
