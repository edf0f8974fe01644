import { realpath } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { hosts } from '../tests/archive/hosts';
import type { Handler } from './gate';
import { emptyAnswer, isConnectionError, sendAnswer, textAnswer, type Answer } from './http/answer';
import { fileAnswer } from './http/file-answer';
import { findBelow, namesOf, type Found } from './http/folder';

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  webmanifest: 'application/manifest+json',
  wasm: 'application/wasm',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  ico: 'image/x-icon',
  txt: 'text/plain; charset=utf-8',
  xml: 'application/xml',
  map: 'application/json',
};

/** A worker does not inherit its page's policy: it has the one that comes with its script. */
const scriptPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  `connect-src 'self' ${Object.values(hosts).join(' ')}`,
  "object-src 'none'",
].join('; ');

/** The pages bring their own Content-Security-Policy, as a meta tag: it is made of their scripts' hashes. */
const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

export interface StaticServerOptions {
  /** The built app. */
  readonly folder: string;
  readonly relay?: Handler;
  /** The sample event, where the server has a say in it; else `/sample/` is a file of the built app. */
  readonly sample?: Handler;
  /** Awaited before the first answer: a build that is still running. */
  readonly ready?: Promise<unknown>;
}

/**
 * Serves the built app like an ordinary static host: `index.html` of a folder, a redirect to the slash where it is
 * missing, `404.html` with status 404, ranges, conditional requests; and relay and sample event, where there are any.
 * It does not listen yet.
 */
export function createStaticServer({ folder, relay, sample, ready }: StaticServerOptions): Server {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isLocalName(request.headers.host)) return void (await sendAnswer(request, response, emptyAnswer(421)));
    await ready;
    for (const handler of [relay, sample]) if (await handler?.(request, response)) return;
    await sendAnswer(request, response, await staticAnswer(request, folder));
  };
  return createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!isConnectionError(error)) process.stderr.write(`${String(error)}\n`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
}

async function staticAnswer(request: IncomingMessage, folder: string): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return emptyAnswer(405, { ...securityHeaders, allow: 'GET, HEAD' });
  }
  const root = await realpath(folder);
  const url = request.url ?? '/';
  const [path = '/'] = url.split('?', 1);
  const names = namesOf(path);
  const found = names && (await findBelow(root, names));
  if (!found) return notFound(root);
  if (found.kind === 'file') {
    return path.endsWith('/') ? notFound(root) : fileAnswer(request, found, headersFor(found, path));
  }
  const index = await findBelow(root, [...names, 'index.html']);
  if (index?.kind !== 'file') return notFound(root);
  if (path.endsWith('/')) return fileAnswer(request, index, headersFor(index, path));
  // Put together from checked names: a path that begins with two slashes would name another host.
  const location = `/${names.map(encodeURIComponent).join('/')}/${url.slice(path.length)}`;
  return emptyAnswer(301, { ...securityHeaders, location });
}

/** Only this machine listens, so nobody asks for another name but a page that made its own name point here. */
function isLocalName(hostHeader: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(hostHeader ?? '');
}

async function notFound(root: string): Promise<Answer> {
  const page = await findBelow(root, ['404.html']);
  if (!page) return textAnswer(404, 'text/plain', 'There is nothing here.\n', securityHeaders);
  return {
    status: 404,
    headers: headersFor(page, '/404.html'),
    body: { file: page.path, start: 0, length: page.bytes },
  };
}

function headersFor(file: Found, urlPath: string): Record<string, string> {
  const ending = /\.([a-z0-9]+)$/i.exec(file.path)?.[1]?.toLowerCase() ?? '';
  return {
    ...securityHeaders,
    ...(ending === 'js' ? { 'content-security-policy': scriptPolicy } : {}),
    'content-type': contentTypes[ending] ?? 'application/octet-stream',
    // Names below immutable/ change with their content; everything else is asked for again, and answered with 304.
    'cache-control': urlPath.includes('/_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}
