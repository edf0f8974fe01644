import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Archive } from '../tests/archive/archive';
import { hostKeys, hosts, splitTarget, type HostKey } from '../tests/archive/hosts';
import { jsonAnswer, sendAnswer, type Answer } from './http/answer';
import { relayError } from './relay-error';
import { passOn } from './relay-upstream';

export interface RelayOptions {
  /** A folder's stand-in, which then answers in the place of the live hosts. */
  readonly archive?: Archive;
  /** What people are told about where the data come from. */
  readonly label: string;
  /** Other addresses for the hosts, without a path; for tests. */
  readonly targets?: Partial<Readonly<Record<HostKey, string>>>;
}

/** Answers what is below `/relay/`; says false, having done nothing, for anything else. */
export type Relay = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

const prefix = '/relay/';

/** Searches are asked for with POST; files only ever read. */
const methods: Readonly<Record<HostKey, readonly string[]>> = {
  data: ['GET', 'HEAD'],
  srs: ['GET', 'HEAD', 'POST', 'OPTIONS'],
  aurorax: ['GET', 'HEAD', 'POST', 'OPTIONS'],
};

/** What comes from elsewhere under the app's own address is data: opened as a page it may run nothing. */
const inert = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
} as const;

/**
 * The pass-through to the three hosts and nowhere else, for pages that may not read them directly.
 * `/relay/` tells what is here; `/relay/data/…`, `/relay/srs/…`, `/relay/aurorax/…` are the hosts.
 * Its own refusals are JSON, `{ relay, error, message }`, so that nobody takes them for a host's.
 */
export function createRelay(options: RelayOptions): Relay {
  const description = {
    relay: 'nightside',
    version: 1,
    paths: Object.fromEntries(hostKeys.map((host) => [host, `${host}/`])),
    archive: options.archive ? 'folder' : 'live',
    label: options.label,
  };
  return async (request, response) => {
    const url = request.url ?? '/';
    const path = splitTarget(url).path;
    if (!path.startsWith(prefix)) return false;
    for (const [name, value] of Object.entries(inert)) response.setHeader(name, value);
    // Other sites' pages may neither read through the relay nor make it ask on their behalf.
    if (request.headers['sec-fetch-site'] === 'cross-site') {
      await sendAnswer(request, response, relayError(403, 'refused', 'The relay serves this app only.'));
      return true;
    }
    if (path === prefix) {
      await sendAnswer(request, response, jsonAnswer(200, description, { 'cache-control': 'no-store' }));
      return true;
    }
    const host = hostKeys.find((key) => path.startsWith(`${prefix}${key}/`));
    const refused = refusalOf(request.method ?? 'GET', path, host);
    if (refused || !host) {
      await sendAnswer(request, response, refused ?? relayError(404, 'unknown', 'The relay knows no such path.'));
      return true;
    }
    const base = `${prefix}${host}`;
    const target = url.slice(base.length);
    if (options.archive) await options.archive.answer({ host, target, base }, request, response);
    else await passOn(request, response, options.targets?.[host] ?? hosts[host], target);
    return true;
  };
}

function refusalOf(method: string, path: string, host: HostKey | undefined): Answer | null {
  if (!isPlainPath(path)) return relayError(400, 'refused', 'The relay does not pass on a path like this.');
  if (host && !methods[host].includes(method)) {
    const allow = methods[host].join(', ');
    return relayError(405, 'method', `The relay passes on ${allow} for this host.`, { allow });
  }
  return null;
}

/**
 * A path that names one place below the host and can be read in one way only: no `.` or `..`, no empty names, no
 * escaped slashes or escapes of escapes, nothing that looks like a scheme or a user in front of a host.
 */
function isPlainPath(path: string): boolean {
  if (!/^[A-Za-z0-9\-._~!$&'()*+,;=:@%/]+$/.test(path)) return false;
  if (/%(?![0-9a-f]{2})|%(2f|5c|25|00)/i.test(path)) return false;
  const [relay, host = '', first = '', ...rest] = path.slice(1).split('/');
  if (relay !== 'relay' || /[:@]/.test(host) || /[:@]/.test(first)) return false;
  const names = [host, first, ...rest];
  return names.every((name, index) => {
    if (name === '') return index === names.length - 1;
    const plain = name.replace(/%2e/gi, '.');
    return plain !== '.' && plain !== '..';
  });
}
