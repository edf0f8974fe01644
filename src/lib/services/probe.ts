import type { Failure } from '$lib/model/failure';
import { baseOf, pageOriginHere, type Hosts } from './hosts';
import { cancelled } from './http';
import { isOnline } from './online';

/** Finds out what a browser does not say: why a connection failed. */
export interface Probe {
  /** The same failure, better explained. Never rejects. */
  explain(url: string, failure: Failure, signal: AbortSignal): Promise<Failure>;
  /** To be told of every answer that could be read, whatever its status: the host lets this page read it. */
  answered(url: string): void;
}

export interface ProbeOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Tells services apart that share a host; without it every origin is one. */
  readonly hosts?: Hosts | undefined;
  /** This page's own; hosts below it need nobody's leave. In Node there is none. */
  readonly pageOrigin?: string | null | undefined;
  /** Whether this page's policy lets it ask there; it does unless told. */
  readonly allowed?: ((origin: string) => boolean) | undefined;
  /** Milliseconds, never running backwards. */
  readonly now?: (() => number) | undefined;
}

/** What a host does, as far as can be seen without reading its answers. */
type Finding = 'forbids' | 'silent' | 'reads';

const rememberMs = 30_000;
/** That somebody is there says little about a moment later, and on it hangs whether the host is taken to be away. */
const rememberThereMs = 1000;
const patienceMs = 8000;
/**
 * A request that fails and a probe that gets through do not prove that reading is forbidden: on a bad connection that
 * happens by chance. Twice in turn, and without any readable answer in between, it hardly does.
 */
const rounds = 2;

/**
 * Asks at most once in half a minute per host, however many files fail: is there anybody (a request whose answer may
 * not be read, which every host answers), and may the address be read now? A host whose answers could be read before
 * does not forbid it; it is only asked, at most once in a second, whether it is there.
 */
export function createProbe(options: ProbeOptions): Probe {
  const { fetch, hosts, allowed, now = () => performance.now() } = options;
  const pageOrigin = options.pageOrigin === undefined ? pageOriginHere() : options.pageOrigin;
  const readable = new Set<string>();
  const findings = new Map<string, { readonly finding: Promise<Finding>; readonly untilMs: number }>();

  const there = new Map<string, { readonly answers: Promise<boolean>; untilMs: number }>();

  const isThere = (base: string): Promise<boolean> => {
    const known = there.get(base);
    if (known && now() < known.untilMs) return known.answers;
    // For as long as it takes, too.
    const asked = { answers: answersAtAll(`${base}/`, fetch), untilMs: Infinity };
    there.set(base, asked);
    void asked.answers.then(() => (asked.untilMs = now() + rememberThereMs));
    return asked.answers;
  };

  const findOut = async (base: string, url: string): Promise<Finding> => {
    for (let round = 0; round < rounds; round++) {
      if (!(await answersAtAll(`${base}/`, fetch))) return 'silent';
      if (readable.has(base)) return 'reads';
      if (!(await canBeRead(url, fetch))) continue;
      readable.add(base);
      return 'reads';
    }
    return readable.has(base) ? 'reads' : 'forbids';
  };

  const findingOf = (base: string, url: string): Promise<Finding> => {
    const known = findings.get(base);
    if (known && now() < known.untilMs) return known.finding;
    const finding = findOut(base, url);
    findings.set(base, { finding, untilMs: now() + rememberMs });
    return finding;
  };

  return {
    async explain(url, failure, signal) {
      if (failure.kind !== 'refused' || failure.reason !== 'unknown') return failure;
      const { host } = failure;
      if (!isOnline()) return { kind: 'offline', message: `${host} was not asked: no network` };
      const base = baseOf(url, hosts);
      const origin = URL.canParse(url) ? new URL(url).origin : '';
      if (readable.has(base)) {
        const answers = await unlessAborted(isThere(base), signal);
        if (answers === null) return cancelled;
        return answers ? passingFailure(host) : silentFailure(host);
      }
      if (origin === pageOrigin) return silentFailure(host);
      if (allowed?.(origin) === false) return blockedFailure(host);
      const finding = await unlessAborted(findingOf(base, url), signal);
      if (finding === null) return cancelled;
      if (finding === 'reads' || readable.has(base)) return passingFailure(host);
      return finding === 'forbids' ? forbiddenFailure(host) : silentFailure(host);
    },
    answered(url) {
      const base = baseOf(url, hosts);
      readable.add(base);
      findings.delete(base);
    },
  };
}

/** Whether anybody is there: a request of the kind that needs no leave, let go as soon as its answer begins. */
export function answersAtAll(url: string, fetch: typeof globalThis.fetch): Promise<boolean> {
  return beginsToAnswer(url, fetch, { mode: 'no-cors', method: 'GET', cache: 'no-store' });
}

/** Whether an answer may be read, whatever it says. */
export function canBeRead(url: string, fetch: typeof globalThis.fetch): Promise<boolean> {
  return beginsToAnswer(url, fetch, { method: 'GET', cache: 'no-store' });
}

export function forbiddenFailure(host: string): Failure {
  const message = `${host} answers, but forbids pages of other sites to read it`;
  return { kind: 'refused', host, reason: 'cross-origin', message };
}

async function beginsToAnswer(url: string, fetch: typeof globalThis.fetch, init: RequestInit): Promise<boolean> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), patienceMs);
  try {
    await fetch(url, { ...init, signal: control.signal });
    return true;
  } catch {
    return false; // that it fails, and not how, is what was to be found out
  } finally {
    clearTimeout(timer);
    control.abort();
  }
}

export function silentFailure(host: string): Failure {
  return { kind: 'refused', host, reason: 'unreachable', message: `${host} could not be reached` };
}

/** The archive sends who asks for a missing file to its home page, and that page may be one that may not be read. */
function passingFailure(host: string): Failure {
  const message = `${host} answers others, but not this: the connection failed, or there is no such file`;
  return { kind: 'refused', host, reason: 'unreadable', message };
}

function blockedFailure(host: string): Failure {
  const message = `this page may not ask ${host}: its own policy names the built-in hosts only`;
  return { kind: 'refused', host, reason: 'unreachable', message };
}

/** Null when nobody wants to know any more; the finding is for others all the same. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return null;
  let stop: () => void = () => undefined;
  const aborted = new Promise<null>((resolve) => {
    stop = () => resolve(null);
    signal.addEventListener('abort', stop, { once: true });
  });
  const first = await Promise.race([promise, aborted]);
  signal.removeEventListener('abort', stop);
  return first;
}
