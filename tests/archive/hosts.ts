/** The three hosts that the stand-in answers for. */
export const hosts = {
  data: 'https://data.phys.ucalgary.ca',
  srs: 'https://api.phys.ucalgary.ca',
  aurorax: 'https://api.aurorax.space',
} as const;

export type HostKey = keyof typeof hosts;

export const hostKeys: readonly HostKey[] = ['data', 'srs', 'aurorax'];

/** A request as the real host would see it. */
export interface Addressed {
  readonly host: HostKey;
  /** Path and query, as sent: `/sort_by_project/?C=N;O=D`. */
  readonly target: string;
  /** What stands before the path where hosts are told apart by path: `/data`; empty under the real name. */
  readonly base: string;
}

/** Which host a request is for: by its `Host` header when that is a real one, else by the first part of the path. */
export function addressOf(hostHeader: string | undefined, url: string): Addressed | null {
  const name = (hostHeader ?? '').toLowerCase().replace(/:\d+$/, '');
  for (const host of hostKeys) {
    if (new URL(hosts[host]).hostname === name) return { host, target: url, base: '' };
  }
  for (const host of hostKeys) {
    const base = `/${host}`;
    if (url === base) return { host, target: '/', base };
    if (url.startsWith(`${base}/`) || url.startsWith(`${base}?`)) return { host, target: url.slice(base.length), base };
  }
  return null;
}

export function splitTarget(target: string): { path: string; query: string } {
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}
