import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostKeys, splitTarget, type Addressed, type HostKey } from '../tests/archive/hosts';
import { jsonAnswer, sendAnswer, type Answer } from './http/answer';

/** Answers what is below one path; says false, having done nothing, for anything else. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface GateOptions {
  /** What it is called and where it stands: a `relay` stands at `/relay/`. */
  readonly name: string;
  /** What it says of itself at that path, as JSON. */
  readonly description: Readonly<Record<string, unknown>>;
  /** Which requests may pass for each host; a host that is not named is not there. */
  readonly methods: Readonly<Partial<Record<HostKey, readonly string[]>>>;
  /** Answers for a host what has passed. */
  readonly answer: (asked: Addressed, request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** What comes from elsewhere under the app's own address is data: opened as a page it may run nothing. */
const inert = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
} as const;

/**
 * The way to the three hosts, or to what stands in for them, under the app's own address: `/<name>/` tells what is
 * here, `/<name>/data/…`, `/<name>/srs/…` and `/<name>/aurorax/…` are the hosts. Only this app's own pages pass, with
 * plain paths. Its own refusals are JSON, `{ [name]: "nightside", error, message }`, so that nobody takes them for a
 * host's.
 */
export function createGate({ name, description, methods, answer }: GateOptions): Handler {
  const prefix = `/${name}/`;
  const refuse = (status: number, error: string, message: string, headers?: Record<string, string>) =>
    gateError(name, status, error, message, headers);

  const refusalOf = (method: string, path: string, host: HostKey | undefined): Answer | null => {
    if (path !== prefix && !isPlainPath(path, name)) {
      return refuse(400, 'refused', `The ${name} does not take a path like this.`);
    }
    const allowed = path === prefix ? ['GET', 'HEAD'] : host && methods[host];
    if (!allowed) return refuse(404, 'unknown', `The ${name} knows no such path.`);
    if (allowed.includes(method)) return null;
    const allow = allowed.join(', ');
    return refuse(405, 'method', `The ${name} takes ${allow} here.`, { allow });
  };

  return async (request, response) => {
    const url = request.url ?? '/';
    const { path } = splitTarget(url);
    if (!path.startsWith(prefix)) return false;
    for (const [header, value] of Object.entries(inert)) response.setHeader(header, value);
    // Other sites' pages may neither read through the gate nor make it ask on their behalf.
    if (request.headers['sec-fetch-site'] === 'cross-site') {
      await sendAnswer(request, response, refuse(403, 'refused', `The ${name} serves this app only.`));
      return true;
    }
    const host = hostKeys.find((key) => path.startsWith(`${prefix}${key}/`));
    const refused = refusalOf(request.method ?? 'GET', path, host);
    if (refused) await sendAnswer(request, response, refused);
    else if (!host) await sendAnswer(request, response, jsonAnswer(200, description, { 'cache-control': 'no-store' }));
    else {
      const base = `${prefix}${host}`;
      await answer({ host, target: url.slice(base.length), base }, request, response);
    }
    return true;
  };
}

/** What a gate says itself, in a form that no host has. */
export function gateError(
  name: string,
  status: number,
  error: string,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  return jsonAnswer(status, { [name]: 'nightside', error, message }, { 'cache-control': 'no-store', ...headers });
}

/**
 * A path that names one place below the host and can be read in one way only: no `.` or `..`, no empty names, no
 * escaped slashes or escapes of escapes, nothing that looks like a scheme or a user in front of a host.
 */
function isPlainPath(path: string, gate: string): boolean {
  if (!/^[A-Za-z0-9\-._~!$&'()*+,;=:@%/]+$/.test(path)) return false;
  if (/%(?![0-9a-f]{2})|%(2f|5c|25|00)/i.test(path)) return false;
  const [first, host = '', next = '', ...rest] = path.slice(1).split('/');
  if (first !== gate || /[:@]/.test(host) || /[:@]/.test(next)) return false;
  const names = [host, next, ...rest];
  return names.every((name, index) => {
    if (name === '') return index === names.length - 1;
    const plain = name.replace(/%2e/gi, '.');
    return plain !== '.' && plain !== '..';
  });
}
