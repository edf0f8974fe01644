/** Agreement between the tabs of this app: who holds a name, holds it alone. */
export interface TabLocks {
  /** Runs the job while holding the name; waits for it until `signal` is aborted. */
  hold<T>(name: string, signal: AbortSignal, job: () => Promise<T>): Promise<T>;
  /** Runs the job if nobody holds the name at the moment, else answers null at once. */
  holdIfFree<T>(name: string, job: () => Promise<T>): Promise<T | null>;
}

/** The browser's own locks; where it has none, every tab is on its own. They end with the tab that holds them. */
export function createTabLocks(locks: LockManager | undefined = browserLocks()): TabLocks {
  if (!locks) return aloneInTheWorld;
  return {
    hold: async (name, signal, job) => locks.request(name, { signal }, job),
    holdIfFree: async (name, job) => locks.request(name, { ifAvailable: true }, (lock) => (lock ? job() : null)),
  };
}

const aloneInTheWorld: TabLocks = {
  hold: (_name, _signal, job) => job(),
  holdIfFree: (_name, job) => job(),
};

function browserLocks(): LockManager | undefined {
  // Missing in insecure contexts and in Node.
  return (globalThis.navigator as Partial<Navigator> | undefined)?.locks;
}
