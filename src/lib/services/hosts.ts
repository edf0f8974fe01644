import { askAppServer, patienceFor } from './app-server';
import { isRecord } from './json';

/**
 * Where the three services are reached. Base URLs, no slash at the end: the live hosts, the pass-through of the server
 * that gave the page, or what a person has set.
 */
export interface Hosts {
  /** The file archive. */
  readonly data: string;
  /** The listing service (Space Remote Sensing API). */
  readonly srs: string;
  /** The AuroraX search API. */
  readonly aurorax: string;
  /** `custom` when a person has set at least one of the three; `sample` for the sample event's own archive. */
  readonly via: 'direct' | 'relay' | 'custom' | 'sample';
  /** What the relay says about its archive, for people; null when reached directly or when it says nothing. */
  readonly label: string | null;
  /** With `custom`: what was found, and would be used, without the person's settings. */
  readonly found?: Hosts | undefined;
}

/** Base URLs of a mirror or a proxy, as `checkBase` lets them pass; empty or absent: not set. */
export interface HostOverrides {
  readonly data?: string | undefined;
  readonly srs?: string | undefined;
  readonly aurorax?: string | undefined;
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

const hostKeys = ['data', 'srs', 'aurorax'] as const;

/**
 * Ask the app's own server, once, whether it offers a relay; a static deployment answers `{"relay":null}`, a page, or
 * 404, and then the hosts are reached directly. When the server cannot be asked at all, as offline, what was found the
 * last time is taken. What a person has set goes before either. Never fails.
 *
 * @param appBase where the app lives, ending with a slash
 * @param overrides what is no base URL is passed over
 * @param remembered what this gave the last time, as plain data; null when nothing is remembered
 */
export async function findHosts(
  appBase: URL,
  fetch: typeof globalThis.fetch,
  overrides: HostOverrides = {},
  remembered: unknown = null,
): Promise<Hosts> {
  const relay = new URL('relay/', appBase);
  const last = rememberedHosts(remembered, relay);
  return overridden(await foundHosts(relay, fetch, last), overrides, relay.origin);
}

/** What a person may set as a base URL. */
export type CheckedBase =
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly message: string };

/**
 * Look at a base URL that a person typed: https, or http on this machine or the page's own server, without credentials,
 * query or fragment.
 *
 * @returns the address without slashes at its end, or a sentence for people
 */
export function checkBase(text: string, pageOrigin: string | null = pageOriginHere()): CheckedBase {
  const no = (message: string): CheckedBase => ({ ok: false, message });
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return no('This is not an address. It should look like https://example.org/archive.');
  const { protocol, hostname, origin, pathname, username, password } = new URL(trimmed);
  if (protocol !== 'https:' && protocol !== 'http:') return no('The address should begin with https://.');
  const isNear = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname) || origin === pageOrigin;
  if (protocol === 'http:' && !isNear) {
    return no('Without https only addresses on this machine work: the address should begin with https://.');
  }
  if (username || password) return no('The address should not carry a user name or a password.');
  // A lone ? or # at the end leaves no trace in the parsed address.
  if (/[?#]/.test(trimmed)) return no('The address should end before a ? or #.');
  return { ok: true, value: (origin + pathname).replace(/\/+$/, '') };
}

/** The base URL that an address lies below; an address elsewhere, or without hosts to go by, gives its origin. */
export function baseOf(url: string, hosts?: Hosts): string {
  const below = (base: string) => url.startsWith(`${base}/`) || url === base;
  const bases = hosts ? hostKeys.map((key) => hosts[key]).filter(below) : [];
  const longest = bases.sort((a, b) => b.length - a.length)[0];
  return longest ?? (URL.canParse(url) ? new URL(url).origin : url);
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

async function foundHosts(relay: URL, fetch: typeof globalThis.fetch, last: Hosts | null): Promise<Hosts> {
  const answer = await askAppServer(relay, fetch, patienceFor(last !== null));
  return answer ? (relayHosts(answer.said, relay) ?? directHosts) : (last ?? directHosts);
}

function overridden(found: Hosts, overrides: HostOverrides, pageOrigin: string): Hosts {
  const set: Partial<Record<(typeof hostKeys)[number], string>> = {};
  for (const key of hostKeys) {
    const checked = checkBase(overrides[key] ?? '', pageOrigin);
    // The archive's one folder is part of every path; with it in the base, people mean the same.
    if (checked.ok) set[key] = key === 'data' ? checked.value.replace(/\/sort_by_project$/, '') : checked.value;
  }
  if (Object.keys(set).length === 0) return found;
  // What the relay says is about its own archive.
  return { ...found, ...set, via: 'custom', label: set.data === undefined ? found.label : null, found };
}

/** Believed only as far as the app's own server could have said it. */
function rememberedHosts(remembered: unknown, relay: URL): Hosts | null {
  if (!isRecord(remembered)) return null;
  if (remembered.via === 'custom') return rememberedHosts(remembered.found, relay);
  if (remembered.via === 'direct') return directHosts;
  if (remembered.via !== 'relay') return null;
  const { data, srs, aurorax, label } = remembered;
  return relayHosts({ relay: 'nightside', version: 1, paths: { data, srs, aurorax }, label }, relay);
}

export function pageOriginHere(): string | null {
  const location = globalThis.location as Location | undefined;
  return location?.origin ?? null;
}

function relayHosts(answer: unknown, relay: URL): Hosts | null {
  if (!isRecord(answer) || answer.relay !== 'nightside' || answer.version !== 1) return null;
  const { paths, label } = answer;
  return hostsAt(paths, relay, 'relay', typeof label === 'string' && label !== '' ? label : null);
}

/**
 * The three services at paths that the app's own server named.
 *
 * @param paths `{ data, srs, aurorax }`, relative to the place; not looked at yet
 * @returns null when one is missing, or leads to another server: that one is not believed
 */
export function hostsAt(paths: unknown, place: URL, via: Hosts['via'], label: string | null): Hosts | null {
  if (!isRecord(paths)) return null;
  const data = basePath(paths.data, place);
  const srs = basePath(paths.srs, place);
  const aurorax = basePath(paths.aurorax, place);
  return data === null || srs === null || aurorax === null ? null : { data, srs, aurorax, via, label };
}

function basePath(path: unknown, place: URL): string | null {
  if (typeof path !== 'string' || !URL.canParse(path, place)) return null;
  const { origin, pathname } = new URL(path, place);
  return origin === place.origin ? origin + pathname.replace(/\/+$/, '') : null;
}
