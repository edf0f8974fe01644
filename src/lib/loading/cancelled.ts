/** What comes of work that nobody wants any more. */
export const cancelled = { ok: false, failure: { kind: 'cancelled', message: 'no longer wanted' } } as const;
