import { isRecord } from './json';

/**
 * Where the three services are reached. Base URLs, no slash at the end: the live hosts, or the pass-through of the
 * server that gave the page.
 */
export interface Hosts {
  /** The file archive. */
  readonly data: string;
  /** The listing service (Space Remote Sensing API). */
  readonly srs: string;
  /** The AuroraX search API. */
  readonly aurorax: string;
  readonly via: 'direct' | 'relay';
  /** What the relay says about its archive, for people; null when reached directly or when it says nothing. */
  readonly label: string | null;
}

const publicArchive = 'https://data.phys.ucalgary.ca';

/** Everything that this app reads from the archive lies below; file keys are addresses below it. Ends with a slash. */
export const archiveRoot = `${publicArchive}/sort_by_project/`;

export const directHosts: Hosts = {
  data: publicArchive,
  srs: 'https://api.phys.ucalgary.ca',
  aurorax: 'https://api.aurorax.space',
  via: 'direct',
  label: null,
};

const relayTimeoutMs = 3000;

/**
 * Ask the app's own server, once, whether it offers a relay; a static deployment answers `{"relay":null}`, a page, or
 * nothing, and then the hosts are reached directly. Never fails.
 *
 * @param appBase where the app lives, ending with a slash
 */
export async function findHosts(appBase: URL, fetch: typeof globalThis.fetch): Promise<Hosts> {
  const relay = new URL('relay/', appBase);
  try {
    const response = await fetch(relay.href, { signal: AbortSignal.timeout(relayTimeoutMs) });
    if (!response.ok) return directHosts;
    return relayHosts(JSON.parse(await response.text()), relay) ?? directHosts;
  } catch {
    // No relay is the normal case on a static host: whatever was answered, there is none.
    return directHosts;
  }
}

/**
 * The address to fetch for an address on the public archive: the same path below the base in use. Other addresses
 * come back unchanged. A `+` in a name stays a `+`.
 */
export function addressOf(canonicalUrl: string, hosts: Hosts): string {
  return canonicalUrl.startsWith(`${publicArchive}/`)
    ? hosts.data + canonicalUrl.slice(publicArchive.length)
    : canonicalUrl;
}

/**
 * The address on the public archive for an address that a listing gave, whichever host it was written for: the key of
 * a file. Null when it does not lie below the archive's root.
 */
export function canonicalOf(address: string, hosts: Hosts): string | null {
  if (!URL.canParse(address)) return null;
  // The URL parser takes out `..`, so that no path climbs out of the root.
  const { href, username, password } = new URL(address);
  if (username || password) return null;
  const canonical = href.startsWith(`${hosts.data}/`) ? publicArchive + href.slice(hosts.data.length) : href;
  if (!canonical.startsWith(archiveRoot)) return null;
  // Links of directory listings write %2B for the + of a skymap's name: one file, one key.
  return canonical.replace(/%2B/gi, '+');
}

/** An address below the archive's root from unencoded folder and file names; a folder's ends with a slash. */
export function archiveUrl(...names: readonly string[]): string {
  const path = names.flatMap((name) => name.split('/')).map((part) => encodeURIComponent(part).replaceAll('%2B', '+'));
  return archiveRoot + path.join('/');
}

function relayHosts(answer: unknown, relay: URL): Hosts | null {
  if (!isRecord(answer) || answer.relay !== 'nightside' || answer.version !== 1) return null;
  const { paths, label } = answer;
  if (!isRecord(paths)) return null;
  const data = basePath(paths.data, relay);
  const srs = basePath(paths.srs, relay);
  const aurorax = basePath(paths.aurorax, relay);
  if (data === null || srs === null || aurorax === null) return null;
  return { data, srs, aurorax, via: 'relay', label: typeof label === 'string' && label !== '' ? label : null };
}

/** A relay passes through its own paths; one that points to another host is not believed. */
function basePath(path: unknown, relay: URL): string | null {
  if (typeof path !== 'string' || !URL.canParse(path, relay)) return null;
  const { origin, pathname } = new URL(path, relay);
  return origin === relay.origin ? origin + pathname.replace(/\/+$/, '') : null;
}
